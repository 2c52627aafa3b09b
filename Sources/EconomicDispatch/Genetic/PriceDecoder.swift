/// Turns the prices at which sources sell into a dispatch that keeps every limit.
///
/// At given prices every node prefers the source whose power arrives the cheapest. Where sources
/// have less than is wanted, those nodes go first that would lose the most by their second choice
/// (Vogel's rule); where all sources together have less, those nodes do without for which power is
/// the dearest. At the right prices, those of the exact optimum, this gives the optimum up to the
/// order of the few nodes that are indifferent, and prices nearby give every such order.
///
/// Source of the rule: Reinfeld and Vogel (1958), "Mathematical Programming".
struct PriceDecoder {
  private let shape: AllocationHour.Shape
  private var order: NodeOrder
  /// What sources have left, what nodes still need and may still take in, in MW.
  private var availableMW: [Double]
  private var needMW: [Double]
  private var intakeMW: [Double]
  /// The prices of a node's first and second choice, and what it would be sent by its first.
  private var firstPrice: [Double]
  private var secondPrice: [Double]
  private var wantedMW: [Double]

  init(_ shape: AllocationHour.Shape) {
    self.shape = shape
    order = NodeOrder(count: shape.nodeCount)
    availableMW = [Double](repeating: 0, count: shape.sourceCount)
    let zeros = [Double](repeating: 0, count: shape.nodeCount)
    (needMW, intakeMW, firstPrice, secondPrice, wantedMW) = (zeros, zeros, zeros, zeros, zeros)
  }

  /// What serving `hour` at `prices` costs.
  ///
  /// - Complexity: O(pairs).
  mutating func cost(at prices: [Double], in hour: AllocationHour) -> Double {
    serve(hour, at: prices) { _, _ in }
  }

  /// What serving `hour` at `prices` allocates.
  mutating func allocation(at prices: [Double], in hour: AllocationHour) -> HourlyAllocation {
    var delivered = [Double](repeating: 0, count: shape.nodeCount * shape.sourceCount)
    _ = serve(hour, at: prices) { delivered[$0] += $1 }
    return HourlyAllocation(deliveredMW: delivered, unservedMW: needMW, shape: shape)
  }

  /// `prices` times what makes the last node that gets some as dear as unserved energy, if there is
  /// not enough for all: only the ratios of prices count.
  mutating func scaled(_ prices: [Double], in hour: AllocationHour) -> [Double] {
    start(hour, at: prices)
    let limit = sheddingPrice(hour)
    guard limit > 0 && limit.isFinite else { return prices }
    return prices.map { $0 * shape.unservedCost / limit }
  }

  @inline(__always)
  private mutating func serve(
    _ hour: AllocationHour, at prices: [Double], deliver: (_ pair: Int, _ power: Double) -> Void
  ) -> Double {
    start(hour, at: prices)
    let limit = sheddingPrice(hour)
    for node in needMW.indices {
      let regret = min(secondPrice[node], limit) - firstPrice[node]
      // Of equals the cheapest to serve goes first.
      order.set(node, 1e-9 * firstPrice[node] - regret)
    }
    order.sort()
    var cost = 0.0
    // Who would do without rather than pay the price waits for what the others leave.
    for limit in [limit, .infinity] {
      for position in needMW.indices where needMW[order[position]] > 0 {
        cost += serve(order[position], at: prices, upTo: limit, deliver: deliver)
      }
    }
    for restMW in needMW { cost += shape.unservedCost * restMW }
    return cost
  }

  /// Lets `node` buy what sells up to `limit`, the cheapest first.
  @inline(__always)
  private mutating func serve(
    _ node: Int, at prices: [Double], upTo limit: Double, deliver: (Int, Double) -> Void
  ) -> Double {
    let pairs = node * shape.sourceCount
    var cost = 0.0
    while needMW[node] > 0 && intakeMW[node] > 0 {
      var choice = -1
      var cheapest = Double.infinity
      for source in availableMW.indices where availableMW[source] > 0 {
        let price = prices[source] * shape.sentPerDelivered[pairs + source]
        if price < cheapest && price <= limit
          && shape.costPerDelivered[pairs + source] < shape.unservedCost
        {
          cheapest = price
          choice = source
        }
      }
      guard choice >= 0 else { break }
      let factor = shape.sentPerDelivered[pairs + choice]
      let wanted = needMW[node] * factor
      let sent = min(wanted, availableMW[choice], intakeMW[node])
      let power = sent < wanted ? min(sent / factor, needMW[node]) : needMW[node]
      availableMW[choice] -= sent
      intakeMW[node] -= sent
      needMW[node] -= power
      cost += shape.costPerDelivered[pairs + choice] * power
      deliver(pairs + choice, power)
    }
    return cost
  }

  /// Resets what is left, and finds the first and second choice of every node.
  private mutating func start(_ hour: AllocationHour, at prices: [Double]) {
    for source in availableMW.indices { availableMW[source] = hour.supplyMW[source] }
    let sources = shape.sourceCount
    for node in needMW.indices {
      needMW[node] = hour.demandMW[node]
      intakeMW[node] = shape.intakeMW[node]
      var first = Double.infinity
      var second = Double.infinity
      var factor = 0.0
      for source in 0..<sources {
        let sent = shape.sentPerDelivered[node * sources + source]
        let price = prices[source] * sent
        if price < first {
          second = first
          first = price
          factor = sent
        } else if price < second {
          second = price
        }
      }
      firstPrice[node] = first
      secondPrice[node] = second
      wantedMW[node] = min(factor * needMW[node], intakeMW[node])
    }
  }

  /// What power costs the last node that gets some, if the nodes for which it is the cheapest are
  /// served; infinite if there is enough for all.
  private mutating func sheddingPrice(_ hour: AllocationHour) -> Double {
    var left = hour.supplyMW.reduce(0, +)
    guard wantedMW.reduce(0, +) > left else { return .infinity }
    for node in needMW.indices { order.set(node, firstPrice[node]) }
    order.sort()
    for position in needMW.indices {
      left -= wantedMW[order[position]]
      if left < 0 { return firstPrice[order[position]] }
    }
    return .infinity
  }
}
