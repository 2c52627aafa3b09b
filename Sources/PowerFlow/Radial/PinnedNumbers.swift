/// Numbers that never change and stay where they are, to be read through plain pointers.
///
/// Threads that count references to what they share wait for one another at every count: on two
/// threads, that takes longer than a sweep over a small feeder. They read plain pointers instead, and
/// keep the owner for as long as they do.
final class PinnedNumbers<Number: BitwiseCopyable & Sendable>: Sendable {
  /// Where the numbers begin.
  nonisolated(unsafe) let start: UnsafePointer<Number>
  private let count: Int

  init(_ numbers: [Number]) {
    let memory = UnsafeMutablePointer<Number>.allocate(capacity: max(numbers.count, 1))
    for (index, number) in numbers.enumerated() { (memory + index).initialize(to: number) }
    start = UnsafePointer(memory)
    count = numbers.count
  }

  deinit {
    start.deallocate()
  }

  subscript(index: Int) -> Number {
    precondition((0..<count).contains(index), "\(index) is not below \(count)")
    return start[index]
  }
}
