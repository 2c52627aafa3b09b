/// The voltages that solve a power flow, with how well they do.
public struct VoltageSolution: Equatable, Sendable {
  /// The magnitude of each node's voltage.
  public var magnitudePU: [Double]
  /// The angle of each node's voltage.
  public var angleRadian: [Double]
  /// How many iterations it took.
  public var iterations: Int
  /// The largest difference between given and computed power at any node.
  public var largestMismatchPU: Double

  /// The voltage of `node` as a phasor.
  public func voltage(_ node: Int) -> Complex {
    Complex(magnitude: magnitudePU[node], angleRadian: angleRadian[node])
  }
}
