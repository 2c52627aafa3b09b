/// Why a set of branches is not a radial feeder.
public enum RadialFeederError: Error, Equatable, Sendable {
  /// The branches close a loop.
  case notATree(closingBranch: Int, bus: Int)
  /// No path of branches leads from the slack to a bus.
  case unreachable(bus: Int)
  /// A branch names a bus that the feeder does not have.
  case unknownBus(branch: Int, bus: Int, busCount: Int)
  /// A branch has numbers that no branch can have.
  case invalidBranch(branch: Int)
  /// A branch has another impedance forward than backward.
  case directionalImpedance(branch: Int)
  /// Not one but `count` places hold a voltage.
  case severalHeldVoltages(count: Int)
  /// The slack voltage is not positive and finite.
  case invalidSlackVoltage(Double)
}

extension RadialFeederError: CustomStringConvertible {
  /// One sentence for the user.
  public var description: String {
    switch self {
    case .notATree(let closingBranch, let bus):
      "branch \(closingBranch) closes a loop at bus \(bus): the network is not radial"
    case .unreachable(let bus):
      "bus \(bus) is not connected to the external grid"
    case .unknownBus(let branch, let bus, let busCount):
      "branch \(branch) names bus \(bus), but there are \(busCount) buses"
    case .invalidBranch(let branch):
      "branch \(branch) needs finite impedances and positive ratio and ratings"
    case .directionalImpedance(let branch):
      "branch \(branch) has another impedance forward than backward, which sweeps cannot follow"
    case .severalHeldVoltages(let count):
      "voltages are held at \(count) places: a radial feeder has one external grid and nothing else"
    case .invalidSlackVoltage(let voltage):
      "the voltage of the external grid is \(voltage) p.u.: it must be positive"
    }
  }
}
