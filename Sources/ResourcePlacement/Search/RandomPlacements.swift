import Evolution
import Numerics

/// The best of random placements: what every search has to beat.
public struct RandomPlacements: Sendable {
  /// How many placements are drawn.
  public let evaluations: Int

  /// Draws `evaluations` placements.
  ///
  /// - Throws: `PlacementError.budgetTooSmall(evaluations:least:)`.
  public init(evaluations: Int) throws(PlacementError) {
    guard evaluations >= 1 else { throw .budgetTooSmall(evaluations: evaluations, least: 1) }
    self.evaluations = evaluations
  }

  /// Draws and rates placements of `problem` on one thread.
  public func run(_ problem: PlacementProblem, seed: UInt64) -> PlacementOutcome {
    var random = RandomSource(seed: seed)
    var evaluator = PlacementEvaluator(problem)
    var trace = PlacementTrace(finder: .random)
    for _ in 0..<evaluations {
      let placement = problem.randomPlacement(using: &random)
      trace.record(
        Individual(genome: placement, fitness: evaluator.fitness(placement)), evaluations: 1)
    }
    return trace.outcome
  }
}
