import Evolution
import Numerics

/// Moves the prices of a few sources.
///
/// Half of the moves let the market of a source clear; the others are random, of a size that is
/// drawn as well: large ones find who sells first, small ones settle who is indifferent.
struct PriceMutation: Mutation {
  let shape: AllocationHour.Shape
  let hour: AllocationHour

  func mutate(_ prices: inout [Double], using random: inout RandomSource) {
    let share = random.uniform()
    let deviation = shape.unservedCost / 4 * share * share * share * share
    let clears = random.uniform() < 0.5
    for _ in 0...random.index(below: min(3, prices.count)) {
      let source = random.index(below: prices.count)
      if clears {
        clear(source, &prices, using: &random)
      } else {
        prices[source] += random.normal(mean: 0, deviation: deviation)
      }
    }
  }

  /// Sets the price of `source` so that nodes want from it what it has, at the others' prices.
  ///
  /// - Complexity: O(pairs + nodes · log nodes).
  func clear(_ source: Int, _ prices: inout [Double], using random: inout RandomSource) {
    let cost = shape.costPerSent[source]
    var bids: [(price: Double, wantedMW: Double)] = []
    bids.reserveCapacity(shape.nodeCount)
    for node in 0..<shape.nodeCount {
      let pairs = node * shape.sourceCount
      var elsewhere = shape.unservedCost
      for other in prices.indices where other != source {
        elsewhere = min(elsewhere, prices[other] * shape.sentPerDelivered[pairs + other])
      }
      let sent = shape.sentPerDelivered[pairs + source]
      if elsewhere > cost * sent {
        let wantedMW = min(hour.demandMW[node] * sent, shape.intakeMW[node])
        bids.append((elsewhere / sent, wantedMW))
      }
    }
    bids.sort { $0.price > $1.price }
    var leftMW = hour.supplyMW[source]
    for (place, bid) in bids.enumerated() {
      leftMW -= bid.wantedMW
      guard leftMW < 0 else { continue }
      // The market clears at the price of the bidder who gets a part, and up to the next ones'.
      let above = place > 0 ? bids[place - 1].price : bid.price
      let below = place + 1 < bids.count ? bids[place + 1].price : cost
      prices[source] = random.uniform(in: below...above)
      return
    }
    prices[source] = cost
  }
}
