// Valve points with losses, exactly where there are few units. As without losses, an optimum has
// all units but one on a valve point or a limit. Losses never fall below their tangent k + gᵀ P,
// so that at any price λ ≥ 0
//
//     cost ≥ λ (D + k) + Σ min over q of [ F(q) − λ (1 − g) q ] + Σ excess of the points chosen
//
// For each unit that may be the free one, the points of all others are tried by increasing excess,
// and a branch ends where the bound passes the best dispatch known.

/// The exact search over valve points of an hour with losses.
struct LossyCuspSearch {
  private let task: HourTask
  /// Per unit its points by increasing excess.
  private var points: [[(power: Double, excess: Double)]] = []
  private(set) var lowerBound = -Double.infinity
  private(set) var best: [Double]
  private(set) var bestCost: Double
  private var leavesLeft: Int

  /// nil if tangents do not bound the losses.
  init?(_ task: HourTask, from start: [Double], leaves: Int = 200_000) {
    guard let losses = task.losses, losses.isConvex else { return nil }
    self.task = task
    best = start
    bestCost = task.cost(start)
    leavesLeft = leaves
    let gradient = start.indices.map {
      losses.linear[$0] + 2 * losses.halfGradient($0, at: start)
    }
    let constant = losses.lossMW(at: start) - zip(gradient, start).reduce(0) { $0 + $1.0 * $1.1 }
    var (low, high) = (0.0, 1e4)
    for _ in 0..<60 {
      let price = (low + high) / 2
      var bound = price * (task.demandMW + constant)
      var supply = 0.0
      var minima: [Double] = []
      for (index, curve) in task.curves.enumerated() {
        let share = 1 - gradient[index]
        let least = curve.minimum(over: task.ranges[index], price: price * share)
        bound += least.value
        supply += share * least.power
        minima.append(least.value)
      }
      if bound > lowerBound {
        lowerBound = bound
        points = task.curves.indices.map { index in
          task.candidates(index).map { power in
            (
              power,
              task.curves[index].cost(power) - price * (1 - gradient[index]) * power
                - minima[index]
            )
          }.sorted { $0.1 < $1.1 }
        }
      }
      if supply < task.demandMW + constant { low = price } else { high = price }
    }
  }

  /// Improves `best` to the optimum; false if there were too many points to try.
  mutating func search() -> Bool {
    var power = best
    for free in task.curves.indices {
      branch(unit: 0, free: free, excess: 0, &power)
    }
    return leavesLeft > 0
  }

  private mutating func branch(unit: Int, free: Int, excess: Double, _ power: inout [Double]) {
    guard unit < task.count else {
      leavesLeft -= 1
      guard let balanced = task.balancingPower(of: free, power), task.allows(balanced, free)
      else { return }
      power[free] = balanced
      let cost = task.cost(power)
      if cost < bestCost - 1e-9 {
        bestCost = cost
        best = power
      }
      return
    }
    if unit == free {
      branch(unit: unit + 1, free: free, excess: excess, &power)
      return
    }
    for point in points[unit] {
      guard leavesLeft > 0, lowerBound + excess + point.excess < bestCost - 1e-9 else { return }
      power[unit] = point.power
      branch(unit: unit + 1, free: free, excess: excess + point.excess, &power)
    }
  }
}
