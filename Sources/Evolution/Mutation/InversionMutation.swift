public import Numerics

/// A random segment of the genome is reversed: the move of the 2-opt neighbourhood.
public struct InversionMutation<Gene: Sendable>: Mutation {
  /// The operator has no parameters.
  public init() {}

  /// - Complexity: O(*n*).
  public func mutate(_ genome: inout [Gene], using random: inout RandomSource) {
    guard genome.count > 1 else { return }
    genome[randomSegment(of: genome.count, using: &random)].reverse()
  }
}
