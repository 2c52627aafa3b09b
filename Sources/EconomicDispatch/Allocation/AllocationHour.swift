/// One hour of an allocation case as flat numbers.
///
/// The unknowns are what arrives, y = g x: then every node's row has unit coefficients, and losses
/// appear as what has to be sent per MW that arrives.
struct AllocationHour: Sendable {
  /// What all hours share.
  struct Shape: Sendable {
    let nodeCount: Int
    let sourceCount: Int
    /// MW sent per MW that arrives, a = 1 / g, at place node · sources + source.
    let sentPerDelivered: [Double]
    /// The price of a MW that each source sends.
    let costPerSent: [Double]
    /// The price of a MW that arrives, at the places of `sentPerDelivered`.
    let costPerDelivered: [Double]
    /// The most MW that may be sent to each node.
    let intakeMW: [Double]
    /// The price of a MW that is not served.
    let unservedCost: Double

    init(_ allocation: AllocationCase) {
      nodeCount = allocation.nodes.count
      sourceCount = allocation.sources.count
      var sent: [Double] = []
      var cost: [Double] = []
      sent.reserveCapacity(nodeCount * sourceCount)
      cost.reserveCapacity(nodeCount * sourceCount)
      for (index, node) in allocation.nodes.enumerated() {
        for (column, source) in allocation.sources.enumerated() {
          let pairLoss =
            allocation.pairLoss.isEmpty ? 0 : allocation.pairLoss[index * sourceCount + column]
          let factor = 1 / ((1 - node.loss) * (1 - pairLoss))
          sent.append(factor)
          cost.append(source.costPerMWh * factor)
        }
      }
      sentPerDelivered = sent
      costPerSent = allocation.sources.map(\.costPerMWh)
      costPerDelivered = cost
      intakeMW = allocation.nodes.map(\.capacityMW)
      // Where shedding is forbidden it is priced out of every optimum and refused afterwards.
      unservedCost = allocation.unservedCostPerMWh ?? 1e4 * max(cost.max() ?? 0, 1)
    }
  }

  let demandMW: [Double]
  let supplyMW: [Double]

  init(_ allocation: AllocationCase, hour: Int) {
    demandMW = allocation.nodes.map { $0.demandMW[hour] }
    supplyMW = allocation.sources.map { $0.capacityMW * $0.availability[hour] }
  }
}
