// Equal incremental cost: at the optimum of smooth convex costs, every unit between its limits has
// the same cost of a further MW delivered, λ (the coordination equations of Kirchmayer 1958):
//
//     bᵢ + 2 cᵢ Pᵢ = λ (1 − ∂P_L/∂Pᵢ)
//
// For a given λ this is a quadratic programme in a box, solved by sweeps over the units (one sweep
// without losses); what is delivered grows with λ, which is bisected. Between the two last values
// of λ powers are interpolated: that is exact for quadratics, and shares what is left among units
// whose incremental cost is constant.

/// Dispatch of smooth costs between limits.
struct ConvexDispatch {
  let linear: [Double]
  let quadratic: [Double]
  let losses: TransmissionLoss?

  init(_ curves: [CostCurve], losses: TransmissionLoss?) {
    linear = curves.map(\.linear)
    quadratic = curves.map(\.quadratic)
    self.losses = losses
  }

  /// The cheapest powers within `lower` … `upper` that deliver `demandMW`; nil if none can.
  func powers(_ lower: [Double], _ upper: [Double], demandMW: Double) -> [Double]? {
    let tolerance = 1e-9 * max(1, demandMW)
    guard delivered(upper) >= demandMW - tolerance, delivered(lower) <= demandMW + tolerance else {
      return nil
    }
    var low = 0.0
    var high = 1.0
    for index in linear.indices {
      let steepest = linear[index] + 2 * quadratic[index] * upper[index]
      high = max(high, 2 * steepest + 1)
      low = min(low, linear[index] - 1)
    }
    var below = lower
    var above = upper
    sweep(&above, at: high, lower, upper)
    while delivered(above) < demandMW && high < 1e12 {
      high *= 4
      sweep(&above, at: high, lower, upper)
    }
    sweep(&below, at: low, lower, upper)
    for _ in 0..<100 where high - low > 1e-14 * abs(high) {
      let middle = (low + high) / 2
      var powers = below
      sweep(&powers, at: middle, lower, upper)
      if delivered(powers) < demandMW {
        low = middle
        below = powers
      } else {
        high = middle
        above = powers
      }
    }
    let (least, most) = (delivered(below), delivered(above))
    let share = most > least ? min(max((demandMW - least) / (most - least), 0), 1) : 0
    return settle(
      zip(below, above).map { $0 + share * ($1 - $0) }, lower, upper, demandMW: demandMW)
  }

  func delivered(_ powers: [Double]) -> Double {
    powers.reduce(0, +) - (losses?.lossMW(at: powers) ?? 0)
  }

  private func sweep(
    _ powers: inout [Double], at price: Double, _ lower: [Double], _ upper: [Double]
  ) {
    guard let losses else {
      for index in powers.indices {
        powers[index] = best(
          linear[index] - price, 2 * quadratic[index], lower[index], upper[index])
      }
      return
    }
    for _ in 0..<200 {
      var change = 0.0
      for index in powers.indices {
        let own = losses.quadratic[index * losses.count + index]
        let cross = losses.halfGradient(index, at: powers) - own * powers[index]
        let slope = linear[index] - price * (1 - losses.linear[index] - 2 * cross)
        let next = best(
          slope, 2 * (quadratic[index] + price * own), lower[index], upper[index])
        change = max(change, abs(next - powers[index]))
        powers[index] = next
      }
      if change < 1e-11 { return }
    }
  }

  /// The minimum of slope · x + curvature · x² / 2 between two limits.
  @inline(__always)
  private func best(
    _ slope: Double, _ curvature: Double, _ lower: Double, _ upper: Double
  )
    -> Double
  {
    guard curvature > 0 else { return slope < 0 ? upper : lower }
    return min(max(-slope / curvature, lower), upper)
  }

  /// Takes the last rounding off the balance.
  private func settle(
    _ powers: [Double], _ lower: [Double], _ upper: [Double], demandMW: Double
  ) -> [Double] {
    var powers = powers
    for _ in 0..<3 {
      for index in powers.indices {
        let missing = demandMW - delivered(powers)
        if abs(missing) < 1e-12 { return powers }
        powers[index] = min(max(powers[index] + missing, lower[index]), upper[index])
      }
    }
    return powers
  }
}
