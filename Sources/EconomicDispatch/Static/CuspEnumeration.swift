import Foundation

// Valve points, exactly. Between valve points |sin| is concave, so an optimum has all units but one
// on a valve point or a limit (where ripples are steeper than the quadratics are curved). With
// points q and costs F, and λ the price at which the points' lower hulls meet demand,
//
//     excess of a point: r(q) = F(q) − λ q − min over the unit's points ≥ 0
//     any solution costs L + Σ excess, L = λ D + Σ min
//
// A solution that costs at most L + g has points of total excess at most g, if the unit off its
// points is counted at the better end of its arc, and their sum misses demand by little: only so
// far as an arc stays within g. All such combinations are listed by meeting in the middle: both
// halves of the units list theirs, sorted by sum, and pairs that meet demand are rated. g starts
// small and doubles until a solution within it is found, which then is the optimum.

/// The exact search over valve points.
struct CuspEnumeration {
  /// The optimum, and the bound that any dispatch whatever obeys at the price λ.
  struct Result {
    let powers: [Double]
    let cost: Double
    let lowerBound: Double
  }

  /// Points of half the units that may be part of an optimum.
  private struct Combination {
    let sum: Double
    let excess: Double
    /// Which point each unit of the half is on, as digits.
    let code: Int
  }

  private let task: HourTask
  /// Per unit its points by increasing excess.
  private let points: [[(power: Double, excess: Double)]]
  private let price: Double
  private let lowerBound: Double
  private static let largestHalf = 300_000

  /// nil where the search does not apply: losses, or a unit without ripple among the others.
  init?(_ task: HourTask) {
    guard task.losses == nil,
      task.curves.allSatisfy({ $0.hasValves || $0.quadratic == 0 }) || task.count == 1
    else {
      return nil
    }
    self.task = task
    let candidates = task.curves.indices.map { index in
      task.candidates(index).map { (power: $0, cost: task.curves[index].cost($0)) }
    }
    let price = CuspEnumeration.price(of: candidates, demandMW: task.demandMW)
    var bound = price * task.demandMW
    var sorted: [[(power: Double, excess: Double)]] = []
    for unit in candidates {
      let reduced = unit.map { (power: $0.power, excess: $0.cost - price * $0.power) }
      let least = reduced.map(\.excess).min() ?? 0
      bound += least
      sorted.append(
        reduced.map { (power: $0.power, excess: $0.excess - least) }
          .sorted { ($0.excess, $0.power) < ($1.excess, $1.power) })
    }
    self.price = price
    points = sorted
    lowerBound = bound
  }

