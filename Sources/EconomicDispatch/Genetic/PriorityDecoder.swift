/// Turns priorities of node–source pairs into a dispatch that keeps every limit.
///
/// Pairs are served in increasing order of their keys, each as far as demand, intake and supply
/// allow; what then is not served is priced. Every vertex of the transportation problem can be
/// reached, and nothing that breaks a limit. Source: Bean (1994), "Genetic algorithms and random
/// keys for sequencing and optimization".
struct PriorityDecoder {
  let shape: AllocationHour.Shape
  private var order: [UInt64]
  private var sorting: [UInt64]
  private var need: [Double]
  private var intake: [Double]
  private var available: [Double]

  /// The low bits of a sorted word hold the pair, the others its key.
  private static let pairBits: UInt64 = 21
  private static let pairMask: UInt64 = (1 << pairBits) - 1

  init(_ shape: AllocationHour.Shape) {
    self.shape = shape
    let pairs = shape.nodeCount * shape.sourceCount
    order = [UInt64](repeating: 0, count: pairs)
    sorting = [UInt64](repeating: 0, count: pairs > 64 ? pairs : 0)
    need = shape.intakeMW
    intake = shape.intakeMW
    available = [Double](repeating: 0, count: shape.sourceCount)
  }

  /// The cost of serving `hour` in the order of `keys`; `serve` learns what arrives for each pair.
  ///
  /// - Complexity: O(pairs), a few passes; O(pairs²) comparisons at most for up to 64 pairs.
  mutating func cost(
    of keys: [Double], in hour: AllocationHour, serve: (_ pair: Int, _ delivered: Double) -> Void
  ) -> Double {
    sort(keys)
    for node in need.indices {
      need[node] = hour.demandMW[node]
      intake[node] = shape.intakeMW[node]
    }
    for source in available.indices { available[source] = hour.supplyMW[source] }
    var cost = 0.0
    var open = need.count
    let sources = shape.sourceCount
    for word in order {
      let pair = Int(word & Self.pairMask)
      let node = pair / sources
      let source = pair - node * sources
      let wanted = need[node]
      let price = shape.costPerDelivered[pair]
      guard wanted > 0, available[source] > 0, price < shape.unservedCost else { continue }
      let factor = shape.sentPerDelivered[pair]
      let sent = min(wanted * factor, available[source], intake[node])
      guard sent > 0 else { continue }
      available[source] -= sent
      intake[node] -= sent
      let isServed = sent >= wanted * factor
      let delivered = isServed ? wanted : sent / factor
      need[node] = isServed ? 0 : wanted - delivered
      cost += price * delivered
      serve(pair, delivered)
      if isServed {
        open -= 1
        if open == 0 { break }
      }
    }
    for rest in need { cost += shape.unservedCost * rest }
    return cost
  }

  /// The cost of serving `hour` in the order of `keys`.
  mutating func cost(of keys: [Double], in hour: AllocationHour) -> Double {
    cost(of: keys, in: hour) { _, _ in }
  }

  /// What serving `hour` in the order of `keys` allocates.
  mutating func allocation(for keys: [Double], in hour: AllocationHour) -> HourlyAllocation {
    var delivered = [Double](repeating: 0, count: keys.count)
    _ = cost(of: keys, in: hour) { delivered[$0] += $1 }
    return HourlyAllocation(deliveredMW: delivered, unservedMW: need, shape: shape)
  }

  private mutating func sort(_ keys: [Double]) {
    for (pair, key) in keys.enumerated() {
      // Flipped so that the order of the words is the order of the numbers.
      let bits = key.bitPattern
      let ordered = bits >> 63 == 1 ? ~bits : bits | (1 << 63)
      order[pair] = ordered & ~Self.pairMask | UInt64(pair)
    }
    if sorting.isEmpty {
      insertionSort()
    } else {
      radixSort()
    }
  }

  private mutating func insertionSort() {
    order.withUnsafeMutableBufferPointer { order in
      for index in order.indices.dropFirst() {
        let word = order[index]
        var place = index
        while place > 0 && order[place - 1] > word {
          order[place] = order[place - 1]
          place -= 1
        }
        order[place] = word
      }
    }
  }

  /// Three stable passes over the upper 33 bits; what is equal in them stays in order of pairs.
  private mutating func radixSort() {
    for shift in [31, 42, 53] as [UInt64] {
      var starts = [Int](repeating: 0, count: 2_048)
      order.withUnsafeBufferPointer { order in
        sorting.withUnsafeMutableBufferPointer { sorting in
          starts.withUnsafeMutableBufferPointer { starts in
            for word in order { starts[Int(word >> shift & 2_047)] += 1 }
            var total = 0
            for digit in starts.indices {
              let count = starts[digit]
              starts[digit] = total
              total += count
            }
            for word in order {
              let digit = Int(word >> shift & 2_047)
              sorting[starts[digit]] = word
              starts[digit] += 1
            }
          }
        }
      }
      swap(&order, &sorting)
    }
  }
}
