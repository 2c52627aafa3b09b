/// A standard type of two-winding transformer: its nameplate.
public struct TransformerType: Equatable, Sendable {
  /// The name that files know the type by.
  public let name: String
  /// Rated apparent power.
  public let ratedPowerMVA: Double
  /// Rated voltage of the high-voltage winding.
  public let ratedHighVoltageKV: Double
  /// Rated voltage of the low-voltage winding.
  public let ratedLowVoltageKV: Double
  /// Short-circuit voltage, in percent.
  public let shortCircuitVoltagePercent: Double
  /// The real part of the short-circuit voltage, in percent.
  public let shortCircuitResistancePercent: Double
  /// Losses without load.
  public let ironLossesKW: Double
  /// Current without load, in percent.
  public let noLoadCurrentPercent: Double
  /// How far the low-voltage side lags.
  public let phaseShiftDegree: Double
  /// The voltage that one step of the tap changer, at the high-voltage side, adds.
  public let tapStepPercent: Double
  /// The positions that the tap changer has; 0 is neutral.
  public let tapPositions: ClosedRange<Int>

  /// The type called `name` in the library; nil if there is none.
  public init?(named name: String) {
    guard let type = TransformerType.library.first(where: { $0.name == name }) else { return nil }
    self = type
  }

  private init(
    _ name: String, _ ratedMVA: Double, _ highKV: Double, _ lowKV: Double, _ vk: Double,
    _ vkr: Double, _ pfe: Double, _ i0: Double, _ shift: Double, _ step: Double,
    _ taps: ClosedRange<Int>
  ) {
    self.name = name
    ratedPowerMVA = ratedMVA
    ratedHighVoltageKV = highKV
    ratedLowVoltageKV = lowKV
    shortCircuitVoltagePercent = vk
    shortCircuitResistancePercent = vkr
    ironLossesKW = pfe
    noLoadCurrentPercent = i0
    phaseShiftDegree = shift
    tapStepPercent = step
    tapPositions = taps
  }

  /// The library: pandapower's basic standard types (BSD-3-Clause), by name.
  ///
  /// Columns: MVA, kV, kV, vk %, vkr %, iron losses kW, no-load current %, shift in degrees, tap step %,
  /// tap positions.
  public static let library: [TransformerType] = [
    TransformerType(
      "0.25 MVA 10/0.4 kV", 0.25, 10, 0.4, 4, 1.2, 0.6, 0.24, 150, 2.5, -2...2),
    TransformerType(
      "0.25 MVA 20/0.4 kV", 0.25, 20, 0.4, 6, 1.44, 0.8, 0.32, 150, 2.5, -2...2),
    TransformerType(
      "0.4 MVA 10/0.4 kV", 0.4, 10, 0.4, 4, 1.325, 0.95, 0.2375, 150, 2.5, -2...2),
    TransformerType(
      "0.4 MVA 20/0.4 kV", 0.4, 20, 0.4, 6, 1.425, 1.35, 0.3375, 150, 2.5, -2...2),
    TransformerType(
      "0.63 MVA 10/0.4 kV", 0.63, 10, 0.4, 4, 1.0794, 1.18, 0.1873, 150, 2.5, -2...2),
    TransformerType(
      "0.63 MVA 20/0.4 kV", 0.63, 20, 0.4, 6, 1.206, 1.65, 0.2619, 150, 2.5, -2...2),
    TransformerType(
      "100 MVA 220/110 kV", 100, 220, 110, 12, 0.26, 55, 0.06, 0, 1.5, -9...9),
    TransformerType(
      "160 MVA 380/110 kV", 160, 380, 110, 12.2, 0.25, 60, 0.06, 0, 1.5, -9...9),
    TransformerType(
      "25 MVA 110/10 kV", 25, 110, 10, 12, 0.41, 14, 0.07, 150, 1.5, -9...9),
    TransformerType(
      "25 MVA 110/20 kV", 25, 110, 20, 12, 0.41, 14, 0.07, 150, 1.5, -9...9),
    TransformerType(
      "40 MVA 110/10 kV", 40, 110, 10, 16.2, 0.34, 18, 0.05, 150, 1.5, -9...9),
    TransformerType(
      "40 MVA 110/20 kV", 40, 110, 20, 16.2, 0.34, 18, 0.05, 150, 1.5, -9...9),
    TransformerType(
      "63 MVA 110/10 kV", 63, 110, 10, 18, 0.32, 22, 0.04, 150, 1.5, -9...9),
    TransformerType(
      "63 MVA 110/20 kV", 63, 110, 20, 18, 0.32, 22, 0.04, 150, 1.5, -9...9),
  ]
}

extension Transformer {
  /// A transformer of a standard type between two positions in `Network.buses`.
  public init(
    id: Int, type: TransformerType, highVoltageBus: Int, lowVoltageBus: Int,
    tapPosition: Double = 0, parallelUnits: Int = 1
  ) {
    self.init(
      id: id, standardType: type.name, highVoltageBus: highVoltageBus,
      lowVoltageBus: lowVoltageBus, ratedPowerMVA: type.ratedPowerMVA,
      ratedHighVoltageKV: type.ratedHighVoltageKV, ratedLowVoltageKV: type.ratedLowVoltageKV,
      shortCircuitVoltagePercent: type.shortCircuitVoltagePercent,
      shortCircuitResistancePercent: type.shortCircuitResistancePercent,
      ironLossesKW: type.ironLossesKW, noLoadCurrentPercent: type.noLoadCurrentPercent,
      phaseShiftDegree: type.phaseShiftDegree,
      tapChangers: [
        TapChanger(
          side: .high, neutralPosition: 0, position: tapPosition, stepPercent: type.tapStepPercent)
      ], parallelUnits: parallelUnits)
  }
}
