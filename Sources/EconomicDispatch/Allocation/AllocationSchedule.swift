/// Who supplies whom over all hours of a case, and what it costs.
public struct AllocationSchedule: Equatable, Sendable {
  /// The hours in order.
  public let hours: [HourlyAllocation]
  /// What each hour costs, unserved energy included.
  public let hourlyCost: [Double]
  /// MWh that are lost on the way in each hour.
  public let hourlyLossMWh: [Double]

  /// What all hours cost.
  public var cost: Double { hourlyCost.reduce(0, +) }
  /// MWh that are lost on the way.
  public var lossMWh: Double { hourlyLossMWh.reduce(0, +) }
  /// MWh that are not served.
  public var unservedMWh: Double { hours.reduce(0) { $0 + $1.unservedMW.reduce(0, +) } }

  /// The schedule `hours` of `allocation`, priced.
  public init(hours: [HourlyAllocation], of allocation: AllocationCase) {
    let shape = AllocationHour.Shape(allocation)
    self.hours = hours
    hourlyCost = hours.map { hour in
      var cost = 0.0
      for (place, sent) in hour.sentMW.enumerated() where sent != 0 {
        cost += sent * allocation.sources[place % shape.sourceCount].costPerMWh
      }
      return cost + shape.unservedCost * hour.unservedMW.reduce(0, +)
    }
    hourlyLossMWh = hours.map { hour in
      zip(hour.sentMW, shape.sentPerDelivered).reduce(0) { $0 + $1.0 * (1 - 1 / $1.1) }
    }
  }
}
