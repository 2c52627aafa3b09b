public import Numerics

/// Uniform crossover of vectors: the parents exchange each gene with the same probability.
///
/// Source: Syswerda (1989), "Uniform crossover in genetic algorithms". With random keys, a
/// probability below ½ makes each child resemble one parent (Bean 1994, "Genetic algorithms and
/// random keys for sequencing and optimization").
public struct UniformCrossover<Gene: Sendable>: Crossover {
  /// The probability that a gene changes sides.
  public let exchangeProbability: Double

  /// Genes change sides with probability `exchangeProbability`.
  ///
  /// - Throws: ``EvolutionError/probabilityOutOfRange(name:value:)``.
  public init(exchangeProbability: Double = 0.5) throws(EvolutionError) {
    try requireProbability(exchangeProbability, name: "exchange probability")
    self.exchangeProbability = exchangeProbability
  }

  /// - Complexity: O(*n*).
  @inlinable
  public func cross(
    _ first: inout [Gene], _ second: inout [Gene], using random: inout RandomSource
  ) {
    precondition(
      first.count == second.count, "cannot cross \(first.count) genes with \(second.count)")
    let threshold = UInt64(exchangeProbability * 0x1p16)
    first.withUnsafeMutableBufferPointer { first in
      second.withUnsafeMutableBufferPointer { second in
        // Sixteen bits decide a gene: a draw serves four.
        var bits: UInt64 = 0
        for gene in first.indices {
          bits = gene & 3 == 0 ? random.next() : bits &>> 16
          if bits & 0xffff < threshold {
            let kept = first[gene]
            first[gene] = second[gene]
            second[gene] = kept
          }
        }
      }
    }
  }
}
