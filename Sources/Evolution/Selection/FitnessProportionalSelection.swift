public import Numerics

/// The chance to breed is proportional to merit: the roulette wheel.
///
/// Objectives are minimised here, so merit has to be made of them first. Infeasible candidates have
/// no merit; if nobody has any, all are drawn alike. Source: Holland (1975), "Adaptation in Natural
/// and Artificial Systems".
public struct FitnessProportionalSelection: Selection {
  /// How an objective becomes merit.
  public enum Merit: Sendable {
    /// 1 / objective, for objectives that are positive.
    case reciprocal
    /// The distance to the worst feasible candidate of the generation, plus a tenth of the spread,
    /// so that the worst may breed too: independent of where the objective has its zero.
    case distanceToWorst
  }

  /// How an objective becomes merit.
  public let merit: Merit

  /// A wheel whose sectors are as wide as `merit` says.
  public init(merit: Merit = .distanceToWorst) {
    self.merit = merit
  }

  /// - Complexity: O(*n* + `count` · log *n*) for *n* candidates.
  public func parents(
    _ count: Int, from fitness: [Fitness], using random: inout RandomSource
  ) -> [Int] {
    var ends = merits(of: fitness)
    for index in ends.indices.dropFirst() { ends[index] += ends[index - 1] }
    guard let total = ends.last, total > 0, total.isFinite else {
      return (0..<count).map { _ in random.index(below: fitness.count) }
    }
    return (0..<count).map { _ in firstIndex(in: ends, above: random.uniform() * total) }
  }

  private func merits(of fitness: [Fitness]) -> [Double] {
    let feasible = fitness.filter { $0.isFeasible && $0.objective.isFinite }.map(\.objective)
    guard let best = feasible.min(), let worst = feasible.max() else {
      return [Double](repeating: 0, count: fitness.count)
    }
    let floor = worst > best ? 0.1 * (worst - best) : 1
    return fitness.map { candidate in
      guard candidate.isFeasible && candidate.objective.isFinite else { return 0 }
      return switch merit {
      case .reciprocal: candidate.objective > 0 ? 1 / candidate.objective : 0
      case .distanceToWorst: worst - candidate.objective + floor
      }
    }
  }

  /// The first index whose sector ends above `mark`: sectors of width 0 are never hit.
  private func firstIndex(in ends: [Double], above mark: Double) -> Int {
    var low = 0
    var high = ends.count - 1
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] > mark { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
