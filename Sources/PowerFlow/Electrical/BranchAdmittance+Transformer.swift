import Foundation
import Numerics

// The nameplate of a two-winding transformer, on the low-voltage side in per unit, with b the base
// power, s the rated power, u = (rated low voltage, taps included) / (nominal voltage of the bus):
//
//   r = vkr/100 · u²·b/s,   |z| = vk/100 · u²·b/s,   x = √(|z|² − r²)
//   g = pfe/u²/b,           b = −√((i0/100·s)² − pfe²)/u²/b
//
// The T equivalent splits r + jx around the magnetising branch y = g + jb and is turned into a π by the
// wye–delta transformation; the π equivalent puts y/2 at either end. Taps change the rated voltage of
// their side: Δu per step at an angle, so that a cross regulator turns the phase too. These are
// pandapower's equations (documentation, "Transformer"), so that its files give its results.

/// Which equivalent circuit a transformer is given.
public enum TransformerModel: String, CaseIterable, Sendable {
  /// The magnetising branch in the middle of the series impedance.
  case t
  /// Half of the magnetising branch at either end.
  case pi
}

extension BranchAdmittance {
  /// A transformer between buses of the given nominal voltages; it starts at the high-voltage side.
  public init(
    of transformer: Transformer, model: TransformerModel, highNominalVoltageKV: Double,
    lowNominalVoltageKV: Double, basePowerMVA: Double
  ) {
    let rated = RatedVoltages(of: transformer)
    let perUnit = rated.lowKV / lowNominalVoltageKV
    let units = Double(transformer.parallelUnits)
    let impedanceScale = perUnit * perUnit * basePowerMVA / transformer.ratedPowerMVA / units
    let resistance = transformer.shortCircuitResistancePercent / 100 * impedanceScale
    let impedance = transformer.shortCircuitVoltagePercent / 100 * impedanceScale
    let squaredReactance = max(0, impedance * impedance - resistance * resistance)
    let series = Complex(
      resistance, impedance < 0 ? -squaredReactance.squareRoot() : squaredReactance.squareRoot())

    let ironLossesMW = transformer.ironLossesKW * 1e-3
    let noLoadMVA = transformer.noLoadCurrentPercent / 100 * transformer.ratedPowerMVA
    let magnetisingMVAr = max(0, noLoadMVA * noLoadMVA - ironLossesMW * ironLossesMW).squareRoot()
    let magnetising =
      Complex(ironLossesMW, -magnetisingMVAr) * (units / (perUnit * perUnit * basePowerMVA))

    let ratio =
      (rated.highKV / rated.lowKV) / (highNominalVoltageKV / lowNominalVoltageKV)
    let shift = rated.phaseShiftDegree * .pi / 180
    guard model == .t && magnetising != .zero else {
      let half = magnetising * 0.5
      self.init(
        seriesImpedance: series, startShunt: half, endShunt: half, ratio: ratio,
        phaseShiftRadian: shift)
      return
    }
    let high = Complex(
      series.real * transformer.resistanceShareHighSide,
      series.imaginary * transformer.reactanceShareHighSide)
    let low = series - high
    let middle = magnetising.reciprocal
    let sum = high * low + high * middle + low * middle
    self.init(
      seriesImpedance: sum / middle, startShunt: low / sum, endShunt: high / sum, ratio: ratio,
      phaseShiftRadian: shift)
  }
}

/// The rated voltages and the phase shift of a transformer at its tap positions.
struct RatedVoltages {
  private(set) var highKV: Double
  private(set) var lowKV: Double
  private(set) var phaseShiftDegree: Double

  init(of transformer: Transformer) {
    highKV = transformer.ratedHighVoltageKV
    lowKV = transformer.ratedLowVoltageKV
    phaseShiftDegree = transformer.phaseShiftDegree
    for tap in transformer.tapChangers { apply(tap) }
  }

  private mutating func apply(_ tap: Transformer.TapChanger) {
    let steps = tap.position - tap.neutralPosition
    let direction: Double = tap.side == .high ? 1 : -1
    switch tap.kind {
    case .idealPhaseShifter:
      let turn =
        tap.stepDegree != 0
        ? steps * tap.stepDegree : 2 * asin(steps * tap.stepPercent / 200) * 180 / .pi
      phaseShiftDegree += direction * turn
    case .tabulated(let ratio, let angleDegree):
      phaseShiftDegree += direction * angleDegree
      if tap.side == .high { highKV *= ratio } else { lowKV *= ratio }
    case .ratio:
      let voltage = tap.side == .high ? highKV : lowKV
      let added = voltage * steps * tap.stepPercent / 100
      let angle = tap.stepDegree * .pi / 180
      let inPhase = voltage + added * cos(angle)
      let across = added * sin(angle)
      phaseShiftDegree += atan(direction * across / inPhase) * 180 / .pi
      let changed = (inPhase * inPhase + across * across).squareRoot()
      if tap.side == .high { highKV = changed } else { lowKV = changed }
    }
  }
}
