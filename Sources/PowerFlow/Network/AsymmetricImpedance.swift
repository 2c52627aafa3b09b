public import Numerics

/// A branch whose impedance may differ with its direction, and whose ends differ to earth.
///
/// Per-unit values stand on `basePowerMVA` and the nominal voltages of the buses.
public struct AsymmetricImpedance: Equatable, Sendable {
  /// The number that files and results know the impedance by.
  public var id: Int
  /// The name that people know the impedance by, if it has one.
  public var name: String?
  /// Where it starts: a position in `Network.buses`.
  public var fromBus: Int
  /// Where it ends: a position in `Network.buses`.
  public var toBus: Int
  /// The series impedance that its start sees.
  public var forwardPU: Complex
  /// The series impedance that its end sees.
  public var backwardPU: Complex
  /// The admittance to earth at its start.
  public var startShuntPU: Complex
  /// The admittance to earth at its end.
  public var endShuntPU: Complex
  /// The power that 1 per unit of this impedance stands for.
  public var basePowerMVA: Double
  /// Whether the impedance takes part.
  public var isInService: Bool

  /// An impedance between two positions in `Network.buses`.
  public init(
    id: Int, name: String? = nil, fromBus: Int, toBus: Int, forwardPU: Complex,
    backwardPU: Complex, startShuntPU: Complex = .zero, endShuntPU: Complex = .zero,
    basePowerMVA: Double, isInService: Bool = true
  ) {
    self.id = id
    self.name = name
    self.fromBus = fromBus
    self.toBus = toBus
    self.forwardPU = forwardPU
    self.backwardPU = backwardPU
    self.startShuntPU = startShuntPU
    self.endShuntPU = endShuntPU
    self.basePowerMVA = basePowerMVA
    self.isInService = isInService
  }
}
