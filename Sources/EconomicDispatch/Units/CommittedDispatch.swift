import Numerics

/// The dispatch of units of which it is decided when they run.
///
/// Hours that nothing couples are solved one by one. Otherwise all hours are solved together: exactly
/// if costs are convex, and by a search over trajectories from there if they are not.
struct CommittedDispatch {
  let units: UnitCase
  let running: [[Bool]]

  init(_ units: UnitCase, running: [[Bool]]) {
    self.units = units
    self.running = running
  }

  func solve(seed: UInt64) throws(DispatchError) -> UnitDispatch {
    if units.storages.isEmpty && !(units.hasRamps && units.losses != nil) {
      let independent = try independentHours(seed: seed)
      if !units.hasRamps || units.violations(in: independent.schedule).isEmpty {
        return independent
      }
    }
    let convex = try ConvexHorizon(units, running: running)
    if units.units.allSatisfy({ !$0.hasValves && $0.prohibitedZones.isEmpty }) {
      return dispatch(convex, powerMW: convex.powerMW, method: "interior-point", isProven: true)
    }
    let net = units.netDemandMW(
      UnitSchedule(
        powerMW: convex.powerMW, isRunning: running, storageMW: convex.storageMW,
        unservedMW: convex.unservedMW, of: units))
    var search = TrajectorySearch(
      units, running: running, from: convex.powerMW, netDemandMW: net)
    var random = RandomSource(seed: seed)
    search.search(kicks: 200, using: &random)
    return dispatch(
      convex, powerMW: search.powerMW, method: "trajectory-search", isProven: false)
  }

  private func dispatch(
    _ convex: ConvexHorizon, powerMW: [[Double]], method: String, isProven: Bool
  ) -> UnitDispatch {
    let schedule = UnitSchedule(
      powerMW: powerMW, isRunning: running, storageMW: convex.storageMW,
      unservedMW: convex.unservedMW, of: units)
    return UnitDispatch(
      schedule: schedule, lowerBound: isProven ? schedule.cost : nil, isProven: isProven,
      method: method, convergence: [schedule.cost])
  }

  /// Hours one by one, as if nothing coupled them.
  private func independentHours(seed: UInt64) throws(DispatchError) -> UnitDispatch {
    var powers: [[Double]] = []
    var unserved: [Double] = []
    var bound: Double? = 0
    var isProven = true
    var methods: [String] = []
    for hour in units.demandMW.indices {
      let task = units.task(hour, running: running[hour])
      guard let result = StaticDispatch.solve(task, seed: seed) else {
        throw .noFeasibleSchedule(hour: hour, reason: "the units cannot balance demand")
      }
      var power = [Double](repeating: 0, count: units.units.count)
      for (place, index) in running[hour].indices.filter({ running[hour][$0] }).enumerated() {
        power[index] = result.powers[place]
      }
      powers.append(power)
      unserved.append(units.unservedCostPerMWh == nil ? 0 : result.powers.last ?? 0)
      bound = result.lowerBound.flatMap { own in bound.map { $0 + own } }
      isProven = isProven && result.isProven
      if !methods.contains(result.method) { methods.append(result.method) }
    }
    let schedule = UnitSchedule(
      powerMW: powers, isRunning: running, unservedMW: unserved, of: units)
    return UnitDispatch(
      schedule: schedule, lowerBound: bound, isProven: isProven,
      method: methods.joined(separator: ", "), convergence: [schedule.cost])
  }
}

extension UnitCase {
  /// Whether what is done in an hour limits the next one.
  var hasRamps: Bool {
    units.contains { $0.rampUpMW < .infinity || $0.rampDownMW < .infinity }
  }

  /// The dispatch of `hour` by the units that run; what is not served is a unit of its own, at the
  /// end.
  func task(_ hour: Int, running: [Bool]) -> HourTask {
    let members = running.indices.filter { running[$0] }
    var curves = members.map { CostCurve(units[$0], emissionPrice: emissionPrice) }
    var ranges = members.map { index -> [ClosedRange<Double>] in
      let unit = units[index]
      var (lower, upper) = (unit.minimumMW, unit.maximumMW)
      if hour == 0, let before = unit.initialMW,
        unit.commitment.map({ $0.initialHours > 0 }) ?? true
      {
        lower = max(lower, before - unit.rampDownMW)
        upper = min(upper, before + unit.rampUpMW)
      }
      return unit.allowedRanges(from: lower, to: upper)
    }
    guard let unservedCostPerMWh else {
      return HourTask(
        curves: curves, ranges: ranges, demandMW: demandMW[hour], losses: losses?.among(members))
    }
    curves.append(CostCurve(perMWh: unservedCostPerMWh))
    ranges.append([0...demandMW[hour]])
    return HourTask(
      curves: curves, ranges: ranges, demandMW: demandMW[hour],
      losses: losses?.among(members + [-1]))
  }
}
