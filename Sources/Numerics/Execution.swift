import Foundation
import Synchronization

/// How many workers a parallel entry point may use.
///
/// The answer never depends on it.
public struct Execution: Sendable, Equatable {
  /// The number of workers, at least 1.
  public let workers: Int

  /// One worker: the calling thread.
  public static let serial = Execution(workers: 1)

  /// One worker per processor of this machine.
  public static let concurrent = Execution(workers: ProcessInfo.processInfo.activeProcessorCount)

  /// Exactly `workers` workers.
  public static func concurrent(workers: Int) -> Execution {
    Execution(workers: workers)
  }

  private init(workers: Int) {
    precondition(workers >= 1, "an execution needs at least 1 worker, got \(workers)")
    self.workers = workers
  }
}

/// Calls `body` once for every index in 0 ..< `count`, on the workers of `execution`.
///
/// Indices are handed out one by one in increasing order, so uneven items balance themselves. Which
/// worker takes which index is not determined: a body writes only to places that its index owns.
/// The calling thread works too, and never waits for a worker that has not begun. Loops that follow
/// one another within a millisecond hand over in less than 1 µs; waking a worker costs the caller
/// about 10 µs, and the worker begins after some 30 µs.
///
/// - Complexity: O(`count`) calls.
public func parallelFor(
  _ count: Int, execution: Execution, _ body: @Sendable (_ index: Int) -> Void
) {
  guard min(execution.workers, count) > 1,
    WorkerPool.shared.run(count, helpers: min(execution.workers, count) - 1, body)
  else {
    for index in 0..<max(count, 0) { body(index) }
    return
  }
}

/// Calls `body` for shares of 0 ..< `count`, `share` indices each, on the workers of `execution`.
///
/// Every worker that gets a share makes a state first, which no other sees: memory to work in, or a
/// solver that is worth keeping. Shares are handed out in increasing order; one that takes ten
/// microseconds or more makes up for being handed out, and many of them balance themselves.
///
/// - Complexity: O(`count` / `share`) calls of `body`, at most one state a worker.
public func parallelFor<State: ~Copyable>(
  _ count: Int, share: Int, execution: Execution, makingState: @Sendable () -> State,
  _ body: @Sendable (_ indices: Range<Int>, _ state: inout State) -> Void
) {
  precondition(share > 0, "a share needs at least one index, got \(share)")
  let next = Atomic<Int>(0)
  parallelFor(min(execution.workers, (count + share - 1) / share), execution: execution) { _ in
    var first = next.wrappingAdd(share, ordering: .relaxed).oldValue
    guard first < count else { return }
    var state = makingState()
    while first < count {
      body(first..<min(first + share, count), &state)
      first = next.wrappingAdd(share, ordering: .relaxed).oldValue
    }
  }
}

/// The values of `transform` for every index in 0 ..< `count`, in order; a worker that gets a share
/// of `share` indices makes a state for `transform` to use.
public func parallelMap<State: ~Copyable, Value: Sendable>(
  _ count: Int, share: Int, execution: Execution, makingState: @Sendable () -> State,
  _ transform: @Sendable (_ index: Int, _ state: inout State) -> Value
) -> [Value] {
  [Value](unsafeUninitializedCapacity: max(count, 0)) { buffer, initialized in
    let slots = SendablePointer(buffer.baseAddress)
    parallelFor(count, share: share, execution: execution, makingState: makingState) {
      indices, state in
      for index in indices {
        slots.base?.advanced(by: index).initialize(to: transform(index, &state))
      }
    }
    initialized = max(count, 0)
  }
}

/// The values of `transform` for every index in 0 ..< `count`, in order, made on the workers of
/// `execution`.
public func parallelMap<Value: Sendable>(
  _ count: Int, execution: Execution, _ transform: @Sendable (_ index: Int) -> Value
) -> [Value] {
  guard execution.workers > 1 && count > 1 else { return (0..<max(count, 0)).map(transform) }
  return [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
    let slots = SendablePointer(buffer.baseAddress)
    parallelFor(count, execution: execution) { index in
      slots.base?.advanced(by: index).initialize(to: transform(index))
    }
    initialized = count
  }
}

/// Lends each of 0 ..< `count` workers' items a place of its own in `values`.
///
/// The buffer is shared by all calls of `body`; an index may write only where no other does.
public func parallelFor<Value: Sendable>(
  _ count: Int, writingTo values: inout [Value], execution: Execution,
  _ body: @Sendable (_ index: Int, _ values: UnsafeMutableBufferPointer<Value>) -> Void
) {
  values.withUnsafeMutableBufferPointer { buffer in
    let shared = SendablePointer(buffer.baseAddress)
    let length = buffer.count
    parallelFor(count, execution: execution) { index in
      body(index, UnsafeMutableBufferPointer(start: shared.base, count: length))
    }
  }
}

/// A pointer that crosses to the workers of one parallel loop, which outlives them all.
struct SendablePointer<Pointee>: Sendable {
  nonisolated(unsafe) let base: UnsafeMutablePointer<Pointee>?

  init(_ base: UnsafeMutablePointer<Pointee>?) {
    self.base = base
  }
}
