/// What a power flow says of every element, in natural units, one entry per element of the network.
///
/// A bus that is not supplied has voltage NaN; an element that is out of service has power 0.
public struct FlowResult: Equatable, Sendable {
  /// Voltage and power of each bus.
  public struct Buses: Equatable, Sendable {
    /// Magnitude of the voltage.
    public internal(set) var voltagePU: [Double] = []
    /// Angle of the voltage, in (−180, 180].
    public internal(set) var angleDegree: [Double] = []
    /// Active power that the elements at the bus draw, generation negative; branches and
    /// direct-current lines are not such elements.
    public internal(set) var activePowerMW: [Double] = []
    /// Reactive power that the elements at the bus draw, generation negative.
    public internal(set) var reactivePowerMVAr: [Double] = []
  }

  /// The flow through each branch of one kind; the start of a transformer is its high-voltage side.
  public struct Branches: Equatable, Sendable {
    /// Active power into the start.
    public internal(set) var startActivePowerMW: [Double] = []
    /// Reactive power into the start.
    public internal(set) var startReactivePowerMVAr: [Double] = []
    /// Active power into the end.
    public internal(set) var endActivePowerMW: [Double] = []
    /// Reactive power into the end.
    public internal(set) var endReactivePowerMVAr: [Double] = []
    /// Current at the start.
    public internal(set) var startCurrentKA: [Double] = []
    /// Current at the end.
    public internal(set) var endCurrentKA: [Double] = []
    /// Voltage at the start, behind a switch if there is one.
    public internal(set) var startVoltagePU: [Double] = []
    /// Angle of the voltage at the start.
    public internal(set) var startAngleDegree: [Double] = []
    /// Voltage at the end, behind a switch if there is one.
    public internal(set) var endVoltagePU: [Double] = []
    /// Angle of the voltage at the end.
    public internal(set) var endAngleDegree: [Double] = []
    /// The larger current as a share of what the branch may carry; NaN if it has no limit.
    public internal(set) var loadingPercent: [Double] = []
  }

  /// The power of each element of one kind.
  public struct Powers: Equatable, Sendable {
    /// Active power.
    public internal(set) var activePowerMW: [Double] = []
    /// Reactive power.
    public internal(set) var reactivePowerMVAr: [Double] = []
  }

  /// The buses.
  public internal(set) var buses = Buses()
  /// The lines.
  public internal(set) var lines = Branches()
  /// The transformers; a current is compared with the rated current of its winding.
  public internal(set) var transformers = Branches()
  /// The windings of three-winding transformers, of high, medium and low voltage; the end of the
  /// first and the starts of the others are at the star point.
  public internal(set) var windings = [Branches(), Branches(), Branches()]
  /// The impedances.
  public internal(set) var impedances = Branches()
  /// The impedances of extended wards; the end is at the voltage that is held.
  public internal(set) var extendedWards = Branches()
  /// The generic branches; an apparent power at nominal voltage is compared with the rated power.
  public internal(set) var branches = Branches()
  /// What the external grids feed in.
  public internal(set) var externalGrids = Powers()
  /// What the generators that hold voltages feed in, then both converters of each direct-current
  /// line.
  public internal(set) var generators = Powers()
  /// What the loads draw.
  public internal(set) var loads = Powers()
  /// What the static generators feed in.
  public internal(set) var staticGenerators = Powers()
  /// What the shunts draw.
  public internal(set) var shunts = Powers()
  /// What the extended wards draw, all their parts together.
  public internal(set) var extendedWardPowers = Powers()
  /// How many iterations the solution took.
  public let iterations: Int
  /// The largest difference between given and computed power at any node.
  public let largestMismatchPU: Double

  /// The larger of the loadings of each three-winding transformer's windings.
  public var threeWindingLoadingPercent: [Double] {
    windings[0].loadingPercent.indices.map { position in
      windings.reduce(0) { larger($0, $1.loadingPercent[position]) }
    }
  }

  /// Active power lost in all branches.
  public var lossesMW: Double {
    ([lines, transformers, branches, impedances] + windings).reduce(0) { sum, kind in
      zip(kind.startActivePowerMW, kind.endActivePowerMW).reduce(sum) { $0 + $1.0 + $1.1 }
    }
  }
}
