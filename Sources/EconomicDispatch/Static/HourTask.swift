import Foundation

/// One hour's dispatch of running units: what each may give, what it costs, what is needed.
struct HourTask: Sendable {
  let curves: [CostCurve]
  /// The ranges that each unit may be in, in increasing order.
  let ranges: [[ClosedRange<Double>]]
  let demandMW: Double
  let losses: TransmissionLoss?

  var count: Int { curves.count }

  func cost(_ power: [Double]) -> Double {
    var total = 0.0
    for index in curves.indices { total += curves[index].cost(power[index]) }
    return total
  }

  @inline(__always)
  func allows(_ power: Double, _ index: Int) -> Bool {
    for range in ranges[index] where power >= range.lowerBound && power <= range.upperBound {
      return true
    }
    return false
  }

  /// Where an optimum puts all units but one, where ripples are steep: valve points and limits.
  func candidates(_ index: Int) -> [Double] {
    ranges[index].flatMap { range in
      [range.lowerBound]
        + curves[index].valvePoints.filter { $0 > range.lowerBound && $0 < range.upperBound }
        + (range.upperBound > range.lowerBound ? [range.upperBound] : [])
    }
  }

  /// The power of unit `index` that balances the hour, given the others'; nil if none does.
  ///
  /// With losses this is the smaller root of a quadratic: beyond the vertex more power would only
  /// be lost.
  ///
  /// - Complexity: O(*n*), with losses O(*n*²).
  func balancingPower(of index: Int, _ power: [Double]) -> Double? {
    var others = 0.0
    for other in power.indices where other != index { others += power[other] }
    guard let losses else { return demandMW - others }
    var loss = losses.constant
    var cross = 0.0
    for row in power.indices where row != index {
      var sum = 0.0
      for column in power.indices where column != index {
        sum += losses.quadratic[row * losses.count + column] * power[column]
      }
      loss += power[row] * (losses.linear[row] + sum)
      cross += losses.quadratic[index * losses.count + row] * power[row]
    }
    // a x² − b x + c = 0 with the unit's own loss a x².
    let a = losses.quadratic[index * losses.count + index]
    let b = 1 - losses.linear[index] - 2 * cross
    let c = demandMW + loss - others
    guard abs(a) > 1e-15 else { return b != 0 ? c / b : nil }
    let discriminant = b * b - 4 * a * c
    guard discriminant >= 0 else { return nil }
    return 2 * c / (b + discriminant.squareRoot())
  }

  /// The task with the ripples taken off the costs.
  var withoutValves: HourTask {
    HourTask(
      curves: curves.map(\.withoutValves), ranges: ranges, demandMW: demandMW, losses: losses)
  }
}
