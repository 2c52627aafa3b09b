/// A priority queue in one flat buffer: the smallest element comes out first.
///
/// A four-ary heap (Williams 1964; Johnson 1975 for d-ary): half the depth of a binary one, and the
/// four children of a node share one or two cache lines, which is worth more than the extra
/// comparisons.
struct FlatHeap<Element: Comparable & Sendable>: Sendable {
  private(set) var elements: [Element] = []

  init() {}

  /// A heap of `elements`, in O(n).
  init(_ elements: [Element]) {
    self.elements = elements
    var parent = (elements.count - 2) / FlatHeap.arity
    while parent >= 0, elements.count > 1 {
      siftDown(self.elements[parent], from: parent)
      parent -= 1
    }
  }

  var count: Int { elements.count }
  var isEmpty: Bool { elements.isEmpty }
  var first: Element? { elements.first }

  /// Adds `element`, in O(log n).
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
  mutating func pop() -> Element? {
    guard let last = elements.popLast() else { return nil }
    guard let smallest = elements.first else { return last }
    siftDown(last, from: 0)
    return smallest
  }

  /// Puts `element` at `start` or below.
  ///
  /// The hole first sinks to a leaf along the smallest children and the element then rises from
  /// there (Wegener 1993): an element that came from the end seldom rises, so most levels save a
  /// comparison and its unpredictable branch.
  private mutating func siftDown(_ element: Element, from start: Int) {
    elements.withUnsafeMutableBufferPointer { heap in
      var hole = start
      var firstChild = hole * FlatHeap.arity + 1
      while firstChild + FlatHeap.arity <= heap.count {
        var left = firstChild
        var right = firstChild + 2
        left = heap[left + 1] < heap[left] ? left + 1 : left
        right = heap[right + 1] < heap[right] ? right + 1 : right
        let smallest = heap[right] < heap[left] ? right : left
        heap[hole] = heap[smallest]
        hole = smallest
        firstChild = hole * FlatHeap.arity + 1
      }
      if firstChild < heap.count {
        var smallest = firstChild
        for child in (firstChild + 1)..<heap.count where heap[child] < heap[smallest] {
          smallest = child
        }
        heap[hole] = heap[smallest]
        hole = smallest
      }
      while hole > start {
        let parent = (hole - 1) / FlatHeap.arity
        guard element < heap[parent] else { break }
        heap[hole] = heap[parent]
        hole = parent
      }
      heap[hole] = element
    }
  }

  static var arity: Int { 4 }
}
