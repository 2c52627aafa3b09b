public import Numerics

/// The voltages that solve a power flow, with how well they do.
public struct VoltageSolution: Equatable, Sendable {
  /// The magnitude of each node's voltage.
  public var magnitudePU: [Double]
  /// The direction of each node's voltage: a phasor of magnitude 1.
  public var direction: [Complex]
  /// How many iterations it took.
  public var iterations = 0
  /// The largest difference between given and computed power at any node.
  public var largestMismatchPU = Double.infinity

  /// Voltages before they are solved for.
  public init(magnitudePU: [Double], direction: [Complex]) {
    precondition(
      magnitudePU.count == direction.count,
      "\(magnitudePU.count) magnitudes need as many directions, got \(direction.count)")
    self.magnitudePU = magnitudePU
    self.direction = direction
  }

  /// The voltage of `node` as a phasor.
  public func voltage(_ node: Int) -> Complex { direction[node] * magnitudePU[node] }

  /// The angle of the voltage of `node`, in (−π, π].
  public func angleRadian(_ node: Int) -> Double { direction[node].angleRadian }
}
