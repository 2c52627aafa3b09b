/// The exact optimum of every hour of a case, with the prices that prove it.
public struct ExactAllocation: Equatable, Sendable {
  /// The cheapest schedule.
  public let schedule: AllocationSchedule
  /// The prices of each hour.
  public let prices: [AllocationPrices]
  /// A lower bound on each hour's cost, from the prices alone.
  public let lowerBounds: [Double]
  /// How many simplex pivots all hours took.
  public let pivotCount: Int

  /// Solves `allocation`, each hour starting from the optimum of the one before.
  ///
  /// - Throws: ``DispatchError/demandExceedsSupply(hour:shortMW:)`` where shedding is forbidden, or
  ///   ``DispatchError/didNotConverge(hour:iterations:)``.
  /// - Complexity: O(nodes · sources) per pivot.
  public init(_ allocation: AllocationCase) throws(DispatchError) {
    let shape = AllocationHour.Shape(allocation)
    var simplex = TransportationSimplex(shape)
    var hours: [HourlyAllocation] = []
    var prices: [AllocationPrices] = []
    var bounds: [Double] = []
    for index in 0..<allocation.hourCount {
      let hour = AllocationHour(allocation, hour: index)
      simplex.load(hour)
      try simplex.solveByDualSteps(hour: index)
      let solution = simplex.allocation()
      let hourPrices = simplex.allocationPrices()
      if allocation.unservedCostPerMWh == nil {
        let short = solution.unservedMW.reduce(0, +)
        guard short <= 1e-6 else {
          throw .demandExceedsSupply(hour: index, shortMW: short)
        }
      }
      bounds.append(hourPrices.lowerBound(shape: shape, hour: hour))
      hours.append(solution)
      prices.append(hourPrices)
    }
    schedule = AllocationSchedule(hours: hours, of: allocation)
    self.prices = prices
    lowerBounds = bounds
    pivotCount = simplex.pivotCount
  }
}
