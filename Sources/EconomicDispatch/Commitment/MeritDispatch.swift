/// What an hour costs with a given set of running units: smooth costs at equal incremental cost,
/// with prices for what the set cannot do.
///
/// Losses are part of the demand that it is asked for; the dispatch that follows a commitment has
/// them exactly.
struct MeritDispatch {
  private let curves: [CostCurve]
  private let lower: [Double]
  private let upper: [Double]
  /// What a MW of missing capacity, reserve or surplus costs: more than any unit could.
  let penalty: Double
  private let unservedCost: Double

  init(_ units: UnitCase) {
    curves = units.units.map { CostCurve($0, emissionPrice: units.emissionPrice).withoutValves }
    lower = units.units.map(\.minimumMW)
    upper = units.units.map(\.maximumMW)
    var steepest = 1.0
    for (curve, most) in zip(curves, upper) {
      let starts = curve.fixed / max(most, 1)
      steepest = max(steepest, abs(curve.linear) + 2 * curve.quadratic * most + abs(starts))
    }
    let startCosts = units.units.compactMap { $0.commitment?.coldStartCost }.max() ?? 0
    penalty = 50 * steepest + startCosts
    unservedCost = units.unservedCostPerMWh ?? penalty
  }

  /// The cost of an hour in which `running` meets `demandMW`.
  ///
  /// - Complexity: O(*n*) with some 50 rounds.
  func cost(
    _ running: [Bool], demandMW: Double, upReserveMW: Double, downReserveMW: Double
  ) -> Double {
    var total = 0.0
    var (least, most) = (0.0, 0.0)
    var (low, high) = (Double.infinity, -Double.infinity)
    for index in running.indices where running[index] {
      let curve = curves[index]
      least += lower[index]
      most += upper[index]
      total += curve.fixed
      low = min(low, curve.linear + 2 * curve.quadratic * lower[index])
      high = max(high, curve.linear + 2 * curve.quadratic * upper[index])
    }
    total += penalty * max(0, demandMW + upReserveMW - max(most, demandMW))
    total += penalty * max(0, least - max(demandMW - downReserveMW, 0))
    if most < demandMW { total += unservedCost * (demandMW - most) }
    let wanted = min(max(demandMW, least), most)
    guard low < .infinity else { return total }
    if wanted >= most { return total + variable(running) { upper[$0] } }
    if wanted <= least { return total + variable(running) { lower[$0] } }
    low -= 1e-9
    high += 1e-9
    var (below, above) = (least, most)
    for _ in 0..<60 where high - low > 1e-12 * abs(high) {
      let middle = (low + high) / 2
      let sum = supply(running, at: middle)
      if sum < wanted { (low, below) = (middle, sum) } else { (high, above) = (middle, sum) }
    }
    let share = above > below ? (wanted - below) / (above - below) : 0
    return total
      + variable(running) { index in
        let start = power(index, at: low)
        return start + share * (power(index, at: high) - start)
      }
  }

  @inline(__always)
  private func power(_ index: Int, at price: Double) -> Double {
    let curve = curves[index]
    guard curve.quadratic > 0 else { return price < curve.linear ? lower[index] : upper[index] }
    return min(max((price - curve.linear) / (2 * curve.quadratic), lower[index]), upper[index])
  }

  private func supply(_ running: [Bool], at price: Double) -> Double {
    var sum = 0.0
    for index in running.indices where running[index] { sum += power(index, at: price) }
    return sum
  }

  @inline(__always)
  private func variable(_ running: [Bool], _ power: (Int) -> Double) -> Double {
    var total = 0.0
    for index in running.indices where running[index] {
      let power = power(index)
      total += power * (curves[index].linear + power * curves[index].quadratic)
    }
    return total
  }
}
