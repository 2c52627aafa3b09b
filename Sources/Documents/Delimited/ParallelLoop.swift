/// A loop that calls `body` once for every index in 0 ..< `count`, in any order and on any threads,
/// and returns when all calls have.
public typealias ParallelLoop =
  @Sendable (_ count: Int, _ body: @Sendable (_ index: Int) -> Void) -> Void

/// The values of `transform` for every index in 0 ..< `count`, in order.
func map<Value: Sendable>(
  _ count: Int, in loop: ParallelLoop, _ transform: @escaping @Sendable (_ index: Int) -> Value
) -> [Value] {
  [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
    let slots = Slots(base: buffer.baseAddress)
    loop(count) { index in slots.base?.advanced(by: index).initialize(to: transform(index)) }
    initialized = count
  }
}

/// Places for the results of one loop, which outlives its workers.
private struct Slots<Value>: Sendable {
  nonisolated(unsafe) let base: UnsafeMutablePointer<Value>?
}
