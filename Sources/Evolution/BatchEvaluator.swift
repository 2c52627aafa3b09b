public import Numerics

/// Rates batches of candidates, on several workers only when that pays.
///
/// The first batch runs serially and is timed. If it costs less than the hand-over to workers is
/// worth, the batches stay serial; otherwise both ways are timed, the cheaper one is kept, and the
/// other is tried again now and then. Values never depend on the choice.
public struct BatchEvaluator: Sendable {
  /// The workers that may be used.
  public let execution: Execution
  /// Seconds since any fixed moment, by the caller's clock.
  public let elapsedSeconds: @Sendable () -> Double
  /// A serial batch below this many seconds is not worth handing over.
  public static let worthwhileSeconds = 200e-6

  private let isAdaptive: Bool
  private var serialSecondsPerItem: Double?
  private var concurrentSecondsPerItem: Double?
  private var batchesSinceTrial = 0

  /// Chooses between one worker and those of `execution` by what batches cost on the clock
  /// `elapsedSeconds`.
  public init(execution: Execution, elapsedSeconds: @escaping @Sendable () -> Double) {
    self.execution = execution
    self.elapsedSeconds = elapsedSeconds
    isAdaptive = execution.workers > 1
  }

  /// Always uses the workers of `execution`, and knows no time.
  public init(always execution: Execution) {
    self.execution = execution
    elapsedSeconds = { 0 }
    isAdaptive = false
  }

  /// The value of every item of `items`, in order; `transform` gives those of neighbours.
  public mutating func map<Item: Sendable, Value: Sendable>(
    _ items: [Item], _ transform: @Sendable (ArraySlice<Item>) -> [Value]
  ) -> [Value] {
    guard isAdaptive && items.count > 1 else {
      return values(of: items, on: execution, transform)
    }
    let chosen = nextExecution(items.count)
    let start = elapsedSeconds()
    let values = values(of: items, on: chosen, transform)
    let cost = (elapsedSeconds() - start) / Double(items.count)
    if chosen == .serial {
      serialSecondsPerItem = cost
    } else {
      concurrentSecondsPerItem = cost
    }
    return values
  }

  private mutating func nextExecution(_ count: Int) -> Execution {
    guard let serial = serialSecondsPerItem,
      serial * Double(count) >= BatchEvaluator.worthwhileSeconds
    else { return .serial }
    guard let concurrent = concurrentSecondsPerItem else { return execution }
    let concurrentPays = concurrent < serial
    batchesSinceTrial += 1
    // A slow batch may have been bad luck: look again, rarely enough to cost nothing.
    guard batchesSinceTrial >= 64 else { return concurrentPays ? execution : .serial }
    batchesSinceTrial = 0
    return concurrentPays ? .serial : execution
  }

  /// Pieces are as many as four per worker, so that uneven ones balance themselves.
  private func values<Item: Sendable, Value: Sendable>(
    of items: [Item], on execution: Execution, _ transform: @Sendable (ArraySlice<Item>) -> [Value]
  ) -> [Value] {
    guard execution.workers > 1 && items.count > 1 else { return checked(items[...], transform) }
    let pieces = min(items.count, 4 * execution.workers)
    let parts = parallelMap(pieces, execution: execution) { piece in
      checked(
        items[items.count * piece / pieces..<items.count * (piece + 1) / pieces], transform)
    }
    return parts.flatMap { $0 }
  }

  private func checked<Item, Value>(
    _ items: ArraySlice<Item>, _ transform: (ArraySlice<Item>) -> [Value]
  ) -> [Value] {
    let values = transform(items)
    precondition(
      values.count == items.count, "\(values.count) values returned for \(items.count) candidates")
    return values
  }
}
