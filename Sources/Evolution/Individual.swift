/// A candidate and how good it is.
public struct Individual<Genome: Sendable>: Sendable {
  /// The candidate.
  public let genome: Genome
  /// How good it is.
  public let fitness: Fitness

  /// The candidate `genome` that was rated `fitness`.
  public init(genome: Genome, fitness: Fitness) {
    self.genome = genome
    self.fitness = fitness
  }
}

extension Individual: Equatable where Genome: Equatable {}
