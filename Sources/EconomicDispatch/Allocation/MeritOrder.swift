/// Serves pairs of node and source in a fixed order, each as far as demand, intake and supply allow.
struct MeritOrder {
  private let shape: AllocationHour.Shape
  private let order: [Int]

  /// Pairs by increasing `keys`; equals in order of nodes.
  init(_ shape: AllocationHour.Shape, keys: [Double]) {
    self.shape = shape
    order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
  }

  /// What serving `hour` in this order allocates; a pair that costs more than it saves is left out.
  func allocation(in hour: AllocationHour) -> HourlyAllocation {
    var need = hour.demandMW
    var intake = shape.intakeMW
    var available = hour.supplyMW
    var sentMW = [Double](repeating: 0, count: order.count)
    for pair in order where shape.costPerDelivered[pair] < shape.unservedCost {
      let (node, source) = pair.quotientAndRemainder(dividingBy: shape.sourceCount)
      let wanted = need[node] * shape.sentPerDelivered[pair]
      let sent = min(wanted, available[source], intake[node])
      guard sent > 0 else { continue }
      available[source] -= sent
      intake[node] -= sent
      need[node] = sent == wanted ? 0 : max(0, need[node] - sent / shape.sentPerDelivered[pair])
      sentMW[pair] = sent
    }
    return HourlyAllocation(sentMW: sentMW, unservedMW: need)
  }
}
