import Foundation
import Numerics

// Valve points, prohibited zones and ramps over all hours together. Two or three units are taken
// out of a schedule, the others keep their powers; the powers of all but the last of them decide an
// hour, as the last takes up the balance. The cheapest trajectory is found exactly, on a grid of
// candidates, by dynamic programming over the hours:
//
//     V(t, p) = cost(t, p) + min { V(t − 1, p′) : every unit of the group can ramp from p′ to p }
//
// Candidates of pairs are the valve points and limits of both, a coarse grid, and ever finer steps
// around where the schedule stands; those of three units are valve points of two of them. Groups
// take turns until none can save anything; then the price of a unit is tilted for some hours, which
// moves the schedule to another valley (Lourenço, Martin and Stützle 2003, "Iterated local
// search"). Of the hours of both valleys the cheapest mixture is kept, and in the end that of the
// hours of all valleys.

/// The search over trajectories of groups of units.
struct TrajectorySearch {
  let units: UnitCase
  let running: [[Bool]]
  let traits: [Traits]
  let netDemandMW: [Double]
  let count: Int
  let hours: Int
  /// Valve points and ends of the allowed ranges of each unit.
  let anchors: [[Double]]
  /// MW of unit *i* in hour *t* at *t* · count + *i*.
  var power: [Double]
  /// What a MW of a unit costs more than it does while a tilt lasts, in the same order.
  var tilt: [Double]
  var stages = GroupStages()
  /// What the search asks of a unit all the time, flat.
  struct Traits {
    let linear: Double
    let valveHeight: Double
    let valveFrequency: Double
    let lower: Double
    let upper: Double
    let rampUp: Double
    let rampDown: Double
    let hasZones: Bool
    private let fixed: Double
    private let quadratic: Double

    init(_ unit: GenerationUnit, _ curve: CostCurve) {
      fixed = curve.fixed
      linear = curve.linear
      quadratic = curve.quadratic
      valveHeight = curve.valveHeight
      valveFrequency = curve.valveFrequency
      lower = unit.minimumMW
      upper = unit.maximumMW
      // Rounding may not close a ramp that a schedule already uses to its end.
      rampUp = unit.rampUpMW + 1e-8
      rampDown = unit.rampDownMW + 1e-8
      hasZones = !unit.prohibitedZones.isEmpty
    }

    @inline(__always)
    func cost(_ power: Double) -> Double {
      let smooth = fixed + power * (linear + power * quadratic)
      return valveHeight == 0
        ? smooth : smooth + abs(valveHeight * sin(valveFrequency * (lower - power)))
    }

    @inline(__always)
    func allows(_ power: Double) -> Bool { power >= lower && power <= upper }
  }

  /// Units whose powers changed since their groups were last tried.
  private var isFresh: [Bool]

  init(_ units: UnitCase, running: [[Bool]], from start: [[Double]], netDemandMW: [Double]) {
    self.units = units
    self.running = running
    self.netDemandMW = netDemandMW
    traits = units.units.map { Traits($0, CostCurve($0, emissionPrice: units.emissionPrice)) }
    count = units.units.count
    hours = start.count
    power = start.flatMap { $0 }
    tilt = [Double](repeating: 0, count: power.count)
    isFresh = [Bool](repeating: true, count: count)
    anchors = units.units.map { unit in
      unit.allowedRanges(from: unit.minimumMW, to: unit.maximumMW)
        .flatMap { range in
          [range.lowerBound, range.upperBound]
            + unit.valvePoints.filter { $0 > range.lowerBound && $0 < range.upperBound }
        }
    }
  }

  /// The powers hour by hour.
  var powerMW: [[Double]] {
    (0..<hours).map { Array(power[$0 * count..<($0 + 1) * count]) }
  }

  /// The cost of each hour, without tilts.
  private var costs: [Double] {
    (0..<hours).map { hour in
      var total = 0.0
      for unit in 0..<count where running[hour][unit] {
        total += price(unit, power[hour * count + unit])
      }
      return total
    }
  }

  private var cost: Double { costs.reduce(0, +) }

  /// The best powers of `restarts` searches from streams of `seed`, and of their mixtures.
  func best(of restarts: Int, kicks: Int, seed: UInt64, execution: Execution) -> [[Double]] {
    let found = parallelMap(restarts, execution: execution) { restart in
      var random = RandomSource(seed: seed, stream: restart)
      var search = self
      let pool = search.search(kicks: kicks, using: &random)
      return (search: search, cost: search.cost, pool: pool)
    }
    var search = found.min { $0.cost < $1.cost }?.search ?? self
    var all = ColumnPool(hours: hours, capacity: .max)
    for one in found { all.insert(one.pool) }
    var random = RandomSource(seed: seed, stream: restarts)
    search.mix(all)
    search.isFresh = [Bool](repeating: true, count: count)
    search.descend(using: &random)
    search.descendByThree(using: &random)
    search.refine(using: &random)
    return search.powerMW
  }

