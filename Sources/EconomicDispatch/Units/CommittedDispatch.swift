import Numerics

/// The dispatch of units of which it is decided when they run.
///
/// Hours that nothing couples are solved one by one. Otherwise all hours are solved together:
/// exactly if costs are convex, and by a search over trajectories from there if they are not.
struct CommittedDispatch {
  let units: UnitCase
  let running: [[Bool]]

  init(_ units: UnitCase, running: [[Bool]]) {
    self.units = units
    self.running = running
  }

  func solve(seed: UInt64, execution: Execution) throws(DispatchError) -> UnitDispatch {
    var bound: Double?
    if units.storages.isEmpty {
      if !units.hasRamps {
        return try hourByHour { task, hour in StaticDispatch.solve(task, seed: seed) }
      }
      let proven = try? hourByHour { task, _ in StaticDispatch.proven(task, seed: seed) }
      if let proven {
        if units.violations(in: proven.schedule).isEmpty { return proven }
        bound = proven.lowerBound
      }
    }
    let convex = try ConvexHorizon(units, running: running)
    let start = schedule(convex.powerMW, convex)
    if units.units.allSatisfy({ !$0.hasValves && $0.prohibitedZones.isEmpty }) {
      return UnitDispatch(
        schedule: start, lowerBound: start.cost, isProven: true, method: "interior-point",
        convergence: [start.cost])
    }
    let search = TrajectorySearch(
      units, running: running, from: convex.powerMW, netDemandMW: units.netDemandMW(start))
    let found = schedule(search.best(of: 4, kicks: 50, seed: seed, execution: execution), convex)
    if var relaxation = LagrangianRelaxation(
      units, running: running, around: found.powerMW, prices: convex.prices)
    {
      relaxation.ascend(steps: 200, target: { found.cost })
      bound = max(bound ?? relaxation.bound, relaxation.bound)
    }
    return UnitDispatch(
      schedule: found, lowerBound: bound, isProven: false, method: "trajectory-search",
      convergence: [start.cost, found.cost])
  }

  private func schedule(_ powerMW: [[Double]], _ convex: ConvexHorizon) -> UnitSchedule {
    UnitSchedule(
      powerMW: powerMW, isRunning: running, storageMW: convex.storageMW,
      unservedMW: convex.unservedMW, of: units)
  }

  /// Hours one by one, as if nothing coupled them.
  private func hourByHour(
    _ solve: (HourTask, Int) -> StaticDispatch.Result?
  ) throws(DispatchError) -> UnitDispatch {
    var powers: [[Double]] = []
    var unserved: [Double] = []
    var bound: Double? = 0
    var isProven = true
    var methods: [String] = []
    for hour in units.demandMW.indices {
      let task = units.task(hour, running: running[hour])
      guard let result = solve(task, hour) else {
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
      schedule: schedule, lowerBound: isProven ? schedule.cost : bound, isProven: isProven,
      method: methods.joined(separator: ", "), convergence: [schedule.cost])
  }
}

extension UnitCase {
  /// Whether what is done in an hour limits the next one.
  var hasRamps: Bool {
    units.contains { $0.rampUpMW < .infinity || $0.rampDownMW < .infinity }
  }

  /// Demand that units have to meet beside what storages do and what is not served.
  func netDemandMW(_ schedule: UnitSchedule) -> [Double] {
    demandMW.indices.map {
      demandMW[$0] - schedule.storageMW[$0].reduce(0, +) - schedule.unservedMW[$0]
    }
  }

  /// The dispatch of `hour` by the units that run; what is not served is a unit of its own, at the
  /// end.
  func task(_ hour: Int, running: [Bool]) -> HourTask {
    let members = running.indices.filter { running[$0] }
    var curves = members.map { CostCurve(units[$0], emissionPrice: emissionPrice) }
    var ranges = members.map { index -> [ClosedRange<Double>] in
      let limits = units[index].limits(inFirstHour: hour == 0)
      return units[index].allowedRanges(from: limits.lower, to: limits.upper)
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

extension GenerationUnit {
  /// The limits of a running unit; those of the first hour are cut to what ramps allow from before.
  func limits(inFirstHour isFirst: Bool) -> (lower: Double, upper: Double) {
    guard isFirst, let initialMW, commitment.map({ $0.initialHours > 0 }) ?? true else {
      return (minimumMW, maximumMW)
    }
    return (max(minimumMW, initialMW - rampDownMW), min(maximumMW, initialMW + rampUpMW))
  }
}
