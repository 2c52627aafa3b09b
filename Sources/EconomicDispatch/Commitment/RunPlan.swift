/// The cheapest hours to run for a few units together, exactly, by dynamic programming over the
/// hours.
///
/// The state is what each unit's hours so far allow; `hourCost` prices every way to run them in an
/// hour, bit *k* of the mask for unit *k*.
struct RunPlan {
  /// Per hour, which of the units run.
  let masks: [Int]
  let cost: Double

  /// nil if no plan keeps the least hours of running and rest.
  ///
  /// - Complexity: O(hours · states · 2ᵏ), where states of units multiply.
  init?(_ units: [RunStates], hours: Int, hourCost: (_ hour: Int, _ mask: Int) -> Double) {
    let ways = 1 << units.count
    let stateCount = units.reduce(1) { $0 * $1.count }
    // What each way of an hour leads to from each joint state; −1 where it is not allowed.
    var next = [Int32](repeating: -1, count: stateCount * ways)
    var toll = [Double](repeating: 0, count: stateCount * ways)
    for state in 0..<stateCount {
      for mask in 0..<ways {
        var rest = state
        var joint = 0
        var radix = 1
        var cost = 0.0
        var isAllowed = true
        for (place, unit) in units.enumerated() {
          let own = rest % unit.count
          rest /= unit.count
          guard let step = unit.step(from: own, running: mask >> place & 1 == 1) else {
            isAllowed = false
            break
          }
          joint += radix * step.state
          radix *= unit.count
          cost += step.cost
        }
        guard isAllowed else { continue }
        next[state * ways + mask] = Int32(joint)
        toll[state * ways + mask] = cost
      }
    }
    var start = 0
    for unit in units.reversed() { start = start * unit.count + unit.initial }
    var value = [Double](repeating: .infinity, count: stateCount)
    value[start] = 0
    // The joint state before and the way taken, per hour and joint state.
    var origins = [Int32](repeating: -1, count: hours * stateCount)
    for hour in 0..<hours {
      var reached = [Double](repeating: .infinity, count: stateCount)
      let prices = (0..<ways).map { hourCost(hour, $0) }
      for state in 0..<stateCount where value[state] < .infinity {
        for mask in 0..<ways {
          let target = Int(next[state * ways + mask])
          guard target >= 0 else { continue }
          let cost = value[state] + toll[state * ways + mask] + prices[mask]
          if cost < reached[target] {
            reached[target] = cost
            origins[hour * stateCount + target] = Int32(state * ways + mask)
          }
        }
      }
      value = reached
    }
    guard var state = value.indices.min(by: { value[$0] < value[$1] }), value[state] < .infinity
    else { return nil }
    cost = value[state]
    var masks = [Int](repeating: 0, count: hours)
    for hour in (0..<hours).reversed() {
      let origin = Int(origins[hour * stateCount + state])
      masks[hour] = origin % ways
      state = origin / ways
    }
    self.masks = masks
  }
}
