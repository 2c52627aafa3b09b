/// A two-winding transformer, described by its nameplate.
///
/// `highVoltageBus` and `lowVoltageBus` are positions in `Network.buses`.
public struct Transformer: Equatable, Sendable {
  /// The side of a transformer.
  public enum Side: String, Sendable {
    /// The winding of higher voltage.
    case high = "hv"
    /// The winding of lower voltage.
    case low = "lv"
  }

  /// A tap changer on one side.
  public struct TapChanger: Equatable, Sendable {
    /// What a step changes.
    public enum Kind: Equatable, Sendable {
      /// A step adds a voltage, at an angle: it changes the ratio, and the phase if the angle is not 0.
      case ratio
      /// A step turns the phase by an angle and leaves the ratio.
      case idealPhaseShifter
      /// The position's ratio and angle are from a table of the manufacturer.
      case tabulated(voltageRatio: Double, angleDegree: Double)
    }

    /// The winding that has the taps.
    public var side: Side
    /// What a step changes.
    public var kind: Kind
    /// The position at which the nameplate holds.
    public var neutralPosition: Double
    /// The position that is set.
    public var position: Double
    /// The voltage that one step adds, in percent of the rated voltage of `side`.
    public var stepPercent: Double
    /// The angle of the added voltage (`ratio`), or of the turn (`idealPhaseShifter`).
    public var stepDegree: Double

    /// A tap changer on `side`, set to `position`.
    public init(
      side: Side, kind: Kind = .ratio, neutralPosition: Double, position: Double,
      stepPercent: Double, stepDegree: Double = 0
    ) {
      self.side = side
      self.kind = kind
      self.neutralPosition = neutralPosition
      self.position = position
      self.stepPercent = stepPercent
      self.stepDegree = stepDegree
    }
  }

  /// The number that files and results know the transformer by.
  public var id: Int
  /// The name that people know the transformer by, if it has one.
  public var name: String?
  /// The standard type that its parameters came from, if the file says so.
  public var standardType: String?
  /// The bus at the high-voltage winding: a position in `Network.buses`.
  public var highVoltageBus: Int
  /// The bus at the low-voltage winding: a position in `Network.buses`.
  public var lowVoltageBus: Int
  /// The rated apparent power of one unit.
  public var ratedPowerMVA: Double
  /// The rated voltage of the high-voltage winding.
  public var ratedHighVoltageKV: Double
  /// The rated voltage of the low-voltage winding.
  public var ratedLowVoltageKV: Double
  /// Short-circuit voltage, in percent of the rated voltage.
  public var shortCircuitVoltagePercent: Double
  /// The real part of the short-circuit voltage, in percent.
  public var shortCircuitResistancePercent: Double
  /// Losses without load.
  public var ironLossesKW: Double
  /// Current without load, in percent of the rated current.
  public var noLoadCurrentPercent: Double
  /// How far the low-voltage side lags the high-voltage side.
  public var phaseShiftDegree: Double
  /// The share of the series resistance on the high-voltage side of the T equivalent.
  public var resistanceShareHighSide: Double
  /// The share of the series reactance on the high-voltage side of the T equivalent.
  public var reactanceShareHighSide: Double
  /// The tap changers, at most two.
  public var tapChangers: [TapChanger]
  /// How many equal units run in parallel.
  public var parallelUnits: Int
  /// What share of the rated power this transformer may carry, by the way it is cooled.
  public var deratingFactor: Double
  /// The equivalent circuit that its file prescribes; nil leaves it to the calculation.
  public var prescribedModel: TransformerModel?
  /// Whether the transformer takes part.
  public var isInService: Bool

  /// A transformer between two positions in `Network.buses`.
  public init(
    id: Int, name: String? = nil, standardType: String? = nil, highVoltageBus: Int,
    lowVoltageBus: Int, ratedPowerMVA: Double, ratedHighVoltageKV: Double,
    ratedLowVoltageKV: Double, shortCircuitVoltagePercent: Double,
    shortCircuitResistancePercent: Double, ironLossesKW: Double = 0,
    noLoadCurrentPercent: Double = 0, phaseShiftDegree: Double = 0,
    resistanceShareHighSide: Double = 0.5, reactanceShareHighSide: Double = 0.5,
    tapChangers: [TapChanger] = [], parallelUnits: Int = 1, deratingFactor: Double = 1,
    prescribedModel: TransformerModel? = nil, isInService: Bool = true
  ) {
    self.id = id
    self.name = name
    self.standardType = standardType
    self.highVoltageBus = highVoltageBus
    self.lowVoltageBus = lowVoltageBus
    self.ratedPowerMVA = ratedPowerMVA
    self.ratedHighVoltageKV = ratedHighVoltageKV
    self.ratedLowVoltageKV = ratedLowVoltageKV
    self.shortCircuitVoltagePercent = shortCircuitVoltagePercent
    self.shortCircuitResistancePercent = shortCircuitResistancePercent
    self.ironLossesKW = ironLossesKW
    self.noLoadCurrentPercent = noLoadCurrentPercent
    self.phaseShiftDegree = phaseShiftDegree
    self.resistanceShareHighSide = resistanceShareHighSide
    self.reactanceShareHighSide = reactanceShareHighSide
    self.tapChangers = tapChangers
    self.parallelUnits = parallelUnits
    self.deratingFactor = deratingFactor
    self.prescribedModel = prescribedModel
    self.isInService = isInService
  }
}
