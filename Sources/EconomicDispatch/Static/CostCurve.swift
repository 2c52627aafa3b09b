import Foundation

/// The cost of a unit as the searches see it: a quadratic with a ripple, priced emission included.
struct CostCurve: Equatable, Sendable {
  let fixed: Double
  let linear: Double
  let quadratic: Double
  let valveHeight: Double
  let valveFrequency: Double
  let minimum: Double
  let valvePoints: [Double]

  init(_ unit: GenerationUnit, emissionPrice: Double) {
    fixed = unit.fixedCost + emissionPrice * unit.emission[0]
    linear = unit.linearCost + emissionPrice * unit.emission[1]
    quadratic = unit.quadraticCost + emissionPrice * unit.emission[2]
    valveHeight = unit.hasValves ? unit.valveHeight : 0
    valveFrequency = unit.valveFrequency
    minimum = unit.minimumMW
    valvePoints = unit.valvePoints
  }

  private init(smooth curve: CostCurve) {
    fixed = curve.fixed
    linear = curve.linear
    quadratic = curve.quadratic
    valveHeight = 0
    valveFrequency = 0
    minimum = curve.minimum
    valvePoints = []
  }

  /// A cost that is proportional to power.
  init(perMWh price: Double) {
    fixed = 0
    linear = price
    quadratic = 0
    valveHeight = 0
    valveFrequency = 0
    minimum = 0
    valvePoints = []
  }

  /// The curve with its ripple taken off.
  var withoutValves: CostCurve { CostCurve(smooth: self) }

  @inline(__always)
  func cost(_ power: Double) -> Double {
    let smooth = fixed + power * (linear + power * quadratic)
    return valveHeight == 0 ? smooth : smooth + ripple(power)
  }

  @inline(__always)
  func ripple(_ power: Double) -> Double {
    abs(valveHeight * sin(valveFrequency * (minimum - power)))
  }

  var hasValves: Bool { valveHeight != 0 }

  /// Whether the costs of two units differ by a constant at most.
  func isParallel(to other: CostCurve) -> Bool {
    linear == other.linear && quadratic == other.quadratic && valveHeight == other.valveHeight
      && valveFrequency == other.valveFrequency && minimum == other.minimum
  }
}
