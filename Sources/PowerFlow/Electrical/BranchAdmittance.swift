public import Numerics

// A branch is a two-port. With v the voltages and i the currents into its two ends,
//
//   | i₁ |   | y₁₁  y₁₂ | | v₁ |
//   |    | = |          | |    |
//   | i₂ |   | y₂₁  y₂₂ | | v₂ |
//
// A π section of series impedance z with admittances s₁ and s₂ to earth at its ends, behind an ideal
// transformer of complex ratio t = a·e^(jφ) at end 1, has
//
//   y₁₁ = (1/z + s₁) / |t|²,   y₁₂ = −1/(z·t*),   y₂₁ = −1/(z·t),   y₂₂ = 1/z + s₂.
//
// Source: Zimmerman and Murillo-Sánchez, MATPOWER User's Manual, section 3.2.

/// The admittances of a branch between its two ends, in per unit.
public struct BranchAdmittance: Equatable, Sendable {
  /// Current into the start per voltage at the start.
  public var startStart: Complex
  /// Current into the start per voltage at the end.
  public var startEnd: Complex
  /// Current into the end per voltage at the start.
  public var endStart: Complex
  /// Current into the end per voltage at the end.
  public var endEnd: Complex

  /// A π section behind an ideal transformer at its start.
  public init(
    seriesImpedance: Complex, startShunt: Complex, endShunt: Complex, ratio: Double = 1,
    phaseShiftRadian: Double = 0
  ) {
    let series = seriesImpedance.reciprocal
    let turns = Complex(magnitude: ratio, angleRadian: phaseShiftRadian)
    startStart = (series + startShunt) * (1 / (ratio * ratio))
    startEnd = -(series / turns.conjugate)
    endStart = -(series / turns)
    endEnd = series + endShunt
  }

  /// A line at the nominal voltage of its start, `nominalVoltageKV`.
  public init(
    of line: Line, nominalVoltageKV: Double, basePowerMVA: Double, frequencyHz: Double
  ) {
    let baseImpedanceOhm = nominalVoltageKV * nominalVoltageKV / basePowerMVA
    let circuits = Double(line.parallelCircuits)
    let series = line.lengthKM / (baseImpedanceOhm * circuits)
    let toEarth = line.lengthKM * baseImpedanceOhm * circuits / 2
    let shunt = Complex(
      line.conductanceUSPerKM * 1e-6 * toEarth,
      2 * .pi * frequencyHz * line.capacitanceNFPerKM * 1e-9 * toEarth)
    self.init(
      seriesImpedance: Complex(line.resistanceOhmPerKM, line.reactanceOhmPerKM) * series,
      startShunt: shunt, endShunt: shunt)
  }

  /// An impedance that is given in per unit of its own base power.
  public init(of impedance: AsymmetricImpedance, basePowerMVA: Double) {
    let scale = impedance.basePowerMVA / basePowerMVA
    let forward = impedance.forwardPU.reciprocal * scale
    let backward = impedance.backwardPU.reciprocal * scale
    startStart = forward + impedance.startShuntPU * scale
    startEnd = -forward
    endStart = -backward
    endEnd = backward + impedance.endShuntPU * scale
  }

  /// A branch that is given in per unit.
  public init(of branch: GenericBranch) {
    let shunt = Complex(branch.shuntConductancePU, branch.shuntSusceptancePU) * 0.5
    self.init(
      seriesImpedance: Complex(branch.resistancePU, branch.reactancePU), startShunt: shunt,
      endShunt: shunt, ratio: branch.ratio, phaseShiftRadian: branch.phaseShiftDegree * .pi / 180)
  }
}
