public import Numerics

/// Chooses who breeds.
public protocol Selection: Sendable {
  /// The indices of `count` parents among the candidates rated `fitness`, of which there is at least
  /// one; repeats are allowed, the order is random.
  func parents(_ count: Int, from fitness: [Fitness], using random: inout RandomSource) -> [Int]
}