  /// Improves the schedule, `kicks` times from another valley.
  ///
  /// - Returns: the hours of all valleys.
  private mutating func search(kicks: Int, using random: inout RandomSource) -> ColumnPool {
    descend(using: &random)
    descendByThree(using: &random)
    var pool = ColumnPool(hours: hours, capacity: 100)
    pool.insert(power, costs: costs)
    for kick in 0..<kicks {
      var two = ColumnPool(hours: hours, capacity: 2)
      two.insert(power, costs: costs)
      self.kick(using: &random)
      descend(using: &random)
      if kick % 25 == 24 { descendByThree(using: &random) }
      two.insert(power, costs: costs)
      pool.insert(power, costs: costs)
      mix(two)
      if kick % 25 == 24 { mix(pool) }
    }
    return pool
  }

  /// Goes on from the cheapest mixture of the hours in `pool`, if that is cheaper.
  private mutating func mix(_ pool: ColumnPool) {
    let mixture = pool.cheapest { hour, before, now in
      for unit in 0..<count where running[hour][unit] && running[hour - 1][unit] {
        let change = now[now.startIndex + unit] - before[before.startIndex + unit]
        if change > traits[unit].rampUp || -change > traits[unit].rampDown { return false }
      }
      return true
    }
    guard let mixture else { return }
    let (own, ownCost) = (power, cost)
    power = mixture
    if cost > ownCost { power = own }
  }

  /// Pairs take turns until none that changed can save more than next to nothing.
  private mutating func descend(using random: inout RandomSource) {
    let worth = 1e-7 * abs(cost)
    var pairs = allPairs
    for _ in 0..<20 {
      random.shuffle(&pairs)
      let fresh = isFresh
      for unit in 0..<count { isFresh[unit] = false }
      for (first, second) in pairs
      where fresh[first] || fresh[second] || isFresh[first] || isFresh[second] {
        let gain =
          improve((first, second, nil), .coarse(phase: random.uniform()))
          + improve((first, second, nil), .around(step: 1))
        if gain > worth {
          isFresh[first] = true
          isFresh[second] = true
        }
      }
      if !isFresh.contains(true) { break }
    }
  }

  /// Three units at a time, once each, or some of them where there are many.
  private mutating func descendByThree(using random: inout RandomSource) {
    guard count > 2 else { return }
    var before = cost
    for _ in 0..<5 {
      var triples: [(Int, Int, Int)] = []
      for first in 0..<count {
        for second in first + 1..<count {
          for third in second + 1..<max(count, second + 1) {
            triples.append((first, second, third))
          }
        }
      }
      random.shuffle(&triples)
      for (first, second, third) in triples.prefix(200)
      where improve((first, second, third), .coarse(phase: 0)) > 0 {
        for unit in [first, second, third] { isFresh[unit] = true }
      }
      descend(using: &random)
      let reached = cost
      if reached > before - 1e-6 * abs(before) { break }
      before = reached
    }
  }

  private mutating func refine(using random: inout RandomSource) {
    var pairs = allPairs
    for step in [2, 0.5, 0.1, 0.02, 0.004, 0.001] {
      for _ in 0..<4 {
        random.shuffle(&pairs)
        var gain = 0.0
        for (first, second) in pairs { gain += improve((first, second, nil), .around(step: step)) }
        if gain < 1e-7 * abs(cost) { break }
      }
    }
  }

  /// Moves to another valley: a unit costs more or less for some hours.
  private mutating func kick(using random: inout RandomSource) {
    let start = random.index(below: hours)
    let length = 1 + random.index(below: min(hours, 8))
    let first = random.index(below: count)
    let steep = traits[first].valveHeight * abs(traits[first].valveFrequency)
    let slope = max(steep, 0.2 * abs(traits[first].linear))
    let sign = random.next() & 1 == 0 ? -1.0 : 1.0
    let height = sign * slope * (0.2 + random.uniform())
    for hour in start..<min(start + length, hours) { tilt[hour * count + first] = height }
    for _ in 0..<2 {
      let second = random.index(below: count)
      if second != first {
        _ = improve((first, second, nil), .coarse(phase: random.uniform()))
        isFresh[second] = true
      }
    }
    isFresh[first] = true
    for hour in start..<min(start + length, hours) { tilt[hour * count + first] = 0 }
  }

  private var allPairs: [(Int, Int)] {
    (0..<count).flatMap { first in (first + 1..<max(count, first + 1)).map { (first, $0) } }
  }

  /// The cost of an hour of a unit; a prohibited zone costs more than anything else could.
  @inline(__always)
  func price(_ unit: Int, _ power: Double) -> Double {
    var cost = traits[unit].cost(power)
    guard traits[unit].hasZones else { return cost }
    for zone in units.units[unit].prohibitedZones {
      let depth = min(power - zone.lowerBound, zone.upperBound - power)
      if depth > 1e-9 { cost += 1e5 * (1 + depth) }
    }
    return cost
  }
}
