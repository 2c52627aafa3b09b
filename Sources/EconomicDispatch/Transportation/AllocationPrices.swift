/// What scarce things are worth: the certificate of an optimum.
public struct AllocationPrices: Equatable, Sendable {
  /// What a MW more of each source would save.
  public let supply: [Double]
  /// What a MW more of each node's intake would save.
  public let intake: [Double]

  /// A lower bound on the cost of an hour that holds for any prices at all (weak duality): every
  /// node buys what is cheapest for it at these prices, and scarce things are paid for.
  ///
  /// - Complexity: O(nodes · sources).
  public func lowerBound(of allocation: AllocationCase, hour: Int) -> Double {
    let shape = AllocationHour.Shape(allocation)
    let data = AllocationHour(allocation, hour: hour)
    return lowerBound(shape: shape, hour: data)
  }

  func lowerBound(shape: AllocationHour.Shape, hour: AllocationHour) -> Double {
    var bound = 0.0
    for (price, available) in zip(supply, hour.supplyMW) { bound -= max(price, 0) * available }
    for node in 0..<shape.nodeCount {
      let nodePrice = max(intake[node], 0)
      if nodePrice > 0 { bound -= nodePrice * shape.intakeMW[node] }
      var cheapest = shape.unservedCost
      for source in 0..<shape.sourceCount {
        let place = node * shape.sourceCount + source
        cheapest = min(
          cheapest,
          shape.costPerDelivered[place]
            + (max(supply[source], 0) + nodePrice) * shape.sentPerDelivered[place])
      }
      bound += cheapest * hour.demandMW[node]
    }
    return bound
  }
}
