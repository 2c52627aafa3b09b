/// A priority queue of ``RankedSlot``s in one flat buffer: the smallest comes out first.
///
/// A four-ary heap (Williams 1964; Johnson 1975 for d-ary): half the depth of a binary one, and the
/// four children of a node share one or two cache lines, which is worth more than the extra
/// comparisons.
struct RankHeap: Sendable {
  private(set) var entries: [RankedSlot] = []

  init() {}

  /// A heap of `entries`, in O(n log n).
  init(_ entries: [RankedSlot]) {
    // What is in order is a heap, too.
    self.entries = entries.sorted()
  }

  var count: Int { entries.count }
  var isEmpty: Bool { entries.isEmpty }
  var first: RankedSlot? { entries.first }

  /// Adds `entry`, in O(log n); whether it is the smallest.
  mutating func push(_ entry: RankedSlot) -> Bool {
    entries.append(entry)
    return entries.withUnsafeMutableBufferPointer { heap in
      guard let base = heap.baseAddress else { return true }
      return RankHeap.siftUp(entry, from: heap.count &- 1, in: base) == 0
    }
  }

  /// Takes the smallest entry out, in O(log n).
  mutating func pop() -> RankedSlot? {
    guard let last = entries.popLast() else { return nil }
    return entries.withUnsafeMutableBufferPointer { heap in
      guard let base = heap.baseAddress, !heap.isEmpty else { return last }
      let smallest = base[0]
      RankHeap.siftDown(last, in: base, heap.count)
      return smallest
    }
  }

  /// Puts `entry` in the place of the root or below.
  ///
  /// The hole first sinks to a leaf along the smallest children and the entry then rises from there
  /// (Wegener 1993): an entry that came from the end seldom rises, so most levels save a comparison
  /// and its unpredictable branch.
  @inline(__always)
  private static func siftDown(
    _ entry: RankedSlot, in heap: UnsafeMutablePointer<RankedSlot>, _ count: Int
  ) {
    var hole = 0
    var child = 1
    while child &+ 4 <= count {
      let left = child &+ (heap[child &+ 1].precedes(heap[child]) ? 1 : 0)
      let right = child &+ 2 &+ (heap[child &+ 3].precedes(heap[child &+ 2]) ? 1 : 0)
      let isRight = heap[right].precedes(heap[left]) ? 1 : 0
      let smallest = left ^ ((left ^ right) & (0 &- isRight))
      heap[hole] = heap[smallest]
      hole = smallest
      child = hole &<< 2 &+ 1
    }
    if child < count {
      var smallest = child
      while child &+ 1 < count {
        child &+= 1
        if heap[child].precedes(heap[smallest]) { smallest = child }
      }
      heap[hole] = heap[smallest]
      hole = smallest
    }
    _ = siftUp(entry, from: hole, in: heap)
  }

  /// Puts `entry` at `start` or above; where.
  @inline(__always)
  private static func siftUp(
    _ entry: RankedSlot, from start: Int, in heap: UnsafeMutablePointer<RankedSlot>
  ) -> Int {
    var hole = start
    while hole > 0 {
      let parent = (hole &- 1) &>> 2
      guard entry.precedes(heap[parent]) else { break }
      heap[hole] = heap[parent]
      hole = parent
    }
    heap[hole] = entry
    return hole
  }
}
