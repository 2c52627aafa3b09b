import Foundation
public import Numerics

/// Simulated binary crossover of real vectors: the children lie around the parents, as far out as
/// the parents are apart, near ones being likelier the larger the distribution index is.
///
/// Each gene is crossed with probability ½ within its bounds. Source: Deb and Agrawal (1995),
/// "Simulated binary crossover for continuous search space", bounded as in Deb's NSGA-II code.
public struct SimulatedBinaryCrossover: Crossover {
  /// The allowed range of each gene.
  public let bounds: [ClosedRange<Double>]
  /// How strongly children resemble their parents (η).
  public let distributionIndex: Double

  /// Children within `bounds`, one range per gene.
  ///
  /// - Throws: ``EvolutionError/parameterNotPositive(name:value:)`` or
  ///   ``EvolutionError/badBounds(gene:lower:upper:)``.
  public init(
    bounds: [ClosedRange<Double>], distributionIndex: Double = 15
  ) throws(EvolutionError) {
    try requirePositive(distributionIndex, name: "distribution index")
    try requireFinite(bounds)
    self.bounds = bounds
    self.distributionIndex = distributionIndex
  }

  /// - Complexity: O(*n*).
  public func cross(
    _ first: inout [Double], _ second: inout [Double], using random: inout RandomSource
  ) {
    precondition(
      first.count == bounds.count && second.count == bounds.count,
      "\(bounds.count) bounds for genomes of \(first.count) and \(second.count) genes")
    for gene in bounds.indices where random.uniform() < 0.5 {
      let low = min(first[gene], second[gene])
      let high = max(first[gene], second[gene])
      guard high - low > 1e-14 else { continue }
      let draw = random.uniform()
      let range = bounds[gene]
      let lowChild = 0.5 * (low + high - spread(draw, room: low - range.lowerBound, high - low))
      let highChild = 0.5 * (low + high + spread(draw, room: range.upperBound - high, high - low))
      let swapped = random.uniform() < 0.5
      first[gene] = (swapped ? highChild : lowChild).clamped(to: range)
      second[gene] = (swapped ? lowChild : highChild).clamped(to: range)
    }
  }

  /// The distance between the children, for parents `distance` apart with `room` to the bound.
  private func spread(_ draw: Double, room: Double, _ distance: Double) -> Double {
    let exponent = distributionIndex + 1
    let alpha = 2 - pow(1 + 2 * room / distance, -exponent)
    let factor =
      draw <= 1 / alpha
      ? pow(draw * alpha, 1 / exponent) : pow(1 / (2 - draw * alpha), 1 / exponent)
    return factor * distance
  }
}
