/// A priority queue in one flat buffer: the smallest element comes out first.
///
/// A four-ary heap (Williams 1964; Johnson 1975 for d-ary): half the depth of a binary one, and the
/// four children of a node share one or two cache lines, which is worth more than the extra
/// comparisons.
@usableFromInline
struct FlatHeap<Element: Comparable & Sendable>: Sendable {
  @usableFromInline private(set) var elements: [Element] = []

  @usableFromInline
  init() {}

  /// A heap of `elements`, in O(n).
  @usableFromInline
  init(_ elements: [Element]) {
    self.elements = elements
    var parent = (elements.count - 2) / FlatHeap.arity
    while parent >= 0, elements.count > 1 {
      siftDown(self.elements[parent], from: parent)
      parent -= 1
    }
  }

  @usableFromInline var count: Int { elements.count }
  @usableFromInline var isEmpty: Bool { elements.isEmpty }
  @usableFromInline var first: Element? { elements.first }

  /// Adds `element`, in O(log n).
  @inlinable
  mutating func push(_ element: Element) {
    var hole = elements.count
    elements.append(element)
    elements.withUnsafeMutableBufferPointer { heap in
      while hole > 0 {
        let parent = (hole - 1) / FlatHeap.arity
        guard element < heap[parent] else { break }
        heap[hole] = heap[parent]
        hole = parent
      }
      heap[hole] = element
    }
  }

  /// Takes the smallest element out, in O(log n).
  @inlinable
  mutating func pop() -> Element? {
    guard let last = elements.popLast() else { return nil }
    guard let smallest = elements.first else { return last }
    siftDown(last, from: 0)
    return smallest
  }

  @inlinable
  mutating func siftDown(_ element: Element, from start: Int) {
    elements.withUnsafeMutableBufferPointer { heap in
      var hole = start
      while true {
        let firstChild = hole * FlatHeap.arity + 1
        guard firstChild < heap.count else { break }
        var smallest = firstChild
        var child = firstChild + 1
        let end = min(firstChild + FlatHeap.arity, heap.count)
        while child < end {
          if heap[child] < heap[smallest] { smallest = child }
          child += 1
        }
        guard heap[smallest] < element else { break }
        heap[hole] = heap[smallest]
        hole = smallest
      }
      heap[hole] = element
    }
  }

  @usableFromInline static var arity: Int { 4 }
}
