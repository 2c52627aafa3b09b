import PowerFlowKernels

// How little the lines below a busbar can be loaded, whoever stands where below it.
//
// Let the lines that leave busbar m be rated Iₖ, let V be at most the voltage of m, D the net demand
// below m, and ℓ the largest loading of any line, as a share. All per unit:
//
//   Σ Iₖ ℓ V ≥ Σ |Pₖ| ≥ |Σ Pₖ|,   Σ Pₖ = D + losses below m
//
// - D ≥ 0: losses only add, so ℓ ≥ D / (V Σ Iₖ).
// - D < 0: losses take from what is exported, but with ℓ they are bounded too: no line carries more
//   than ℓ I + β inside, β being its charging current, so losses ≤ Σ r (ℓ I + β)² + Σ g v, and ℓ is
//   at least the positive root of  A ℓ² + B ℓ + C = |D|.
//
// The voltage of m follows from the net demand at and below it, which is the same for every placement:
// along v_k = v_m − 2 (r P + x Q) − |z|² l, losses can only lower it, and charging can only raise Q by
// Σ b v. Every quantity is bounded in the direction that keeps the bound valid.

/// A lower bound for the loading of the lines below a busbar.
public struct LoadingBound: Sendable {
  /// The busbar, a node of the feeder.
  public let busbar: Int
  private let quadratic: Double
  private let linear: Double
  private let constant: Double
  private let ratedCurrent: Double
  /// Impedances on the way from the slack.
  private let path: [(resistance: Double, reactance: Double)]
  private let slackSquaredVoltage: Double
  private let squaredLimit: Double
  private let chargingPU: Double

  /// The bound at the first node under the slack that branches, or that `isSite` says devices may
  /// stand at; nil if there is none, or something below it is not a rated line.
  ///
  /// Holds for all placements that keep every voltage below `highestVoltagePU`.
  public init?(
    of feeder: RadialFeeder, highestVoltagePU: Double, isSite: (_ node: Int) -> Bool
  ) {
    guard feeder.firstChild[0] == 1 else { return nil }
    var node = 0
    while feeder.firstChild[node + 1] - feeder.firstChild[node] == 1 && !isSite(node) {
      node = Int(feeder.firstChild[node])
    }
    func value(_ node: Int, _ column: Int) -> Double {
      feeder.table[node * BranchColumn.count + column]
    }
    func rated(_ node: Int, _ column: Int) -> Double? {
      let squared = value(node, column)
      return squared > 0 ? 100 / squared.squareRoot() : nil
    }
    let limit = highestVoltagePU * highestVoltagePU
    var isBelow = [Bool](repeating: false, count: feeder.nodeCount)
    isBelow[node] = true
    var (quadratic, linear, constant, leaving, charging) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for below in 0..<feeder.nodeCount {
      let r = value(below, BranchColumn.resistance)
      guard r >= 0, value(below, BranchColumn.reactance) >= 0,
        value(below, BranchColumn.conductance) >= 0
      else { return nil }
      let squaredVoltage = limit / feeder.squaredScale[below]
      charging += max(value(below, BranchColumn.susceptance), 0) * squaredVoltage
      let parent = Int(feeder.parents[below])
      guard parent >= 0, isBelow[parent] else { continue }
      isBelow[below] = true
      guard value(below, BranchColumn.isTransformer) == 0,
        let own = rated(below, BranchColumn.ownEndRating),
        let head = rated(below, BranchColumn.parentEndRating)
      else { return nil }
      let b = value(below, BranchColumn.ownEndSusceptance)
      let g = value(below, BranchColumn.ownEndConductance)
      let beta = (b * b + g * g).squareRoot() * squaredVoltage.squareRoot()
      quadratic += r * own * own
      linear += 2 * r * own * beta
      constant += r * beta * beta + value(below, BranchColumn.conductance) * squaredVoltage
      if parent == node {
        leaving += head
        constant +=
          value(below, BranchColumn.parentEndConductance) * limit
          / feeder.squaredScale[node]
      }
    }
    guard leaving > 0 else { return nil }
    var path: [(resistance: Double, reactance: Double)] = []
    var step = node
    while step >= 0 {
      path.append((value(step, BranchColumn.resistance), value(step, BranchColumn.reactance)))
      step = Int(feeder.parents[step])
    }
    busbar = node
    self.quadratic = quadratic
    self.linear = linear
    self.constant = constant
    ratedCurrent = leaving
    self.path = path
    slackSquaredVoltage = feeder.slackVoltagePU * feeder.slackVoltagePU
    squaredLimit = limit / feeder.squaredScale[node]
    chargingPU = charging
  }

  /// The highest squared voltage that the busbar can have when everything at and below it draws this
  /// net demand.
  public func highestSquaredVoltage(activeDemandPU: Double, reactiveDemandPU: Double) -> Double {
    var squared = slackSquaredVoltage
    for branch in path {
      squared -=
        2 * branch.resistance * activeDemandPU
        + 2 * branch.reactance * (reactiveDemandPU - chargingPU)
    }
    return min(max(squared, 0), squaredLimit)
  }

  /// The least that the most loaded line can be loaded, percent, when everything below the busbar
  /// draws this net demand.
  public func leastLoadingPercent(activeDemandPU: Double, squaredVoltage: Double) -> Double {
    let carried = ratedCurrent * squaredVoltage.squareRoot()
    guard carried > 0 else { return 0 }
    if activeDemandPU >= 0 { return 100 * activeDemandPU / carried }
    let exported = -activeDemandPU - constant
    guard exported > 0 else { return 0 }
    let slope = carried + linear
    // The root without cancellation; it stays right where there are no losses.
    let root = (slope * slope + 4 * quadratic * exported).squareRoot()
    return 100 * 2 * exported / (slope + root)
  }
}
