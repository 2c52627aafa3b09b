import Numerics

/// Who runs when, and how: the search for hours of running, each found plan dispatched exactly.
///
/// Storage and losses meet the search as a change of demand, planned anew with each commitment;
/// ramps as more reserve where a dispatch came out short. Where hours are coupled, starts and stops
/// are moved by an hour in the end, each move rated by a dispatch of all hours.
struct CommitmentDispatch {
  let units: UnitCase
  let seed: UInt64
  let execution: Execution

  func solve() throws(DispatchError) -> UnitDispatch {
    var random = RandomSource(seed: seed)
    var net = try netDemand()
    var up = units.upReserveMW
    var down = units.downReserveMW
    var (running, relaxation) = search(net, up, down, using: &random)
    var best: UnitDispatch?
    var failure = DispatchError.noFeasibleSchedule(hour: 0, reason: "no units can run")
    for _ in 0..<12 {
      do throws(DispatchError) {
        let found = try dispatch(running)
        if let short = units.reserveShortage(of: found.schedule) {
          up[short.hour] += short.upMW * 1.1
          down[short.hour] += short.downMW * 1.1
          failure = .noFeasibleSchedule(
            hour: short.hour,
            reason: "running units lack \(short.upMW + short.downMW) MW of the reserve")
        } else {
          if let best, found.schedule.cost >= best.schedule.cost - 1e-7 { break }
          best = found
          guard !units.storages.isEmpty || units.losses != nil else { break }
        }
        net = units.netDemandMW(found.schedule)
        for hour in net.indices {
          net[hour] += units.losses?.lossMW(at: found.schedule.powerMW[hour]) ?? 0
        }
      } catch {
        failure = error
        switch error {
        case .demandExceedsSupply(let hour, let shortMW): up[hour] += 1.1 * shortMW + 1
        case .noFeasibleSchedule(let hour, _): down[hour] += 0.02 * units.demandMW[hour] + 1
        default: throw error
        }
      }
      var next = CommitmentSearch(
        units, netDemandMW: net, upReserveMW: up, downReserveMW: down, from: running)
      next.descend(groupsOf: 2, using: &random)
      running = next.running
    }
    guard var best else { throw failure }
    var convergence = [best.schedule.cost]
    if units.hasRamps || !units.storages.isEmpty {
      best = moveEdges(of: best)
      convergence.append(best.schedule.cost)
    }
    let cost = best.schedule.cost
    if relaxation == nil || units.losses != nil || !units.storages.isEmpty {
      best.lowerBound = units.relaxedBound(of: best.schedule)
    } else {
      relaxation?.ascend(steps: 200, target: { cost })
      best.lowerBound = relaxation.map { min($0.bound, cost) }
    }
    best.isProven = best.lowerBound.map { cost - $0 <= 1e-9 * abs(cost) } ?? false
    best.method = "commitment-search, " + best.method
    best.convergence = convergence
    return best
  }

  private func dispatch(_ running: [[Bool]]) throws(DispatchError) -> UnitDispatch {
    try CommittedDispatch(units, running: running).solve(seed: seed, execution: execution)
  }

  /// Moves starts and stops by an hour while that saves anything.
  private func moveEdges(of start: UnitDispatch) -> UnitDispatch {
    guard units.units.allSatisfy({ !$0.hasValves && $0.prohibitedZones.isEmpty }) else {
      return start
    }
    let hours = units.hourCount
    let states = units.units.map { RunStates($0, hours: hours) }
    var best = start
    for _ in 0..<4 {
      let before = best.schedule.cost
      for unit in units.units.indices where units.units[unit].commitment != nil {
        for hour in 0..<hours {
          let running = best.schedule.isRunning
          let isEdge =
            (hour > 0 && running[hour - 1][unit] != running[hour][unit])
            || (hour + 1 < hours && running[hour + 1][unit] != running[hour][unit])
          guard isEdge else { continue }
          var moved = running
          moved[hour][unit].toggle()
          guard states[unit].allows(moved.map { $0[unit] }), let found = try? dispatch(moved),
            found.schedule.cost < best.schedule.cost - 1e-6,
            units.reserveShortage(of: found.schedule) == nil
          else { continue }
          best = found
        }
      }
      if best.schedule.cost >= before - 1e-6 { break }
    }
    return best
  }

  /// Demand that is left for units when storage follows what running units would save, with losses
  /// as they are when all units share it.
  private func netDemand() throws(DispatchError) -> [Double] {
    let most = units.units.map(\.maximumMW)
    let total = most.reduce(0, +)
    var net = units.demandMW.map { demand in
      demand + (units.losses?.lossMW(at: most.map { $0 * demand / max(total, 1) }) ?? 0)
    }
    guard !units.storages.isEmpty else { return net }
    var relaxed = units.units
    for index in relaxed.indices {
      relaxed[index].minimumMW = 0
      relaxed[index].rampUpMW = .infinity
      relaxed[index].rampDownMW = .infinity
      relaxed[index].linearCost += relaxed[index].fixedCost / max(relaxed[index].maximumMW, 1)
    }
    let none = units.demandMW.map { _ in 0.0 }
    let everything = units.demandMW.map { _ in relaxed.map { _ in true } }
    let convex = try ConvexHorizon(
      try units.replacing(units: relaxed, upReserveMW: none, downReserveMW: none),
      running: everything)
    for hour in net.indices { net[hour] -= convex.storageMW[hour].reduce(0, +) }
    return net
  }

  /// The best plan of all starts, and the relaxation that gave them.
  private func search(
    _ net: [Double], _ up: [Double], _ down: [Double], using random: inout RandomSource
  ) -> (running: [[Bool]], relaxation: LagrangianRelaxation?) {
    let none = units.demandMW.map { _ in units.units.map { _ in false } }
    func start(from running: [[Bool]]) -> CommitmentSearch {
      CommitmentSearch(
        units, netDemandMW: net, upReserveMW: up, downReserveMW: down, from: running)
    }
    var best = start(from: none)
    best.descend(groupsOf: 1, using: &random)
    let middle = units.units.map { ($0.minimumMW + $0.maximumMW) / 2 }
    let price = units.units.map { $0.cost($0.maximumMW) / max($0.maximumMW, 1) }.sorted()
    var relaxation = LagrangianRelaxation(
      units, running: nil, around: units.demandMW.map { _ in middle },
      prices: units.demandMW.map { _ in price[price.count / 2] })
    relaxation?.ascend(
      steps: 300, target: { best.cost },
      visit: { step, running in
        guard step >= 20, step % 20 == 0 else { return }
        var trial = start(from: running)
        trial.descend(groupsOf: units.units.count <= 40 ? 2 : 1, using: &random)
        if trial.cost < best.cost { best = trial }
      })
    best.descend(groupsOf: 3, using: &random)
    return (best.running, relaxation)
  }
}

extension UnitCase {
  /// The first hour in which running units cannot add or drop their reserve, and what they lack.
  fileprivate func reserveShortage(
    of schedule: UnitSchedule
  ) -> (hour: Int, upMW: Double, downMW: Double)? {
    for hour in demandMW.indices {
      var (up, down) = (upReserveMW[hour], downReserveMW[hour])
      for (index, unit) in units.enumerated() where schedule.isRunning[hour][index] {
        up -= unit.maximumMW - schedule.powerMW[hour][index]
        down -= schedule.powerMW[hour][index] - unit.minimumMW
      }
      if max(up, down) > 1e-7 { return (hour, max(up, 0), max(down, 0)) }
    }
    return nil
  }
}
