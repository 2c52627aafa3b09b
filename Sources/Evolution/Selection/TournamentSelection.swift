public import Numerics

/// Each parent is the best of a few candidates drawn at random, with repeats.
///
/// Only the order of fitnesses counts, so the pressure is the same at any scale. Source: Goldberg
/// and Deb (1991), "A comparative analysis of selection schemes used in genetic algorithms".
public struct TournamentSelection: Selection {
  /// How many candidates meet in a tournament.
  public let size: Int

  /// Tournaments among `size` candidates.
  public init(size: Int = 2) {
    precondition(size >= 1, "a tournament needs at least 1 candidate, got \(size)")
    self.size = size
  }

  /// - Complexity: O(`count` · `size`).
  public func parents(
    _ count: Int, from fitness: [Fitness], using random: inout RandomSource
  ) -> [Int] {
    (0..<count).map { _ in
      var winner = random.index(below: fitness.count)
      for _ in 0..<(size - 1) {
        let challenger = random.index(below: fitness.count)
        if fitness[challenger] < fitness[winner] { winner = challenger }
      }
      return winner
    }
  }
}
