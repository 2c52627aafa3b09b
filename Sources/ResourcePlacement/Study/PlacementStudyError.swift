public import PowerFlow

/// Why a placement problem cannot be posed on a network, or its answer not be confirmed.
public enum PlacementStudyError: Error, Equatable, Sendable {
  /// The network itself is wrong.
  case network(NetworkError)
  /// Some buses are not connected to an external grid.
  case disconnected(busIDs: [Int])
  /// The network is not radial.
  case notRadial(RadialFeederError)
  /// A load at a site follows the voltage, which a profile cannot replace.
  case voltageDependentLoad(id: Int)
  /// The profiles do not fit.
  case placement(PlacementError)
  /// The network diverges in a step.
  case flow(PowerFlowError, step: Int)
}

extension PlacementStudyError: CustomStringConvertible {
  /// One sentence for the user.
  public var description: String {
    switch self {
    case .network(let error): error.description
    case .disconnected(let busIDs):
      """
      \(busIDs.count == 1 ? "bus" : "buses") \
      \(busIDs.prefix(5).map(String.init).joined(separator: ", "))\
      \(busIDs.count > 5 ? " and \(busIDs.count - 5) more" : "") \
      \(busIDs.count == 1 ? "is" : "are") not connected to an external grid
      """
    case .notRadial(let error): error.description
    case .voltageDependentLoad(let id):
      "load \(id) follows the voltage: profiles can only replace constant power"
    case .placement(let error): error.description
    case .flow(let error, let step): "step \(step): \(error)"
    }
  }
}
