/// Exchange of power between two units until no pair can save anything.
///
/// One unit of a pair goes to a point of its own, or to where its partner is on one, or a little
/// way; the partner takes up the balance. This settles what annealing left, and finds interior
/// optima of units whose quadratics are steeper than their ripples.
struct PairPolish {
  let task: HourTask
  private let points: [[Double]]

  init(_ task: HourTask) {
    self.task = task
    points = task.curves.indices.map { task.candidates($0) }
  }

  /// Improves `powers`, which are balanced and allowed, in place.
  func polish(_ powers: inout [Double]) {
    for _ in 0..<100 {
      var gain = 0.0
      for first in powers.indices {
        for second in powers.indices where second != first {
          gain += exchange(first, second, &powers)
        }
      }
      if gain <= 1e-9 { return }
    }
  }

  /// The best exchange between two units.
  ///
  /// - Returns: what it saves.
  private func exchange(_ first: Int, _ second: Int, _ powers: inout [Double]) -> Double {
    let before = task.curves[first].cost(powers[first]) + task.curves[second].cost(powers[second])
    var saved = 1e-10
    var best = powers
    var trial = powers
    func consider(_ power: Double) {
      guard task.allows(power, first) else { return }
      trial[first] = power
      guard let partner = task.balancingPower(of: second, trial), task.allows(partner, second)
      else { return }
      let gain = before - task.curves[first].cost(power) - task.curves[second].cost(partner)
      if gain > saved {
        saved = gain
        best[first] = power
        best[second] = partner
      }
    }
    for point in points[first] { consider(point) }
    let start = powers[first]
    var step = 8.0
    while step > 1e-7 {
      consider(start + step)
      consider(start - step)
      step *= 0.25
    }
    let (a, b) = (task.curves[first], task.curves[second])
    if task.losses == nil, a.quadratic + b.quadratic > 0 {
      let total = powers[first] + powers[second]
      consider(
        (b.linear - a.linear + 2 * b.quadratic * total) / (2 * (a.quadratic + b.quadratic)))
    }
    guard saved > 1e-10 else { return 0 }
    powers = best
    return saved
  }
}
