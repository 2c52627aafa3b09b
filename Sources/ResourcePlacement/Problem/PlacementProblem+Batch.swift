public import Evolution
public import Numerics
import PowerFlow

extension PlacementProblem {
  /// How good each of `placements` is, in order.
  ///
  /// - Complexity: O(placements × steps × nodes), shared by the workers of `execution`.
  public func fitness(of placements: [Placement], execution: Execution) -> [Fitness] {
    // One piece a worker: a piece costs an evaluator, and all placements cost the same. Fewer flows
    // than a thousand take less than a hand-over may cost on a busy machine.
    let isWorthSharing = placements.count * series.stepCount >= 1_000
    let pieces = isWorthSharing ? max(1, min(execution.workers, placements.count)) : 1
    return parallelMap(pieces, execution: execution) { piece in
      var evaluator = PlacementEvaluator(self)
      let range =
        placements.count * piece / pieces..<placements.count * (piece + 1) / pieces
      return placements[range].map { evaluator.fitness($0) }
    }.flatMap(\.self)
  }
}
