import Foundation
import Numerics

/// Annealing over valve points, for systems too large to list: all units but one sit on a point,
/// the free one takes up the balance.
///
/// Source of the idea: at an optimum of concave arcs all units but one are at an end of theirs; of
/// the method: Kirkpatrick, Gelatt and Vecchi (1983), "Optimization by simulated annealing".
struct CuspAnnealing {
  private let task: HourTask
  private let points: [[Double]]
  private let costs: [[Double]]

  init(_ task: HourTask) {
    self.task = task
    points = task.curves.indices.map { task.candidates($0) }
    costs = zip(task.curves, points).map { curve, points in points.map(curve.cost) }
  }

  /// The best powers met in `moves` moves; nil if no balanced start was found.
  func search(moves: Int, using random: inout RandomSource) -> [Double]? {
    guard var state = start(using: &random) else { return nil }
    var best = state
    let steepest = task.curves.map(\.valveHeight).max() ?? 0
    let spread = max(0.3 * steepest, 1e-3 * abs(state.cost) / Double(max(task.count, 1)))
    let cooling = pow(1.0 / 300, 1 / Double(max(moves, 1)))
    var temperature = spread
    for _ in 0..<moves {
      temperature *= cooling
      var next = state
      change(&next, using: &random)
      guard let cost = rate(&next) else { continue }
      if cost <= state.cost || random.uniform() < exp((state.cost - cost) / temperature) {
        state = next
        if cost < best.cost { best = next }
      }
    }
    return powers(of: best)
  }

  private struct State {
    var place: [Int]
    var free: Int
    var freePower: Double
    /// Sums over all units at their points, the free one included.
    var sum: Double
    var pointCost: Double
    var cost: Double
  }

  private func start(using random: inout RandomSource) -> State? {
    for _ in 0..<50 {
      var state = State(
        place: points.map { random.index(below: $0.count) }, free: 0, freePower: 0, sum: 0,
        pointCost: 0, cost: 0)
      for unit in points.indices {
        state.sum += points[unit][state.place[unit]]
        state.pointCost += costs[unit][state.place[unit]]
      }
      for _ in 0..<200 * points.count {
        state.free = random.index(below: points.count)
        if let cost = rate(&state) {
          state.cost = cost
          return state
        }
        let unit = random.index(below: points.count)
        let balance = task.balancingPower(of: unit, powersAtPoints(state))
        let isShort = balance.map { $0 > points[unit][state.place[unit]] } ?? true
        move(&state, unit, to: state.place[unit] + (isShort ? 1 : -1))
      }
    }
    return nil
  }

  /// One move: another free unit, a unit to another point, or two units against one another.
  private func change(_ state: inout State, using random: inout RandomSource) {
    let kind = random.index(below: 4)
    let unit = random.index(below: points.count)
    if kind == 0 {
      state.free = unit
      return
    }
    let step = random.next() & 1 == 0 ? -1 : 1
    let target =
      kind == 3 ? random.index(below: points[unit].count) : state.place[unit] + step
    let direction = target > state.place[unit] ? -1 : 1
    move(&state, unit, to: target)
    if kind >= 2 {
      let other = random.index(below: points.count)
      if other != unit { move(&state, other, to: state.place[other] + direction) }
    }
    if random.uniform() < 0.3 { state.free = random.index(below: points.count) }
  }

  @inline(__always)
  private func move(_ state: inout State, _ unit: Int, to place: Int) {
    guard points[unit].indices.contains(place) else { return }
    state.sum += points[unit][place] - points[unit][state.place[unit]]
    state.pointCost += costs[unit][place] - costs[unit][state.place[unit]]
    state.place[unit] = place
  }

  /// Balances by the free unit and rates; nil if that cannot be.
  private func rate(_ state: inout State) -> Double? {
    let free = state.free
    let atPoint = points[free][state.place[free]]
    let power: Double
    if task.losses == nil {
      power = task.demandMW - (state.sum - atPoint)
    } else {
      guard let balanced = task.balancingPower(of: free, powersAtPoints(state)) else { return nil }
      power = balanced
    }
    guard task.allows(power, free) else { return nil }
    state.freePower = power
    state.cost = state.pointCost - costs[free][state.place[free]] + task.curves[free].cost(power)
    return state.cost
  }

  private func powersAtPoints(_ state: State) -> [Double] {
    points.indices.map { points[$0][state.place[$0]] }
  }

  private func powers(of state: State) -> [Double]? {
    var powers = powersAtPoints(state)
    guard let balanced = task.balancingPower(of: state.free, powers),
      task.allows(balanced, state.free)
    else { return nil }
    powers[state.free] = balanced
    return powers
  }
}
