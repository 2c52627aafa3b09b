public import Numerics

/// The equivalent of a network beyond a bus: constant power, constant impedance, and a voltage held
/// behind an impedance that takes no active power.
public struct ExtendedWard: Equatable, Sendable {
  /// The number that files and results know the equivalent by.
  public var id: Int
  /// The name that people know the equivalent by, if it has one.
  public var name: String?
  /// Where it is: a position in `Network.buses`.
  public var bus: Int
  /// Power drawn at any voltage: active in MW, reactive in MVAr.
  public var constantPowerMVA: Complex
  /// Power drawn by impedance at nominal voltage: active in MW, reactive in MVAr.
  public var impedancePowerMVA: Complex
  /// The impedance before the voltage that is held.
  public var impedanceOhm: Complex
  /// The voltage that is held behind the impedance.
  public var voltagePU: Double
  /// Whether the equivalent takes part.
  public var isInService: Bool

  /// An equivalent at `bus`, a position in `Network.buses`.
  public init(
    id: Int, name: String? = nil, bus: Int, constantPowerMVA: Complex, impedancePowerMVA: Complex,
    impedanceOhm: Complex, voltagePU: Double, isInService: Bool = true
  ) {
    self.id = id
    self.name = name
    self.bus = bus
    self.constantPowerMVA = constantPowerMVA
    self.impedancePowerMVA = impedancePowerMVA
    self.impedanceOhm = impedanceOhm
    self.voltagePU = voltagePU
    self.isInService = isInService
  }
}
