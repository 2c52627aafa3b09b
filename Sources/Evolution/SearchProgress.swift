/// Where a search stands after a generation: one point of its convergence curve.
public struct SearchProgress: Equatable, Sendable {
  /// How many generations were told.
  public let generation: Int
  /// How many candidates were rated.
  public let evaluations: Int
  /// How many generations in a row brought nothing better.
  public let stalledGenerations: Int
  /// The best fitness so far.
  public let best: Fitness
  /// Seconds since the search started, by its caller's clock; 0 without one.
  public let elapsedSeconds: Double
}
