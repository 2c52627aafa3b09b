/// A schedule of units, with an honest distance to the optimum.
public struct UnitDispatch: Equatable, Sendable {
  /// The schedule.
  public var schedule: UnitSchedule
  /// A cost that no schedule can beat; nil where none is known.
  public var lowerBound: Double?
  /// Whether the schedule is proven to be the cheapest.
  public var isProven: Bool
  /// Which method found it.
  public var method: String
  /// The best cost after each stage of the search.
  public var convergence: [Double]
  /// The schedules for other demand that the same commitment and storage plan hold for.
  public var scenarios: [Scenario] = []

  /// How the committed units meet another demand than is expected.
  public struct Scenario: Equatable, Sendable {
    /// Which demand: `p10` or `p90`.
    public let name: String
    /// The case with that demand.
    public let units: UnitCase
    /// The schedule, which runs the same units and storages as the one for expected demand.
    public let schedule: UnitSchedule
  }

  /// The cost over the bound, in percent of it; nil without a bound.
  public var gapPercent: Double? {
    if isProven { return 0 }
    guard let lowerBound, lowerBound > 0 else { return nil }
    return (schedule.cost - lowerBound) / lowerBound * 100
  }
}

extension UnitCase {
  /// The limits that `dispatch` breaks, for expected demand and for every other it is to hold for.
  public func violations(in dispatch: UnitDispatch) -> [DispatchViolation] {
    var found = violations(in: dispatch.schedule)
    let plan = dispatch.schedule
    for scenario in dispatch.scenarios {
      found += scenario.units.violations(in: scenario.schedule).map {
        DispatchViolation(
          hour: $0.hour, limit: "\(scenario.name): \($0.limit)", excess: $0.excess)
      }
      for hour in plan.powerMW.indices
      where scenario.schedule.isRunning[hour] != plan.isRunning[hour]
        || scenario.schedule.storageMW[hour] != plan.storageMW[hour]
      {
        found.append(
          DispatchViolation(hour: hour, limit: "\(scenario.name): another plan", excess: 1))
      }
    }
    return found
  }
}
