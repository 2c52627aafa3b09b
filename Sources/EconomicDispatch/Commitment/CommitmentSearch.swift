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
    states = units.units.map { RunStates($0, hours: netDemandMW.count) }
    running = start
    // Runs of a start may be too short: every unit alone is brought to a plan it can keep.
    for unit in units.units.indices { _ = improve([unit]) }
  }

  /// Improves by groups of up to `size` units until none can save anything.
  mutating func descend(groupsOf size: Int, using random: inout RandomSource) {
    let members = units.units.indices.filter { units.units[$0].commitment != nil }
    var groups = members.map { [$0] }
    var larger = groups
    for most in [Self.mostPairs, Self.mostTriples].prefix(size - 1) {
      // Where there are many units, some of the groups.
      larger = extended(larger, by: members)
      random.shuffle(&larger)
      larger = Array(larger.prefix(most))
      groups += larger
    }
    for _ in 0..<50 {
      random.shuffle(&groups)
      let before = cost
      for group in groups { _ = improve(group) }
      if !(cost < before - 1e-7 * abs(before)) { break }
    }
  }

  private static let mostPairs = 800
  private static let mostTriples = 200
  private static let mostStates = 20_000

  /// The groups with one more unit each, behind those that they have, as far as states allow.
  private func extended(_ groups: [[Int]], by members: [Int]) -> [[Int]] {
    groups.flatMap { group in
      members.filter { unit in
        unit > group[group.count - 1]
          && (group + [unit]).reduce(1) { $0 * states[$1].count } <= Self.mostStates
      }.map { group + [$0] }
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
    var total = plan.cost
    for unit in states.indices where !group.contains(unit) {
      total += states[unit].startCost(of: running.map { $0[unit] })
    }
    guard total < cost - 1e-9 || cost == .infinity else { return false }
    for (hour, mask) in plan.masks.enumerated() {
      for (place, unit) in group.enumerated() { running[hour][unit] = mask >> place & 1 == 1 }
    }
    let isKept = states.indices.allSatisfy { unit in
      states[unit].allows(running.map { $0[unit] })
    }
    cost = isKept ? total : .infinity
    return true
  }
}
