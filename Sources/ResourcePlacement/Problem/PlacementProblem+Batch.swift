public import Evolution
public import Numerics
import PowerFlow

extension PlacementProblem {
  /// How good each of `placements` is, in order.
  ///
  /// - Complexity: O(placements × steps × nodes), shared by the workers of `execution`.
  public func fitness(of placements: [Placement], execution: Execution) -> [Fitness] {
    // Power flows on one node take about 5 ns, so that a share takes some 5 µs, and what takes less
    // than it may cost to wake a worker stays with the caller.
    let flows = max(1, series.stepCount * series.feeder.nodeCount)
    let isWorthSharing = placements.count * flows >= 20_000
    return parallelMap(
      placements.count, share: max(1, 1_000 / flows),
      execution: isWorthSharing ? execution : .serial,
      makingState: { PlacementEvaluator(self) },
      { index, evaluator in evaluator.fitness(placements[index]) })
  }
}
