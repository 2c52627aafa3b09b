/// What a unit's hours so far allow next: a state for every hour that it has run or rested, as far
/// as that makes a difference within the hours of the case.
///
/// States 0 ..< `upCount` have run for 1, 2, … hours, the last of them for long enough to stop; the
/// others have rested for 1, 2, … hours, the last of them for long enough to be cold.
struct RunStates {
  /// The state after another hour, and what a start costs; nil if it is not allowed.
  typealias Step = (state: Int, cost: Double)

  private let upCount: Int
  private let stops: [Step?]
  private let runs: [Step?]
  let initial: Int

  var count: Int { runs.count }

  init(_ unit: GenerationUnit, hours: Int) {
    guard let commitment = unit.commitment else {
      upCount = 1
      runs = [(0, 0)]
      stops = [nil]
      initial = 0
      return
    }
    // Longer times than the case has hours are all the same.
    let least = max(commitment.minimumDownHours, 1)
    let up = min(max(commitment.minimumUpHours, 1), hours + 1)
    let rest = min(least, hours + 1)
    let warm = min(commitment.coldStartHours, hours + 1)
    let down = rest + warm + 1
    upCount = up
    runs =
      (0..<up).map { (min($0 + 1, up - 1), 0) }
      + (1...down).map { place in
        guard place >= rest else { return nil }
        return (0, place == down ? commitment.coldStartCost : commitment.hotStartCost)
      }
    stops =
      (0..<up).map { $0 == up - 1 ? (up, 0) : nil }
      + (1...down).map { (up + min($0, down - 1), 0) }
    let before = commitment.initialHours
    if before > 0 {
      initial = up - 1 - min(max(commitment.minimumUpHours - before, 0), up - 1)
    } else if -before < least {
      initial = up + rest - min(least + before, rest - 1) - 1
    } else {
      initial =
        up + down - min(max(least + commitment.coldStartHours + 1 + before, 0), warm + 1) - 1
    }
  }

  /// Where an hour of running or rest leads from `state`.
  func step(from state: Int, running: Bool) -> Step? {
    running ? runs[state] : stops[state]
  }

  /// Whether a plan keeps the least hours of running and rest.
  func allows(_ plan: [Bool]) -> Bool {
    var state = initial
    for running in plan {
      guard let step = step(from: state, running: running) else { return false }
      state = step.state
    }
    return true
  }

  /// What the starts of a plan cost, as far as it is allowed.
  func startCost(of plan: [Bool]) -> Double {
    var state = initial
    var total = 0.0
    for running in plan {
      guard let step = step(from: state, running: running) else { break }
      state = step.state
      total += step.cost
    }
    return total
  }
}