  /// The price at which units on their cheapest points come nearest to demand.
  private static func price(
    of candidates: [[(power: Double, cost: Double)]], demandMW: Double
  ) -> Double {
    var low = -1e4
    var high = 1e4
    for _ in 0..<50 {
      let middle = (low + high) / 2
      var sum = 0.0
      for unit in candidates {
        var best = (value: Double.infinity, power: 0.0)
        for point in unit {
          let value = point.cost - middle * point.power
          if value < best.value { best = (value, point.power) }
        }
        sum += best.power
      }
      if sum < demandMW { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The optimum; nil if no dispatch is possible, or too many combinations would have to be listed.
  func optimum() -> Result? {
    let split = splitPoint()
    let units = Array(points.indices)
    var gap = max(1e-4 * abs(lowerBound), 1e-6)
    let widest =
      points.reduce(gap) { $0 + ($1.last?.excess ?? 0) }
      + task.curves.reduce(0) { $0 + $1.valveHeight }
    while true {
      guard let left = combinations(units[..<split], within: gap),
        let right = combinations(units[split...], within: gap)
      else { return nil }
      if let found = match(left, right, split: split, within: gap) { return found }
      guard gap < widest else { return nil }
      gap = min(2 * gap, widest)
    }
  }

  /// Where the numbers of points multiply to about the same on both sides.
  private func splitPoint() -> Int {
    let weights = points.map { log2(Double($0.count)) }
    let total = weights.reduce(0, +)
    var sum = 0.0
    for (index, weight) in weights.enumerated() {
      sum += weight
      if sum >= total / 2 { return index + 1 }
    }
    return points.count
  }

  private func combinations(_ units: ArraySlice<Int>, within gap: Double) -> [Combination]? {
    var found = [Combination(sum: 0, excess: 0, code: 0)]
    var previous: Int?
    var ranks = [0]
    for unit in units {
      let isTwin =
        previous.map {
          task.curves[$0].isParallel(to: task.curves[unit]) && task.ranges[$0] == task.ranges[unit]
        } ?? false
      var next: [Combination] = []
      var nextRanks: [Int] = []
      for (partial, rank) in zip(found, ranks) {
        // Twins stand in order: exchanging them would give the same dispatch again.
        var index = isTwin ? rank : 0
        while index < points[unit].count {
          let point = points[unit][index]
          let excess = partial.excess + point.excess
          if excess > gap { break }
          next.append(
            Combination(
              sum: partial.sum + point.power, excess: excess,
              code: partial.code * points[unit].count + index))
          nextRanks.append(index)
          index += 1
        }
      }
      guard next.count <= Self.largestHalf else { return nil }
      found = next
      ranks = nextRanks
      previous = unit
    }
    return found.sorted { ($0.sum, $0.excess, $0.code) < ($1.sum, $1.excess, $1.code) }
  }

  /// The cheapest dispatch near a pair of combinations, if one lies within `gap`.
  private func match(
    _ left: [Combination], _ right: [Combination], split: Int, within gap: Double
  ) -> Result? {
    var limit = gap
    var best: (left: Int, right: Int, free: Int, shift: Double)?
    var digits = [Int](repeating: 0, count: points.count)
    let reach = reach(within: gap)
    var start = right.count
    for (position, one) in left.enumerated() {
      // As sums on the left grow, the window on the right moves down.
      let lowest = task.demandMW - one.sum - reach.up
      let highest = task.demandMW - one.sum + reach.down
      while start > 0 && right[start - 1].sum >= lowest { start -= 1 }
      var index = start
      while index < right.count && right[index].sum <= highest {
        let other = right[index]
        if one.excess + other.excess <= limit {
          decode(one.code, 0..<split, &digits)
          decode(other.code, split..<points.count, &digits)
          let shift = task.demandMW - one.sum - other.sum
          if let (free, excess) = bestShift(
            shift, digits, total: one.excess + other.excess, below: limit)
          {
            limit = excess
            best = (position, index, free, shift)
          }
        }
        index += 1
      }
    }
    guard let best else { return nil }
    decode(left[best.left].code, 0..<split, &digits)
    decode(right[best.right].code, split..<points.count, &digits)
    var powers = points.indices.map { points[$0][digits[$0]].power }
    powers[best.free] += best.shift
    return Result(powers: powers, cost: task.cost(powers), lowerBound: lowerBound)
  }

  private func decode(_ code: Int, _ units: Range<Int>, _ digits: inout [Int]) {
    var rest = code
    for unit in units.reversed() {
      (rest, digits[unit]) = rest.quotientAndRemainder(dividingBy: points[unit].count)
    }
  }

  /// The unit that takes up `shift` at the least excess, if that is below `limit`.
  private func bestShift(
    _ shift: Double, _ digits: [Int], total: Double, below limit: Double
  ) -> (unit: Int, excess: Double)? {
    var best: (unit: Int, excess: Double)?
    var limit = limit
    for unit in digits.indices {
      let point = points[unit][digits[unit]]
      let power = point.power + shift
      guard task.allows(power, unit) else { continue }
      let curve = task.curves[unit]
      // The quadratic alone first: the ripple only adds.
      let change =
        (curve.linear + curve.quadratic * (power + point.power) - price) * shift
      let start = curve.ripple(point.power)
      guard total + change - start < limit else { continue }
      let excess = total + change - start + curve.ripple(power)
      if excess < limit {
        limit = excess
        best = (unit, excess)
      }
    }
    return best
  }

  /// How far the sum of points may miss demand while an arc stays within `gap`.
  private func reach(within gap: Double) -> (down: Double, up: Double) {
    var down = 0.0
    var up = 0.0
    for unit in points.indices {
      let curve = task.curves[unit]
      let least = points[unit][0]
      let base = curve.cost(least.power) - price * least.power
      let inOrder = points[unit].sorted { $0.power < $1.power }
      for (first, second) in zip(inOrder, inOrder.dropFirst())
      where task.allows((first.power + second.power) / 2, unit) {
        for (end, other) in [(first, second), (second, first)] where end.excess <= gap {
          // Along a concave arc the excess rises, then falls: it leaves `gap` once, if at all.
          var inside = 0.0
          var outside = other.power - end.power
          func excess(_ shift: Double) -> Double {
            curve.cost(end.power + shift) - price * (end.power + shift) - base
          }
          if excess(outside / 2) <= gap {
            inside = outside
          } else {
            outside /= 2
            for _ in 0..<20 {
              let middle = (inside + outside) / 2
              if excess(middle) <= gap { inside = middle } else { outside = middle }
            }
            inside = outside
          }
          up = max(up, inside)
          down = max(down, -inside)
        }
      }
    }
    return (down, up)
  }
}
