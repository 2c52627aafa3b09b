/// Who supplies whom over all hours of a case, and what it costs.
public struct AllocationSchedule: Equatable, Sendable {
  /// The hours in order.
  public let hours: [HourlyAllocation]
  /// What each hour costs, unserved energy included.
  public let hourlyCost: [Double]
  /// MWh that are not served.
  public let unservedMWh: Double
  /// MWh that are lost on the way.
  public let lossMWh: Double

  /// What all hours cost.
  public var cost: Double { hourlyCost.reduce(0, +) }

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
    unservedMWh = hours.reduce(0) { $0 + $1.unservedMW.reduce(0, +) }
    lossMWh = hours.reduce(0) { total, hour in
      var loss = total
      for (place, sent) in hour.sentMW.enumerated() {
        loss += sent * (1 - 1 / shape.sentPerDelivered[place])
      }
      return loss
    }
  }
}
