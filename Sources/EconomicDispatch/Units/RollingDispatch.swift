public import Numerics

/// Dispatch as an operator sees it: a window of hours is planned, its first hours are run, and the
/// window moves on.
///
/// Every window starts from what units and storages did before; storages return to their level
/// before the case by the end of each window.
public struct RollingDispatch: Equatable, Sendable {
  /// The hours of a plan.
  public let windowHours: Int
  /// The hours of a plan that are run before the next one.
  public let stepHours: Int

  /// A window that moves on by `stepHours`.
  ///
  /// - Throws: ``DispatchError/valueOutOfRange(field:value:allowed:)``.
  public init(windowHours: Int, stepHours: Int) throws(DispatchError) {
    guard windowHours >= 1 else {
      throw .valueOutOfRange(
        field: "window", value: Double(windowHours), allowed: "at least an hour")
    }
    guard (1...windowHours).contains(stepHours) else {
      throw .valueOutOfRange(
        field: "step", value: Double(stepHours), allowed: "between 1 and \(windowHours) hours")
    }
    self.windowHours = windowHours
    self.stepHours = stepHours
  }

  /// The schedule of all hours of `units`.
  ///
  /// - Throws: ``DispatchError``.
  public func dispatch(
    _ units: UnitCase, seed: UInt64, execution: Execution = .serial
  ) throws(DispatchError) -> UnitDispatch {
    var power: [[Double]] = []
    var running: [[Bool]] = []
    var storage: [[Double]] = []
    var unserved: [Double] = []
    var convergence: [Double] = []
    while power.count < units.hourCount {
      let window = power.count..<min(power.count + windowHours, units.hourCount)
      let plan = try UnitDispatch(
        try units.window(window, after: power, running, storage), seed: seed,
        execution: execution
      ).schedule
      let kept = 0..<(window.upperBound == units.hourCount ? window.count : stepHours)
      power += plan.powerMW[kept]
      running += plan.isRunning[kept]
      storage += plan.storageMW[kept]
      unserved += plan.unservedMW[kept]
      convergence.append(plan.cost)
    }
    let schedule = UnitSchedule(
      powerMW: power, isRunning: running, storageMW: storage, unservedMW: unserved, of: units)
    return UnitDispatch(
      schedule: schedule, lowerBound: units.relaxedBound(of: schedule), isProven: false,
      method: "rolling-horizon", convergence: convergence)
  }
}

extension UnitCase {
  /// The hours of `window`, from where the hours before have left units and storages.
  fileprivate func window(
    _ window: Range<Int>, after power: [[Double]], _ running: [[Bool]], _ storage: [[Double]]
  ) throws(DispatchError) -> UnitCase {
    var units = units
    var storages = storages
    for index in storages.indices {
      if window.upperBound < hourCount { storages[index].finalMWh = storages[index].initialMWh }
      storages[index].initialMWh =
        storages[index].energyMWh(after: storage.map { $0[index] }).last
        ?? storages[index].initialMWh
    }
    for index in units.indices {
      guard let last = running.last?[index] else { continue }
      units[index].initialMW = last ? power.last?[index] : nil
      guard let own = units[index].commitment else { continue }
      let same = running.reversed().prefix { $0[index] == last }.count
      let earlier =
        same == running.count && (own.initialHours > 0) == last ? abs(own.initialHours) : 0
      units[index].commitment?.initialHours = (same + earlier) * (last ? 1 : -1)
    }
    return try UnitCase(
      units: units, demandMW: Array(demandMW[window]), losses: losses,
      upReserveMW: Array(upReserveMW[window]), downReserveMW: Array(downReserveMW[window]),
      storages: storages, emissionPrice: emissionPrice, unservedCostPerMWh: unservedCostPerMWh,
      lowDemandMW: lowDemandMW.map { Array($0[window]) },
      highDemandMW: highDemandMW.map { Array($0[window]) })
  }
}
