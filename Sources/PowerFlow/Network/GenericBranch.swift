/// A branch given by its per-unit equivalent: series impedance, admittances to earth and an ideal
/// transformer at its start, as MATPOWER and power-grid-model have them.
///
/// All per-unit values stand on `Network.basePowerMVA` and the nominal voltage of the end bus.
public struct GenericBranch: Equatable, Sendable {
  /// The number that files and results know the branch by.
  public var id: Int
  /// The name that people know the branch by, if it has one.
  public var name: String?
  /// Where the branch starts: a position in `Network.buses`.
  public var fromBus: Int
  /// Where the branch ends: a position in `Network.buses`.
  public var toBus: Int
  /// Series resistance.
  public var resistancePU: Double
  /// Series reactance.
  public var reactancePU: Double
  /// Conductance to earth, half of it at either end.
  public var shuntConductancePU: Double
  /// Susceptance to earth, half of it at either end.
  public var shuntSusceptancePU: Double
  /// The ratio of the ideal transformer at the start, off nominal.
  public var ratio: Double
  /// How far the end lags the start, by the ideal transformer.
  public var phaseShiftDegree: Double
  /// The apparent power at which the branch is loaded to 100 %, if it has a limit.
  public var ratedPowerMVA: Double?
  /// Whether the branch takes part.
  public var isInService: Bool

  /// A branch between two positions in `Network.buses`.
  public init(
    id: Int, name: String? = nil, fromBus: Int, toBus: Int, resistancePU: Double,
    reactancePU: Double, shuntConductancePU: Double = 0, shuntSusceptancePU: Double = 0,
    ratio: Double = 1, phaseShiftDegree: Double = 0, ratedPowerMVA: Double? = nil,
    isInService: Bool = true
  ) {
    self.id = id
    self.name = name
    self.fromBus = fromBus
    self.toBus = toBus
    self.resistancePU = resistancePU
    self.reactancePU = reactancePU
    self.shuntConductancePU = shuntConductancePU
    self.shuntSusceptancePU = shuntSusceptancePU
    self.ratio = ratio
    self.phaseShiftDegree = phaseShiftDegree
    self.ratedPowerMVA = ratedPowerMVA
    self.isInService = isInService
  }
}
