import Foundation
import Numerics

// Valve points, prohibited zones and ramps over all hours together. Two units are taken out of a
// schedule, the others keep their powers; one number then decides an hour, the power of the first
// of the two, as the second takes up the balance. The cheapest trajectory of that number is found
// exactly, on a grid of candidates, by dynamic programming over the hours:
//
//     V(t, p) = cost(t, p) + min { V(t − 1, p′) : both units keep their ramps from p′ to p }
//
// Candidates are the valve points and limits of both units, a coarse grid, and ever finer steps
// around where the schedule stands. Pairs take turns until none can save anything; then the prices
// of a few units are tilted for some hours, which moves the schedule to another valley, and what is
// not cheaper in the end is taken back (Lourenço, Martin and Stützle 2003, "Iterated local search").

/// The search over trajectories of pairs of units.
struct TrajectorySearch {
  let units: UnitCase
  let running: [[Bool]]
  let curves: [CostCurve]
  let netDemandMW: [Double]
  let count: Int
  let hours: Int
  /// Valve points and ends of the allowed ranges of each unit.
  private let anchors: [[Double]]
  /// MW of unit *i* in hour *t* at *t* · count + *i*.
  private(set) var power: [Double]
  /// What a MW of a unit costs more than it does while a tilt lasts, in the same order.
  private var tilt: [Double]
  private var stages: [PairStage]
  private var choices: [[PairChoice]]

  /// How long the search goes on.
  struct Effort: Sendable {
    /// Moves to another valley.
    var kicks: Int
    /// Independent searches, of which the best counts.
    var restarts: Int
  }

  init(_ units: UnitCase, running: [[Bool]], from start: [[Double]], netDemandMW: [Double]) {
    self.units = units
    self.running = running
    self.netDemandMW = netDemandMW
    curves = units.units.map { CostCurve($0, emissionPrice: units.emissionPrice) }
    count = units.units.count
    hours = start.count
    power = start.flatMap { $0 }
    tilt = [Double](repeating: 0, count: power.count)
    anchors = units.units.map { unit in
      unit.allowedRanges(from: unit.minimumMW, to: unit.maximumMW)
        .flatMap { range in
          [range.lowerBound, range.upperBound]
            + unit.valvePoints.filter { range.contains($0) }
        }
    }
    stages = []
    choices = [[PairChoice]](repeating: [], count: start.count)
  }

  /// The powers hour by hour.
  var powerMW: [[Double]] {
    (0..<hours).map { Array(power[$0 * count..<($0 + 1) * count]) }
  }

  /// The cost of all hours, without tilts.
  var cost: Double {
    var total = 0.0
    for hour in 0..<hours {
      for unit in 0..<count where running[hour][unit] {
        total += price(unit, power[hour * count + unit])
      }
    }
    return total
  }

  /// Improves the schedule, `kicks` times from another valley.
  mutating func search(kicks: Int, using random: inout RandomSource) {
    descend(using: &random)
    var best = power
    var bestCost = cost
    for _ in 0..<kicks {
      kick(using: &random)
      descend(using: &random)
      let reached = cost
      if reached < bestCost - 1e-7 {
        bestCost = reached
        best = power
      } else {
        power = best
      }
    }
    power = best
    refine(using: &random)
  }

  /// Pairs take turns on coarse, then finer candidates until a round saves next to nothing.
  private mutating func descend(using random: inout RandomSource) {
    var pairs = allPairs
    let worth = 1e-6 * abs(cost)
    for _ in 0..<20 {
      random.shuffle(&pairs)
      var gain = 0.0
      for (first, second) in pairs {
        gain += improve(first, second, .coarse(phase: random.uniform()))
        gain += improve(first, second, .around(step: 1))
      }
      if gain < worth { break }
    }
  }

  private mutating func refine(using random: inout RandomSource) {
    var pairs = allPairs
    for step in [2, 0.5, 0.1, 0.02, 0.004, 0.001] {
      for _ in 0..<4 {
        random.shuffle(&pairs)
        var gain = 0.0
        for (first, second) in pairs { gain += improve(first, second, .around(step: step)) }
        if gain < 1e-7 * abs(cost) { break }
      }
    }
  }

