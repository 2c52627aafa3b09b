extension UnitDispatch {
  /// The cheapest schedule found for `units`.
  ///
  /// - Parameters:
  ///   - units: the case.
  ///   - seed: decides every draw of the searches that draw.
  /// - Throws: ``DispatchError/noFeasibleSchedule(hour:reason:)``.
  public init(_ units: UnitCase, seed: UInt64) throws(DispatchError) {
    self = try Self.independentHours(units, seed: seed)
  }

  /// Hours that nothing couples, one by one.
  static func independentHours(
    _ units: UnitCase, seed: UInt64
  ) throws(DispatchError) -> UnitDispatch {
    var powers: [[Double]] = []
    var bound: Double? = 0
    var isProven = true
    var methods: [String] = []
    for hour in units.demandMW.indices {
      guard
        let result = StaticDispatch.solve(
          units.task(hour, after: hour == 0 ? units.initialPowers : nil), seed: seed)
      else {
        throw .noFeasibleSchedule(hour: hour, reason: "the units cannot balance demand")
      }
      powers.append(result.powers)
      bound = result.lowerBound.flatMap { own in bound.map { $0 + own } }
      isProven = isProven && result.isProven
      if !methods.contains(result.method) { methods.append(result.method) }
    }
    let schedule = UnitSchedule(powerMW: powers, of: units)
    return UnitDispatch(
      schedule: schedule, lowerBound: bound, isProven: isProven,
      method: methods.joined(separator: ", "), convergence: [schedule.cost])
  }
}

extension UnitCase {
  /// The powers that ramps of the first hour count from; infinite where they are free.
  var initialPowers: [Double?] { units.map(\.initialMW) }

  /// The task of `hour`, its ranges cut to what ramps allow after `previous`.
  func task(_ hour: Int, after previous: [Double?]? = nil) -> HourTask {
    HourTask(
      curves: units.map { CostCurve($0, emissionPrice: emissionPrice) },
      ranges: units.indices.map { index in
        let unit = units[index]
        var lower = unit.minimumMW
        var upper = unit.maximumMW
        if let before = previous?[index] {
          lower = max(lower, before - unit.rampDownMW)
          upper = min(upper, before + unit.rampUpMW)
        }
        return unit.allowedRanges(from: lower, to: upper)
      }, demandMW: demandMW[hour], losses: losses)
  }
}
