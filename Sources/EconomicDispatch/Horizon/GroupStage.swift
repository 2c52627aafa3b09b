/// One hour of a group of units while all others hold their powers: the last of the group takes up
/// the balance.
///
/// With losses x + y − (k + Σ lᵤ xᵤ + Σ bᵤᵥ xᵤ xᵥ) = demand, whose smaller root counts.
struct GroupStage {
  /// What the group has to deliver, losses that do not depend on it included, in MW.
  let demand: Double
  /// Whether a unit of the group rests, so that there is nothing to choose.
  let isFixed: Bool
  private var linear = (0.0, 0.0, 0.0)
  private var own = (0.0, 0.0, 0.0)
  /// b of the units 1 and 2, 1 and 3, 2 and 3.
  private var mutual = (0.0, 0.0, 0.0)
  private let hasLosses: Bool

  /// The stage of `group`, two or three units, at `power` of all units.
  init(
    _ group: (Int, Int, Int?), power: ArraySlice<Double>, demandMW: Double, isFixed: Bool,
    losses: TransmissionLoss?
  ) {
    self.isFixed = isFixed
    hasLosses = losses != nil
    let first = power.startIndex
    let (a, b, c) = (group.0, group.1, group.2 ?? -1)
    var rest = demandMW
    for unit in 0..<power.count where unit != a && unit != b && unit != c {
      rest -= power[first + unit]
    }
    guard let losses, !isFixed else {
      demand = rest
      return
    }
    let count = losses.count
    rest += losses.constant
    var cross = (0.0, 0.0, 0.0)
    for unit in 0..<count where unit != a && unit != b && unit != c {
      var sum = losses.linear[unit]
      for other in 0..<count where other != a && other != b && other != c {
        sum += losses.quadratic[unit * count + other] * power[first + other]
      }
      rest += power[first + unit] * sum
      cross.0 += losses.quadratic[a * count + unit] * power[first + unit]
      cross.1 += losses.quadratic[b * count + unit] * power[first + unit]
      if c >= 0 { cross.2 += losses.quadratic[c * count + unit] * power[first + unit] }
    }
    demand = rest
    linear = (losses.linear[a] + 2 * cross.0, losses.linear[b] + 2 * cross.1, 0)
    own = (losses.quadratic[a * count + a], losses.quadratic[b * count + b], 0)
    mutual.0 = losses.quadratic[a * count + b]
    if c >= 0 {
      linear.2 = losses.linear[c] + 2 * cross.2
      own.2 = losses.quadratic[c * count + c]
      mutual.1 = losses.quadratic[a * count + c]
      mutual.2 = losses.quadratic[b * count + c]
    }
  }

  /// The power of the third unit beside `first` and `second`.
  @inline(__always)
  func third(_ first: Double, _ second: Double) -> Double {
    guard hasLosses else { return demand - first - second }
    let need =
      demand - first * (1 - linear.0 - own.0 * first) - second * (1 - linear.1 - own.1 * second)
      + 2 * mutual.0 * first * second
    return root(need, 1 - linear.2 - 2 * (mutual.1 * first + mutual.2 * second), own.2)
  }

  /// The power of the second unit beside `first`, and `third` of a third one.
  @inline(__always)
  func second(_ first: Double, _ third: Double = 0) -> Double {
    guard hasLosses else { return demand - first - third }
    let need =
      demand - first * (1 - linear.0 - own.0 * first) - third * (1 - linear.2 - own.2 * third)
      + 2 * mutual.1 * first * third
    return root(need, 1 - linear.1 - 2 * (mutual.0 * first + mutual.2 * third), own.1)
  }

  /// The power of the first unit beside `second`, and `third` of a third one.
  @inline(__always)
  func first(_ second: Double, _ third: Double = 0) -> Double {
    guard hasLosses else { return demand - second - third }
    let need =
      demand - second * (1 - linear.1 - own.1 * second) - third * (1 - linear.2 - own.2 * third)
      + 2 * mutual.2 * second * third
    return root(need, 1 - linear.0 - 2 * (mutual.0 * second + mutual.1 * third), own.0)
  }

  /// The smaller root of a x² − b x + need = 0.
  @inline(__always)
  private func root(_ need: Double, _ b: Double, _ a: Double) -> Double {
    2 * need / (b + max(b * b - 4 * a * need, 0).squareRoot())
  }
}
