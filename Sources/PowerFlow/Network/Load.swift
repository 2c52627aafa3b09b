/// Power drawn at a bus: constant power, constant current and constant impedance in any mixture (ZIP).
///
/// At the voltage v (p.u.) the load draws `p·(1 − i − z + i·v + z·v²)`, likewise for reactive power.
public struct Load: Equatable, Sendable {
  /// The table that a load came from.
  public enum Kind: String, CaseIterable, Sendable {
    /// A plain load.
    case load
    /// A battery or other storage; charging is positive.
    case storage
    /// The constant-power part of a ward equivalent.
    case ward
    /// A motor at its operating point.
    case motor
    /// The sum of three phases that differ.
    case asymmetric = "asymmetric load"
  }

  /// The parts of a load that follow the voltage; what remains is constant power.
  public struct VoltageDependence: Equatable, Sendable {
    /// The share of active power drawn by constant current, 0 to 1.
    public var activeCurrentShare: Double
    /// The share of active power drawn by constant impedance, 0 to 1.
    public var activeImpedanceShare: Double
    /// The share of reactive power drawn by constant current, 0 to 1.
    public var reactiveCurrentShare: Double
    /// The share of reactive power drawn by constant impedance, 0 to 1.
    public var reactiveImpedanceShare: Double

    /// Power that does not follow the voltage.
    public static let constantPower = VoltageDependence(
      activeCurrentShare: 0, activeImpedanceShare: 0, reactiveCurrentShare: 0,
      reactiveImpedanceShare: 0)

    /// Shares of constant current and constant impedance.
    public init(
      activeCurrentShare: Double, activeImpedanceShare: Double, reactiveCurrentShare: Double,
      reactiveImpedanceShare: Double
    ) {
      self.activeCurrentShare = activeCurrentShare
      self.activeImpedanceShare = activeImpedanceShare
      self.reactiveCurrentShare = reactiveCurrentShare
      self.reactiveImpedanceShare = reactiveImpedanceShare
    }
  }

  /// The number that files and results know the load by.
  public var id: Int
  /// The name that people know the load by, if it has one.
  public var name: String?
  /// The table that the load came from.
  public var kind: Kind
  /// Where the load is: a position in `Network.buses`.
  public var bus: Int
  /// Active power drawn at nominal voltage, before scaling.
  public var activePowerMW: Double
  /// Reactive power drawn at nominal voltage, before scaling.
  public var reactivePowerMVAr: Double
  /// The factor on both powers.
  public var scaling: Double
  /// How the power follows the voltage.
  public var voltageDependence: VoltageDependence
  /// Whether the load takes part.
  public var isInService: Bool

  /// A load at `bus`, a position in `Network.buses`.
  public init(
    id: Int, name: String? = nil, kind: Kind = .load, bus: Int, activePowerMW: Double,
    reactivePowerMVAr: Double, scaling: Double = 1,
    voltageDependence: VoltageDependence = .constantPower, isInService: Bool = true
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.bus = bus
    self.activePowerMW = activePowerMW
    self.reactivePowerMVAr = reactivePowerMVAr
    self.scaling = scaling
    self.voltageDependence = voltageDependence
    self.isInService = isInService
  }
}
