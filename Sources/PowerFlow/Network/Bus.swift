public import Numerics

/// A place of one voltage, to which the other elements connect.
public struct Bus: Equatable, Sendable {
  /// The number that files and results know the bus by.
  public var id: Int
  /// The name that people know the bus by, if it has one.
  public var name: String?
  /// The voltage that 1 per unit stands for, line to line.
  public var nominalVoltageKV: Double
  /// Whether the bus takes part.
  public var isInService: Bool
  /// The band that the voltage should stay in, if the file states one.
  public var voltageLimitsPU: ClosedRange<Double>?
  /// The voltage that solvers begin at, per unit, if the file states one.
  public var startVoltage: Complex?

  /// A bus of nominal voltage `nominalVoltageKV`.
  public init(
    id: Int, name: String? = nil, nominalVoltageKV: Double, isInService: Bool = true,
    voltageLimitsPU: ClosedRange<Double>? = nil, startVoltage: Complex? = nil
  ) {
    self.id = id
    self.name = name
    self.nominalVoltageKV = nominalVoltageKV
    self.isInService = isInService
    self.voltageLimitsPU = voltageLimitsPU
    self.startVoltage = startVoltage
  }
}
