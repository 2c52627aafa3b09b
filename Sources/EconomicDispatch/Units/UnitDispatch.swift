/// A schedule of units, with an honest distance to the optimum.
public struct UnitDispatch: Equatable, Sendable {
  /// The schedule.
  public let schedule: UnitSchedule
  /// A cost that no schedule can beat; nil where none is known.
  public let lowerBound: Double?
  /// Whether the schedule is proven to be the cheapest.
  public let isProven: Bool
  /// Which method found it.
  public let method: String
  /// The best cost after each stage of the search.
  public let convergence: [Double]
}
