/// A line or transformer of a radial feeder, per unit on one base power.
///
/// The π model: an ideal transformer of `ratio` at the `from` end, the shunts on the inside of it,
/// and the impedance between them.
public struct RadialBranch: Equatable, Sendable {
  /// An admittance to ground, per unit.
  public struct Shunt: Equatable, Sendable {
    /// Conductance, per unit.
    public var conductance: Double
    /// Susceptance, per unit; positive for a capacitance.
    public var susceptance: Double

    /// An admittance to ground.
    public init(conductance: Double = 0, susceptance: Double = 0) {
      self.conductance = conductance
      self.susceptance = susceptance
    }
  }

  /// What a branch is, for the two loadings that a feeder reports.
  public enum Kind: Equatable, Sendable {
    /// A line or cable.
    case line
    /// A transformer.
    case transformer
  }

  /// The bus at one end, where the ideal transformer is.
  public var from: Int
  /// The bus at the other end.
  public var to: Int
  /// Line or transformer.
  public var kind: Kind
  /// Series resistance, per unit.
  public var resistance: Double
  /// Series reactance, per unit.
  public var reactance: Double
  /// Shunt at the `from` end.
  public var fromShunt: Shunt
  /// Shunt at the `to` end.
  public var toShunt: Shunt
  /// The voltage at `from` per voltage inside the ideal transformer.
  public var ratio: Double
  /// Rated current at the `from` end, per unit of the base current there; nil without a rating.
  public var ratedCurrentFrom: Double?
  /// Rated current at the `to` end, per unit of the base current there; nil without a rating.
  public var ratedCurrentTo: Double?

  /// A branch between two buses.
  public init(
    from: Int, to: Int, kind: Kind = .line, resistance: Double, reactance: Double,
    fromShunt: Shunt = Shunt(), toShunt: Shunt = Shunt(), ratio: Double = 1,
    ratedCurrentFrom: Double? = nil, ratedCurrentTo: Double? = nil
  ) {
    self.from = from
    self.to = to
    self.kind = kind
    self.resistance = resistance
    self.reactance = reactance
    self.fromShunt = fromShunt
    self.toShunt = toShunt
    self.ratio = ratio
    self.ratedCurrentFrom = ratedCurrentFrom
    self.ratedCurrentTo = ratedCurrentTo
  }
}
