public import Numerics

extension UnitDispatch {
  /// The cheapest schedule found for `units`.
  ///
  /// If the case has a band of demand, the schedule is for what is expected, and the same units
  /// running, with the same plan of storage, hold for both ends of the band.
  ///
  /// - Parameters:
  ///   - units: the case.
  ///   - seed: decides every draw of the searches that draw.
  ///   - execution: where independent searches run; the answer does not depend on it.
  /// - Throws: ``DispatchError``.
  public init(
    _ units: UnitCase, seed: UInt64, execution: Execution = .serial
  ) throws(DispatchError) {
    guard units.lowDemandMW != nil || units.highDemandMW != nil else {
      self = try Self.expected(units, seed: seed, execution: execution)
      return
    }
    let demand = units.demandMW
    var up = zip(units.highDemandMW ?? demand, demand).map(-)
    var down = zip(demand, units.lowDemandMW ?? demand).map(-)
    for round in 0... {
      let planned = try units.replacing(
        upReserveMW: zip(units.upReserveMW, up).map(max),
        downReserveMW: zip(units.downReserveMW, down).map(max))
      var found = try Self.expected(planned, seed: seed, execution: execution)
      do throws(DispatchError) {
        for (name, demand) in [("p10", units.lowDemandMW), ("p90", units.highDemandMW)] {
          guard let demand else { continue }
          found.scenarios.append(
            try Scenario(name, demand, units, like: found.schedule, seed, execution))
        }
        self = found
        return
      } catch {
        // Reserves are for an hour; a band that ramps have to follow may need more of them.
        guard round < 6, units.hasCommitment else { throw error }
        switch error {
        case .demandExceedsSupply(let hour, let shortMW): up[hour] += shortMW + 1
        case .noFeasibleSchedule(let hour, _): down[hour] += 0.02 * demand[hour] + 1
        default: throw error
        }
      }
    }
    preconditionFailure("rounds are limited")
  }

  private static func expected(
    _ units: UnitCase, seed: UInt64, execution: Execution
  ) throws(DispatchError) -> UnitDispatch {
    guard !units.hasCommitment else {
      return try CommitmentDispatch(units: units, seed: seed, execution: execution).solve()
    }
    let everything = units.demandMW.map { _ in units.units.map { _ in true } }
    try units.checkReserves(everything)
    return try CommittedDispatch(units, running: everything).solve(
      seed: seed, execution: execution)
  }
}

extension UnitDispatch.Scenario {
  fileprivate init(
    _ name: String, _ demandMW: [Double], _ expected: UnitCase, like plan: UnitSchedule,
    _ seed: UInt64, _ execution: Execution
  ) throws(DispatchError) {
    let none = [Double](repeating: 0, count: demandMW.count)
    let own = try expected.replacing(demandMW: demandMW, upReserveMW: none, downReserveMW: none)
    let net = zip(demandMW, plan.storageMW).map { $0 - $1.reduce(0, +) }
    for (hour, net) in net.enumerated() where net < 0 {
      throw .noFeasibleSchedule(
        hour: hour, reason: "storage gives \(-net) MW more than demand at \(name)")
    }
    let found = try CommittedDispatch(
      try own.replacing(demandMW: net, storages: []), running: plan.isRunning
    ).solve(seed: seed, execution: execution).schedule
    self.name = name
    units = own
    schedule = UnitSchedule(
      powerMW: found.powerMW, isRunning: plan.isRunning, storageMW: plan.storageMW,
      unservedMW: found.unservedMW, of: own)
  }
}

extension UnitCase {
  /// Refuses reserves that units cannot keep even when all of them run.
  func checkReserves(_ running: [[Bool]]) throws(DispatchError) {
    guard storages.isEmpty, losses == nil else { return }
    for hour in demandMW.indices {
      var room = -demandMW[hour]
      var depth = demandMW[hour]
      for (index, unit) in units.enumerated() where running[hour][index] {
        room += unit.maximumMW
        depth -= unit.minimumMW
      }
      if room >= 0, room < upReserveMW[hour] - 1e-9 {
        throw .noFeasibleSchedule(
          hour: hour, reason: "the units cannot keep \(upReserveMW[hour]) MW in reserve")
      }
      if depth >= 0, depth < downReserveMW[hour] - 1e-9 {
        throw .noFeasibleSchedule(
          hour: hour, reason: "the units cannot drop \(downReserveMW[hour]) MW")
      }
    }
  }
}
