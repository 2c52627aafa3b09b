import Numerics

// A bound on what any schedule costs. What couples units is priced instead of kept: λ for the
// balance of an hour, μ and ν for reserves. Then every unit and storage plans for itself, exactly:
//
//     L(λ, μ, ν) = Σₜ λ (D + k) + μ R↑ + ν R↓ + Σ units min [ F(P) − λ (1 − g) P
//                  − μ (P̄ − P) − ν (P − P̲) + starts ] + Σ storages min [ −λ s ] + min (c − λ) u
//
// Losses enter by their tangent k + gᵀ P at a known schedule, which they never fall below while B
// is positive semidefinite. Ramps are left out. For all prices (λ ≥ 0 with losses or storage) L is a bound;
// subgradient steps of Polyak's length (1969) raise it.

/// The Lagrangian relaxation of a case.
struct LagrangianRelaxation {
  /// The best bound so far.
  private(set) var bound = -Double.infinity
  /// The plans that units chose at the best bound.
  private(set) var running: [[Bool]] = []
  private(set) var prices: Prices

  /// λ, μ and ν per hour.
  struct Prices: Sendable {
    var balance: [Double]
    var up: [Double]
    var down: [Double]
  }

  private let units: UnitCase
  private let curves: [CostCurve]
  private let ranges: [[ClosedRange<Double>]]
  private let states: [RunStates]
  /// Per hour the gradient of the losses, and what their tangent has at no power.
  private let gradients: [[Double]]
  private let constants: [Double]

  /// The hours in which units run, if that is decided.
  private let decided: [[Bool]]?

