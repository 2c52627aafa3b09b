public import Numerics

/// Changes a candidate a little, at random.
public protocol Mutation<Genome>: Sendable {
  associatedtype Genome: Sendable

  /// Changes `genome` in place.
  func mutate(_ genome: inout Genome, using random: inout RandomSource)
}
