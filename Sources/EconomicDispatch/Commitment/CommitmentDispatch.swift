import Numerics

/// Who runs when, and how: the search for hours of running, each found plan dispatched exactly.
///
/// Ramps and storage meet the search by what they leave: storage as a change of demand, which is
/// planned anew with each commitment, ramps as more reserve where a dispatch came out short.
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
    var convergence: [Double] = []
    var failure: DispatchError?
    for _ in 0..<8 {
      do throws(DispatchError) {
        let found = try CommittedDispatch(units, running: running).solve(
          seed: seed, execution: execution)
        if let best, found.schedule.cost >= best.schedule.cost - 1e-7 { break }
        best = found
        convergence.append(found.schedule.cost)
        guard !units.storages.isEmpty else { break }
        net = units.netDemandMW(found.schedule)
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
    guard let best else {
      throw failure ?? .noFeasibleSchedule(hour: 0, reason: "no units can run")
    }
    if let bound = relaxation?.bound, bound > -.infinity {
      let cost = best.schedule.cost
      return UnitDispatch(
        schedule: best.schedule, lowerBound: min(bound, cost),
        isProven: cost - bound <= 1e-9 * abs(cost), method: "lagrangian, " + best.method,
        convergence: convergence)
    }
    return UnitDispatch(
      schedule: best.schedule, lowerBound: nil, isProven: false,
      method: "commitment, " + best.method, convergence: convergence)
  }

  /// Demand that is left for units when storage follows what running units would save.
  private func netDemand() throws(DispatchError) -> [Double] {
    guard !units.storages.isEmpty else { return units.demandMW }
    var relaxed = units.units
    for index in relaxed.indices {
      relaxed[index].minimumMW = 0
      relaxed[index].rampUpMW = .infinity
      relaxed[index].rampDownMW = .infinity
      relaxed[index].linearCost += relaxed[index].fixedCost / max(relaxed[index].maximumMW, 1)
    }
    let everything = units.demandMW.map { _ in relaxed.map { _ in true } }
    let convex = try ConvexHorizon(
      try units.replacing(
        units: relaxed, upReserveMW: units.demandMW.map { _ in 0 },
        downReserveMW: units.demandMW.map { _ in 0 }), running: everything)
    return units.demandMW.indices.map { units.demandMW[$0] - convex.storageMW[$0].reduce(0, +) }
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
    if units.units.count <= 16 { best.descend(groupsOf: 3, using: &random) }
    return (best.running, relaxation)
  }
}
