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
        let found = try hourByHour { task, _ in StaticDispatch.solve(task, seed: seed) }
        return found.isProven ? found : improved(found, seed: seed, execution: execution)
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
    var result = improved(
      UnitDispatch(
        schedule: start, lowerBound: bound, isProven: false, method: "",
        convergence: [start.cost]), seed: seed, execution: execution)
    result.method = "trajectory-search"
    return result
  }

  /// A schedule that a search over trajectories goes on from, and its bound by relaxation.
  private func improved(
    _ start: UnitDispatch, seed: UInt64, execution: Execution
  ) -> UnitDispatch {
    let plan = start.schedule
    let search = TrajectorySearch(
      units, running: running, from: plan.powerMW, netDemandMW: units.netDemandMW(plan))
    let powers = search.best(of: 4, kicks: 150, seed: seed, execution: execution)
    var result = start
    result.schedule = UnitSchedule(
      powerMW: powers, isRunning: running, storageMW: plan.storageMW,
      unservedMW: plan.unservedMW, of: units)
    result.convergence.append(result.schedule.cost)
    result.method += ", trajectory-search"
    if let bound = units.relaxedBound(of: result.schedule, running: running) {
      result.lowerBound = max(start.lowerBound ?? bound, bound)
    }
    return result
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
        throw task.failure(hour)
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

  /// Demand that units have to meet beside what storages do and what is not served, without losses.
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

extension HourTask {
  /// Why nothing balances the hour, as far as sums tell.
  fileprivate func failure(_ hour: Int) -> DispatchError {
    if let empty = ranges.firstIndex(where: \.isEmpty) {
      return .noFeasibleSchedule(
        hour: hour, reason: "ramps and zones leave nothing to running unit \(empty + 1)")
    }
    let least = ranges.reduce(0) { $0 + ($1.first?.lowerBound ?? 0) }
    let most = ranges.reduce(0) { $0 + ($1.last?.upperBound ?? 0) }
    if most < demandMW { return .demandExceedsSupply(hour: hour, shortMW: demandMW - most) }
    if least > demandMW {
      return .noFeasibleSchedule(
        hour: hour, reason: "running units give \(least - demandMW) MW more than is needed")
    }
    return .noFeasibleSchedule(
      hour: hour, reason: "losses and zones leave no powers that meet \(demandMW) MW")
  }
}