  /// Moves to another valley: some units cost more or less for some hours.
  private mutating func kick(using random: inout RandomSource) {
    let start = random.index(below: hours)
    let length = 1 + random.index(below: min(hours, 8))
    let first = random.index(below: count)
    let steep = curves[first].valveHeight * abs(curves[first].valveFrequency)
    let slope = max(steep, 0.2 * abs(curves[first].linear))
    let sign = random.next() & 1 == 0 ? -1.0 : 1.0
    let height = sign * slope * (0.2 + random.uniform())
    for hour in start..<min(start + length, hours) { tilt[hour * count + first] = height }
    for _ in 0..<2 {
      let second = random.index(below: count)
      if second != first {
        _ = improve(first, second, .coarse(phase: random.uniform()))
      }
    }
    for hour in start..<min(start + length, hours) { tilt[hour * count + first] = 0 }
  }

  private var allPairs: [(Int, Int)] {
    (0..<count).flatMap { first in (first + 1..<count).map { (first, $0) } }
  }

  /// The cost of an hour of a unit; a prohibited zone costs more than anything else could.
  @inline(__always)
  private func price(_ unit: Int, _ power: Double) -> Double {
    var cost = curves[unit].cost(power)
    for zone in units.units[unit].prohibitedZones {
      let depth = min(power - zone.lowerBound, zone.upperBound - power)
      if depth > 1e-9 { cost += 1e5 * (1 + depth) }
    }
    return cost
  }
}

/// Which candidates a pair chooses from.
enum PairGrid {
  /// Valve points, limits and a grid over the whole range, shifted by a share of its step.
  case coarse(phase: Double)
  /// Steps to both sides of where the schedule stands.
  case around(step: Double)
}

/// One hour of two units, the others held.
struct PairStage {
  let demand: Double
  let isFixed: Bool
  // With losses: x + y − (k + x (l₁ + b₁ x) + y (l₂ + b₂ y) + 2 b₁₂ x y) = demand.
  var firstLinear = 0.0
  var secondLinear = 0.0
  var firstOwn = 0.0
  var secondOwn = 0.0
  var mutual = 0.0

  /// The power of the second unit that balances `first` of the first.
  @inline(__always)
  func second(_ first: Double) -> Double {
    let need = demand - first + first * (firstLinear + firstOwn * first)
    guard secondOwn != 0 || secondLinear != 0 || mutual != 0 else { return need }
    let b = 1 - secondLinear - 2 * mutual * first
    return 2 * need / (b + max(b * b - 4 * secondOwn * need, 0).squareRoot())
  }

  /// The power of the first unit that balances `second` of the second.
  @inline(__always)
  func first(_ second: Double) -> Double {
    let need = demand - second + second * (secondLinear + secondOwn * second)
    guard firstOwn != 0 || firstLinear != 0 || mutual != 0 else { return need }
    let b = 1 - firstLinear - 2 * mutual * second
    return 2 * need / (b + max(b * b - 4 * firstOwn * need, 0).squareRoot())
  }
}

/// A candidate of an hour, and the cheapest way to it.
struct PairChoice {
  var first: Double
  var second: Double
  var cost: Double
  var before: Int32
}

extension TrajectorySearch {
  /// The cheapest trajectory of two units on a grid.
  ///
  /// - Returns: what it saves.
  mutating func improve(_ one: Int, _ other: Int, _ grid: PairGrid) -> Double {
    var old = 0.0
    for hour in 0..<hours {
      let stage = stage(hour, one, other)
      fill(hour, one, other, stage, grid)
      let place = hour * count
      old +=
        price(one, power[place + one]) + tilt[place + one] * power[place + one]
        + price(other, power[place + other]) + tilt[place + other] * power[place + other]
      if hour > 0 { connect(hour, one, other) }
    }
    guard let end = choices[hours - 1].indices.min(by: {
      choices[hours - 1][$0].cost < choices[hours - 1][$1].cost
    }), choices[hours - 1][end].cost < old - 1e-9 else { return 0 }
    let saved = old - choices[hours - 1][end].cost
    var place = end
    for hour in (0..<hours).reversed() {
      let choice = choices[hour][place]
      power[hour * count + one] = choice.first
      power[hour * count + other] = choice.second
      place = Int(choice.before)
    }
    return saved
  }

  private func stage(_ hour: Int, _ one: Int, _ other: Int) -> PairStage {
    let row = hour * count
    let isFixed = !(running[hour][one] && running[hour][other])
    var others = 0.0
    for unit in 0..<count where unit != one && unit != other { others += power[row + unit] }
    guard let losses = units.losses else {
      return PairStage(demand: netDemandMW[hour] - others, isFixed: isFixed)
    }
    var loss = losses.constant
    var (crossOne, crossOther) = (0.0, 0.0)
    for unit in 0..<count where unit != one && unit != other {
      var sum = losses.linear[unit]
      for next in 0..<count where next != one && next != other {
        sum += losses.quadratic[unit * count + next] * power[row + next]
      }
      loss += power[row + unit] * sum
      crossOne += losses.quadratic[one * count + unit] * power[row + unit]
      crossOther += losses.quadratic[other * count + unit] * power[row + unit]
    }
    return PairStage(
      demand: netDemandMW[hour] - others + loss, isFixed: isFixed,
      firstLinear: losses.linear[one] + 2 * crossOne,
      secondLinear: losses.linear[other] + 2 * crossOther,
      firstOwn: losses.quadratic[one * count + one],
      secondOwn: losses.quadratic[other * count + other],
      mutual: losses.quadratic[one * count + other])
  }

