/// The grid beyond: it holds voltage and angle, and supplies what the network lacks.
public struct ExternalGrid: Equatable, Sendable {
  /// The number that files and results know the external grid by.
  public var id: Int
  /// The name that people know it by, if it has one.
  public var name: String?
  /// Where it connects: a position in `Network.buses`.
  public var bus: Int
  /// The voltage that it holds.
  public var voltagePU: Double
  /// The angle that it holds.
  public var angleDegree: Double
  /// Whether it takes part.
  public var isInService: Bool

  /// An external grid at `bus`, a position in `Network.buses`.
  public init(
    id: Int, name: String? = nil, bus: Int, voltagePU: Double = 1, angleDegree: Double = 0,
    isInService: Bool = true
  ) {
    self.id = id
    self.name = name
    self.bus = bus
    self.voltagePU = voltagePU
    self.angleDegree = angleDegree
    self.isInService = isInService
  }
}

/// A generator of given active and reactive power: photovoltaics, wind, combined heat and power.
public struct StaticGenerator: Equatable, Sendable {
  /// The table that a static generator came from.
  public enum Kind: String, CaseIterable, Sendable {
    /// A plain static generator.
    case plain = "static generator"
    /// The sum of three phases that differ.
    case asymmetric = "asymmetric generator"
  }

  /// The number that files and results know the generator by.
  public var id: Int
  /// The name that people know the generator by, if it has one.
  public var name: String?
  /// The table that it came from.
  public var kind: Kind
  /// Where it feeds in: a position in `Network.buses`.
  public var bus: Int
  /// Active power fed in, before scaling.
  public var activePowerMW: Double
  /// Reactive power fed in, before scaling.
  public var reactivePowerMVAr: Double
  /// The factor on both powers.
  public var scaling: Double
  /// Whether it takes part.
  public var isInService: Bool

  /// A static generator at `bus`, a position in `Network.buses`.
  public init(
    id: Int, name: String? = nil, kind: Kind = .plain, bus: Int, activePowerMW: Double,
    reactivePowerMVAr: Double = 0, scaling: Double = 1, isInService: Bool = true
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.bus = bus
    self.activePowerMW = activePowerMW
    self.reactivePowerMVAr = reactivePowerMVAr
    self.scaling = scaling
    self.isInService = isInService
  }
}

/// A generator that holds the voltage of its bus by its reactive power.
public struct Generator: Equatable, Sendable {
  /// The number that files and results know the generator by.
  public var id: Int
  /// The name that people know the generator by, if it has one.
  public var name: String?
  /// Where it feeds in: a position in `Network.buses`.
  public var bus: Int
  /// Active power fed in, before scaling.
  public var activePowerMW: Double
  /// The voltage that it holds.
  public var voltagePU: Double
  /// The least reactive power that it can feed in; −∞ if unlimited.
  public var minimumReactivePowerMVAr: Double
  /// The most reactive power that it can feed in; +∞ if unlimited.
  public var maximumReactivePowerMVAr: Double
  /// The factor on active power.
  public var scaling: Double
  /// Whether it also holds the angle, as an external grid does.
  public var isReference: Bool
  /// Whether it takes part.
  public var isInService: Bool

  /// A generator at `bus`, a position in `Network.buses`.
  public init(
    id: Int, name: String? = nil, bus: Int, activePowerMW: Double, voltagePU: Double,
    minimumReactivePowerMVAr: Double = -.infinity, maximumReactivePowerMVAr: Double = .infinity,
    scaling: Double = 1, isReference: Bool = false, isInService: Bool = true
  ) {
    self.id = id
    self.name = name
    self.bus = bus
    self.activePowerMW = activePowerMW
    self.voltagePU = voltagePU
    self.minimumReactivePowerMVAr = minimumReactivePowerMVAr
    self.maximumReactivePowerMVAr = maximumReactivePowerMVAr
    self.scaling = scaling
    self.isReference = isReference
    self.isInService = isInService
  }
}

/// A capacitor, reactor or resistance at a bus.
public struct Shunt: Equatable, Sendable {
  /// The table that a shunt came from.
  public enum Kind: String, Sendable {
    /// A plain shunt.
    case shunt
    /// The constant-impedance part of a ward equivalent.
    case ward
  }

  /// The number that files and results know the shunt by.
  public var id: Int
  /// The name that people know the shunt by, if it has one.
  public var name: String?
  /// The table that it came from.
  public var kind: Kind
  /// Where it stands: a position in `Network.buses`.
  public var bus: Int
  /// Active power drawn at `ratedVoltageKV`, all steps together.
  public var activePowerMW: Double
  /// Reactive power drawn at `ratedVoltageKV`, all steps together; negative for a capacitor.
  public var reactivePowerMVAr: Double
  /// The voltage at which the powers hold.
  public var ratedVoltageKV: Double
  /// Whether it takes part.
  public var isInService: Bool

  /// A shunt at `bus`, a position in `Network.buses`.
  public init(
    id: Int, name: String? = nil, kind: Kind = .shunt, bus: Int, activePowerMW: Double = 0,
    reactivePowerMVAr: Double, ratedVoltageKV: Double, isInService: Bool = true
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.bus = bus
    self.activePowerMW = activePowerMW
    self.reactivePowerMVAr = reactivePowerMVAr
    self.ratedVoltageKV = ratedVoltageKV
    self.isInService = isInService
  }
}
