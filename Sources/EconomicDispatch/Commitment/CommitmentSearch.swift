import Numerics

// Which units run when. Two or three units are taken out of a schedule, the others run as they do;
// the cheapest hours of these few are found exactly by dynamic programming, each way to run them
// in an hour priced by a dispatch of all that run. Groups take turns until none can save anything,
// from several starts: the plans that the units would choose by themselves at the prices of the
// Lagrangian relaxation (Muckstadt and Koenig 1977), on the way to its bound.

/// The search for the hours in which units run.
struct CommitmentSearch {
  let units: UnitCase
  /// Demand that units have to meet, storage taken off, per hour.
  let netDemandMW: [Double]
  let upReserveMW: [Double]
  let downReserveMW: [Double]
  private let merit: MeritDispatch
  private let states: [RunStates]
  private(set) var running: [[Bool]]
  private(set) var cost = Double.infinity

  init(
    _ units: UnitCase, netDemandMW: [Double], upReserveMW: [Double], downReserveMW: [Double],
    from start: [[Bool]]
  ) {
    self.units = units
    self.netDemandMW = netDemandMW
    self.upReserveMW = upReserveMW
    self.downReserveMW = downReserveMW
    merit = MeritDispatch(units)
    states = units.units.map(RunStates.init)
    running = start
    // Runs of a start may be too short: every unit alone is brought to a plan it can keep.
    for unit in units.units.indices { _ = improve([unit]) }
  }

  /// Improves by groups of up to `size` units until none can save anything.
  mutating func descend(groupsOf size: Int, using random: inout RandomSource) {
    var groups: [[Int]] = []
    let members = units.units.indices.filter { units.units[$0].commitment != nil }
    for (place, first) in members.enumerated() {
      groups.append([first])
      guard size > 1 else { continue }
      for (next, second) in members[(place + 1)...].enumerated() {
        groups.append([first, second])
        guard size > 2 else { continue }
        for third in members[(place + 1 + next + 1)...] { groups.append([first, second, third]) }
      }
    }
    for _ in 0..<50 {
      random.shuffle(&groups)
      let before = cost
      for group in groups { _ = improve(group) }
      if !(cost < before - 1e-7 * abs(before)) { break }
    }
  }

  /// The cheapest plan of `group` while all others keep theirs.
  ///
  /// - Returns: whether it saves anything.
  mutating func improve(_ group: [Int]) -> Bool {
    guard
      let plan = RunPlan(
        group.map { states[$0] }, hours: netDemandMW.count,
        hourCost: { hour, mask in
          var set = running[hour]
          for (place, unit) in group.enumerated() { set[unit] = mask >> place & 1 == 1 }
          return merit.cost(
            set, demandMW: netDemandMW[hour], upReserveMW: upReserveMW[hour],
            downReserveMW: downReserveMW[hour])
        })
    else { return false }
    let total = plan.cost + startCosts(outside: group)
    guard total < cost - 1e-9 || cost == .infinity else { return false }
    for (hour, mask) in plan.masks.enumerated() {
      for (place, unit) in group.enumerated() { running[hour][unit] = mask >> place & 1 == 1 }
    }
    cost = units.units.indices.allSatisfy(isKept) ? total : .infinity
    return true
  }

  /// Whether the unit's plan keeps its least hours of running and rest.
  private func isKept(_ unit: Int) -> Bool {
    var state = states[unit].initial
    for hour in running.indices {
      guard let step = states[unit].step(from: state, running: running[hour][unit]) else {
        return false
      }
      state = step.state
    }
    return true
  }

  private func startCosts(outside group: [Int]) -> Double {
    var total = 0.0
    for unit in states.indices where !group.contains(unit) {
      var state = states[unit].initial
      for hour in running.indices {
        guard let step = states[unit].step(from: state, running: running[hour][unit]) else {
          break
        }
        total += step.cost
        state = step.state
      }
    }
    return total
  }
}
