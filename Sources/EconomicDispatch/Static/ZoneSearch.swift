/// Smooth costs with prohibited zones, exactly: branch and bound.
///
/// Without the zones the problem is convex, and its optimum a lower bound. Where a unit stands in a
/// zone, one branch keeps it below and one above. Depth first, the cheaper branch first.
struct ZoneSearch {
  private let task: HourTask
  private let convex: ConvexDispatch
  private(set) var best: [Double]?
  private(set) var bestCost = Double.infinity
  /// The bound at the root: the optimum without zones.
  private(set) var lowerBound = -Double.infinity
  private var nodesLeft = 200_000

  init(_ task: HourTask) {
    self.task = task
    convex = ConvexDispatch(task.curves, losses: task.losses)
    let lower = task.ranges.map { $0[0].lowerBound }
    let upper = task.ranges.map { $0[$0.count - 1].upperBound }
    if let relaxed = convex.powers(lower, upper, demandMW: task.demandMW) {
      lowerBound = task.cost(relaxed)
      branch(relaxed, lowerBound, lower, upper)
    }
  }

  private mutating func branch(
    _ powers: [Double], _ cost: Double, _ lower: [Double], _ upper: [Double]
  ) {
    nodesLeft -= 1
    guard cost < bestCost - 1e-9, nodesLeft > 0 else { return }
    guard let (unit, below, above) = unitInZone(powers) else {
      best = powers
      bestCost = cost
      return
    }
    var branches: [(powers: [Double], cost: Double, lower: [Double], upper: [Double])] = []
    for isBelow in [true, false] {
      var (lower, upper) = (lower, upper)
      if isBelow { upper[unit] = below } else { lower[unit] = above }
      guard lower[unit] <= upper[unit],
        let relaxed = convex.powers(lower, upper, demandMW: task.demandMW)
      else { continue }
      branches.append((relaxed, task.cost(relaxed), lower, upper))
    }
    for next in branches.sorted(by: { $0.cost < $1.cost }) {
      branch(next.powers, next.cost, next.lower, next.upper)
    }
  }

  /// A unit between two of its ranges, and the ends of these.
  private func unitInZone(_ powers: [Double]) -> (unit: Int, below: Double, above: Double)? {
    for (index, ranges) in task.ranges.enumerated() {
      for (lower, upper) in zip(ranges, ranges.dropFirst())
      where powers[index] > lower.upperBound + 1e-9 && powers[index] < upper.lowerBound - 1e-9 {
        return (index, lower.upperBound, upper.lowerBound)
      }
    }
    return nil
  }
}