  private mutating func fill(
    _ hour: Int, _ one: Int, _ other: Int, _ stage: PairStage, _ grid: PairGrid
  ) {
    let row = hour * count
    let (now, partner) = (power[row + one], power[row + other])
    choices[hour].removeAll(keepingCapacity: true)
    let (a, b) = (units.units[one], units.units[other])
    let (tiltOne, tiltOther) = (tilt[row + one], tilt[row + other])
    func consider(_ first: Double, _ second: Double) {
      guard first >= a.minimumMW - 1e-9, first <= a.maximumMW + 1e-9,
        second >= b.minimumMW - 1e-9, second <= b.maximumMW + 1e-9
      else { return }
      let cost = price(one, first) + tiltOne * first + price(other, second) + tiltOther * second
      choices[hour].append(PairChoice(first: first, second: second, cost: cost, before: 0))
    }
    if stage.isFixed {
      var cost = 0.0
      if running[hour][one] { cost += price(one, now) + tiltOne * now }
      if running[hour][other] { cost += price(other, partner) + tiltOther * partner }
      choices[hour].append(PairChoice(first: now, second: partner, cost: cost, before: 0))
      return
    }
    consider(now, partner)
    switch grid {
    case .coarse(let phase):
      for point in anchors[one] { consider(point, stage.second(point)) }
      for point in anchors[other] { consider(stage.first(point), point) }
      let step = (a.maximumMW - a.minimumMW) / 40
      for index in 0..<40 {
        let first = a.minimumMW + (Double(index) + phase) * step
        consider(first, stage.second(first))
      }
    case .around(let step):
      for index in 1...8 {
        for first in [now - Double(index) * step, now + Double(index) * step] {
          consider(first, stage.second(first))
        }
      }
      // Steps that keep the partner's ramps whole, and the ends of ramps.
      for point in anchors[one] where abs(point - now) < 8 * step {
        consider(point, stage.second(point))
      }
      for point in anchors[other] where abs(point - partner) < 8 * step {
        consider(stage.first(point), point)
      }
    }
    choices[hour].sort { $0.first < $1.first }
    if hour == 0 { keepStart(one, other) }
  }

  /// Drops what cannot be reached from before the first hour.
  private mutating func keepStart(_ one: Int, _ other: Int) {
    for (unit, isFirst) in [(one, true), (other, false)] {
      let limits = units.units[unit]
      guard let before = limits.initialMW, limits.commitment.map({ $0.initialHours > 0 }) ?? true
      else { continue }
      choices[0].removeAll {
        let power = isFirst ? $0.first : $0.second
        return power > before + limits.rampUpMW + 1e-8
          || power < before - limits.rampDownMW - 1e-8
      }
    }
  }

  /// The cheapest way to every candidate of `hour` from those of the hour before.
  private mutating func connect(_ hour: Int, _ one: Int, _ other: Int) {
    func ramps(_ unit: Int) -> (up: Double, down: Double) {
      guard running[hour][unit] && running[hour - 1][unit] else { return (.infinity, .infinity) }
      return (units.units[unit].rampUpMW + 1e-8, units.units[unit].rampDownMW + 1e-8)
    }
    let (mine, theirs) = (ramps(one), ramps(other))
    choices[hour - 1].withUnsafeBufferPointer { before in
      choices[hour].withUnsafeMutableBufferPointer { now in
        var start = 0
        for index in now.indices {
          let (first, second) = (now[index].first, now[index].second)
          while start < before.count && before[start].first < first - mine.up { start += 1 }
          var best = Double.infinity
          var place = -1
          var from = start
          while from < before.count && before[from].first <= first + mine.down {
            if before[from].cost < best, second - before[from].second <= theirs.up,
              before[from].second - second <= theirs.down
            {
              best = before[from].cost
              place = from
            }
            from += 1
          }
          now[index].cost += best
          now[index].before = Int32(place)
        }
      }
    }
  }
}
