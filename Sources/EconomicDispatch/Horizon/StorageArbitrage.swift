/// What a storage earns at most at given prices, exactly.
///
/// The most that can still be earned is a concave, piecewise linear function of the energy held.
/// An hour backwards, giving and taking add a segment each, of slope price · efficiency over
/// power / efficiency, and price / efficiency over power · efficiency; segments of a sum in the
/// order of their slopes make the next function, cut to what the storage can hold.
struct StorageArbitrage {
  let revenue: Double
  /// MW given (negative: taken) per hour by one of the best plans.
  let powerMW: [Double]

  /// A concave function of the energy held, from `start` on.
  fileprivate struct Worth {
    var start: Double
    var value: Double
    /// Lengths and falling slopes.
    var segments: [(length: Double, slope: Double)]

    func callAsFunction(_ energy: Double) -> Double {
      var left = energy - start
      guard left >= -1e-9 else { return -.infinity }
      var sum = value
      for segment in segments {
        let part = min(max(left, 0), segment.length)
        sum += part * segment.slope
        left -= part
      }
      return left > 1e-9 ? -.infinity : sum
    }
  }

  init(_ storage: Storage, prices: [Double]) {
    let give = storage.powerMW / storage.efficiency
    let take = storage.powerMW * storage.efficiency
    var worth = [Worth(start: storage.finalMWh, value: 0, segments: [])]
    for price in prices.reversed() {
      let later = worth[worth.count - 1]
      // Held before = held after + drawn: drawn −take … 0 costs, 0 … give earns.
      var segments = later.segments
      segments.append((take, max(price, 0) / storage.efficiency))
      segments.append((give, max(price, 0) * storage.efficiency))
      segments.sort { $0.slope > $1.slope }
      var now = Worth(
        start: later.start - take, value: later.value - take * max(price, 0) / storage.efficiency,
        segments: segments)
      now.cut(to: 0...storage.energyMWh)
      worth.append(now)
    }
    worth.reverse()
    var powers: [Double] = []
    var energy = storage.initialMWh
    for (hour, price) in prices.enumerated() {
      let later = worth[hour + 1]
      var ends = [energy, energy + take, energy - give, later.start]
      var end = later.start
      for segment in later.segments {
        end += segment.length
        ends.append(end)
      }
      var best = (value: -Double.infinity, end: energy)
      for end in ends {
        let end = min(max(end, energy - give, 0), energy + take, storage.energyMWh)
        let drawn = energy - end
        let power = drawn > 0 ? drawn * storage.efficiency : drawn / storage.efficiency
        let value = price * power + later(end)
        if value > best.value { best = (value, end) }
      }
      let drawn = energy - best.end
      powers.append(drawn > 0 ? drawn * storage.efficiency : drawn / storage.efficiency)
      energy = best.end
    }
    powerMW = powers
    revenue = worth[0](storage.initialMWh)
  }
}

extension StorageArbitrage.Worth {
  fileprivate mutating func cut(to range: ClosedRange<Double>) {
    while start < range.lowerBound, let first = segments.first {
      let part = min(first.length, range.lowerBound - start)
      start += part
      value += part * first.slope
      if part < first.length { segments[0].length -= part } else { segments.removeFirst() }
    }
    var left = range.upperBound - start
    for index in segments.indices {
      segments[index].length = max(0, min(segments[index].length, left))
      left -= segments[index].length
    }
    segments.removeAll { $0.length <= 0 }
  }
}