  /// nil where no tangent stays below the losses.
  init?(
    _ units: UnitCase, running: [[Bool]]?, around powerMW: [[Double]], prices: [Double]
  ) {
    if let losses = units.losses, !losses.isConvex { return nil }
    self.units = units
    decided = running
    self.prices = Prices(
      balance: prices, up: prices.map { _ in 0 }, down: prices.map { _ in 0 })
    curves = units.units.map { CostCurve($0, emissionPrice: units.emissionPrice) }
    ranges = units.units.map { $0.allowedRanges(from: $0.minimumMW, to: $0.maximumMW) }
    states = units.units.map { RunStates($0, hours: units.hourCount) }
    let losses = units.losses
    let gradients = powerMW.map { power in
      power.indices.map { unit in
        losses.map { $0.linear[unit] + 2 * $0.halfGradient(unit, at: power) } ?? 0
      }
    }
    self.gradients = gradients
    constants = powerMW.indices.map { hour in
      (losses?.lossMW(at: powerMW[hour]) ?? 0)
        - zip(gradients[hour], powerMW[hour]).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// Raises the bound in `steps` steps towards `target`, the cost of a schedule.
  ///
  /// - Parameters:
  ///   - steps: how many.
  ///   - target: the cost of the best schedule so far.
  ///   - visit: sees the units' plans at each step.
  mutating func ascend(
    steps: Int, target: () -> Double,
    visit: (_ step: Int, _ running: [[Bool]]) -> Void = { _, _ in }
  ) {
    var trial = prices
    var direction = [Double](repeating: 0, count: 3 * units.hourCount)
    var eagerness = 1.0
    var sinceBest = 0
    for step in 0..<steps {
      let found = evaluate(trial)
      if found.value > bound {
        bound = found.value
        prices = trial
        running = found.running
        sinceBest = 0
      } else {
        sinceBest += 1
        if sinceBest > 8 {
          eagerness *= 0.6
          sinceBest = 0
          trial = prices
        }
      }
      visit(step, found.running)
      var norm = 0.0
      for index in direction.indices {
        direction[index] = 0.7 * direction[index] + 0.3 * found.subgradient[index]
        norm += direction[index] * direction[index]
      }
      guard norm > 1e-12, eagerness > 1e-4 else { break }
      let length = eagerness * max(target() - found.value, 1e-6 * abs(found.value)) / norm
      let hours = units.hourCount
      let least = units.losses == nil && units.storages.isEmpty ? -Double.infinity : 0
      for hour in 0..<hours {
        trial.balance[hour] = max(trial.balance[hour] + length * direction[hour], least)
        trial.up[hour] = max(trial.up[hour] + length * direction[hours + hour], 0)
        trial.down[hour] = max(trial.down[hour] + length * direction[2 * hours + hour], 0)
      }
    }
  }

  /// The relaxation's value at `prices`, who runs in it, and how it changes with the prices.
  private func evaluate(
    _ prices: Prices
  ) -> (value: Double, running: [[Bool]], subgradient: [Double]) {
    let hours = units.hourCount
    var value = 0.0
    var slope = [Double](repeating: 0, count: 3 * hours)
    var running = [[Bool]](
      repeating: [Bool](repeating: true, count: curves.count), count: hours)
    for hour in 0..<hours {
      let price = prices.balance[hour]
      let need = units.demandMW[hour] + constants[hour]
      value += price * need
      slope[hour] += need
      // Without a reserve there is nothing to price.
      if units.upReserveMW[hour] > 0 {
        value += prices.up[hour] * units.upReserveMW[hour]
        slope[hours + hour] += units.upReserveMW[hour]
      }
      if units.downReserveMW[hour] > 0 {
        value += prices.down[hour] * units.downReserveMW[hour]
        slope[2 * hours + hour] += units.downReserveMW[hour]
      }
      if let unserved = units.unservedCostPerMWh, unserved < price {
        value += (unserved - price) * units.demandMW[hour]
        slope[hour] -= units.demandMW[hour]
      }
    }
    for index in curves.indices {
      let unit = units.units[index]
      var powers = [Double](repeating: 0, count: hours)
      var costs = powers
      for hour in 0..<hours {
        let up = units.upReserveMW[hour] > 0 ? prices.up[hour] : 0
        let down = units.downReserveMW[hour] > 0 ? prices.down[hour] : 0
        let price = prices.balance[hour] * (1 - gradients[hour][index]) - up + down
        let best = curves[index].minimum(over: ranges[index], price: price)
        powers[hour] = best.power
        costs[hour] = best.value - up * unit.maximumMW + down * unit.minimumMW
      }
      if let decided {
        for hour in 0..<hours {
          running[hour][index] = decided[hour][index]
          if decided[hour][index] { value += costs[hour] }
        }
      } else if unit.commitment == nil {
        value += costs.reduce(0, +)
      } else {
        guard
          let plan = RunPlan(
            [states[index]], hours: hours, hourCost: { $1 == 1 ? costs[$0] : 0 })
        else { return (-.infinity, running, slope) }
        value += plan.cost
        for hour in 0..<hours { running[hour][index] = plan.masks[hour] == 1 }
      }
      for hour in 0..<hours where running[hour][index] {
        slope[hour] -= (1 - gradients[hour][index]) * powers[hour]
        if units.upReserveMW[hour] > 0 { slope[hours + hour] -= unit.maximumMW - powers[hour] }
        if units.downReserveMW[hour] > 0 {
          slope[2 * hours + hour] -= powers[hour] - unit.minimumMW
        }
      }
    }
    for storage in units.storages {
      let plan = StorageArbitrage(storage, prices: prices.balance)
      value -= plan.revenue
      for hour in 0..<hours { slope[hour] -= plan.powerMW[hour] }
    }
    return (value, running, slope)
  }
}

extension TransmissionLoss {
  /// Whether no eigenvalue of B is below zero, up to rounding.
  var isConvex: Bool {
    let size = (0..<count).reduce(0.0) { max($0, abs(quadratic[$1 * count + $1])) }
    var factor = ProfileFactorization(first: [Int](repeating: 0, count: count))
    for row in 0..<count {
      for column in 0...row {
        factor.add(
          quadratic[row * count + column] + (row == column ? 1e-12 * size : 0), row, column)
      }
    }
    factor.factorize()
    return factor.diagonal.allSatisfy { $0 >= 0 }
  }
}

extension UnitCase {
  /// A bound on what any schedule costs, of those with `running` units if that is decided, raised
  /// towards the cost of `schedule`; nil without one.
  func relaxedBound(of schedule: UnitSchedule, running: [[Bool]]? = nil) -> Double? {
    let price = units.map { $0.cost($0.maximumMW) / max($0.maximumMW, 1) }.sorted()
    var relaxation = LagrangianRelaxation(
      self, running: running, around: schedule.powerMW,
      prices: demandMW.map { _ in price[price.count / 2] })
    relaxation?.ascend(steps: 300, target: { schedule.cost })
    return relaxation.map { min($0.bound, schedule.cost) }
  }
}
