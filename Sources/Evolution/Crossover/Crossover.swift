public import Numerics

/// Turns two parents into two children.
public protocol Crossover<Genome>: Sendable {
  associatedtype Genome: Sendable

  /// Replaces two parents, which are given as copies, by their two children.
  func cross(_ first: inout Genome, _ second: inout Genome, using random: inout RandomSource)
}
