import Foundation
public import Numerics

/// Polynomial mutation of real vectors: a gene moves towards one of its bounds, small moves being
/// likelier the larger the distribution index is.
///
/// Source: Deb and Goyal (1996), "A combined genetic adaptive search (GeneAS) for engineering
/// design", in the form of Deb's NSGA-II code.
public struct PolynomialMutation: Mutation {
  /// The allowed range of each gene.
  public let bounds: [ClosedRange<Double>]
  /// How small the moves are (η).
  public let distributionIndex: Double
  /// The probability that a gene moves.
  public let geneProbability: Double

  /// Moves within `bounds`, one range per gene; one gene in a genome on average unless
  /// `geneProbability` says otherwise.
  ///
  /// - Throws: ``EvolutionError``.
  public init(
    bounds: [ClosedRange<Double>], distributionIndex: Double = 20, geneProbability: Double? = nil
  ) throws(EvolutionError) {
    let geneProbability = geneProbability ?? 1 / Double(max(bounds.count, 1))
    try requirePositive(distributionIndex, name: "distribution index")
    try requireProbability(geneProbability, name: "gene probability")
    try requireFinite(bounds)
    self.bounds = bounds
    self.distributionIndex = distributionIndex
    self.geneProbability = geneProbability
  }

  /// - Complexity: O(*n*).
  public func mutate(_ genome: inout [Double], using random: inout RandomSource) {
    precondition(
      genome.count == bounds.count, "\(bounds.count) bounds for \(genome.count) genes")
    let exponent = distributionIndex + 1
    for gene in bounds.indices where random.uniform() < geneProbability {
      let range = bounds[gene]
      let width = range.upperBound - range.lowerBound
      guard width > 0 else { continue }
      let draw = random.uniform()
      let step: Double
      if draw < 0.5 {
        let room = 1 - (genome[gene] - range.lowerBound) / width
        step = pow(2 * draw + (1 - 2 * draw) * pow(room, exponent), 1 / exponent) - 1
      } else {
        let room = 1 - (range.upperBound - genome[gene]) / width
        step = 1 - pow(2 * (1 - draw) + (2 * draw - 1) * pow(room, exponent), 1 / exponent)
      }
      genome[gene] = (genome[gene] + step * width).clamped(to: range)
    }
  }
}
