/// The baselines: merit order, with no look ahead.
public enum GreedyAllocation: String, CaseIterable, Sendable {
  /// The cheapest sources first; of its nodes each serves those with the least loss first.
  case byCost = "greedy-by-cost"
  /// Pairs by the cost of what arrives, c / (1 − loss).
  case byDeliveredCost = "greedy-by-delivered-cost"

  /// The schedule that this order gives.
  ///
  /// - Complexity: O(hours · pairs), a few passes.
  public func schedule(_ allocation: AllocationCase) -> AllocationSchedule {
    let shape = AllocationHour.Shape(allocation)
    let order = MeritOrder(shape, keys: keys(allocation, shape))
    return AllocationSchedule(
      hours: (0..<allocation.hourCount).map {
        order.allocation(in: AllocationHour(allocation, hour: $0))
      }, of: allocation)
  }

  private func keys(_ allocation: AllocationCase, _ shape: AllocationHour.Shape) -> [Double] {
    switch self {
    case .byDeliveredCost: return shape.costPerDelivered
    case .byCost:
      let order = allocation.sources.indices.sorted {
        (allocation.sources[$0].costPerMWh, $0) < (allocation.sources[$1].costPerMWh, $1)
      }
      // The source decides, and among its nodes what has to be sent; both in one number.
      let widest = (shape.sentPerDelivered.max() ?? 1) + 1
      var keys = [Double](repeating: 0, count: shape.sentPerDelivered.count)
      for (rank, source) in order.enumerated() {
        for node in 0..<shape.nodeCount {
          let pair = node * shape.sourceCount + source
          keys[pair] = Double(rank) * widest + shape.sentPerDelivered[pair]
        }
      }
      return keys
    }
  }
}
