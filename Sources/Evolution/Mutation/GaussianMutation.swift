public import Numerics

/// Some genes of a real vector move by normal draws; nothing bounds them, as random keys need it.
public struct GaussianMutation: Mutation {
  /// The standard deviation of a move.
  public let deviation: Double
  /// The probability that a gene moves.
  public let geneProbability: Double

  /// Moves of standard deviation `deviation`, each gene with probability `geneProbability`.
  ///
  /// - Throws: ``EvolutionError``.
  public init(deviation: Double, geneProbability: Double) throws(EvolutionError) {
    try requirePositive(deviation, name: "deviation")
    try requireProbability(geneProbability, name: "gene probability")
    self.deviation = deviation
    self.geneProbability = geneProbability
  }

  /// - Complexity: O(*n*).
  public func mutate(_ genome: inout [Double], using random: inout RandomSource) {
    for gene in genome.indices where random.uniform() < geneProbability {
      genome[gene] += deviation * random.normal()
    }
  }
}
