/// What a unit's hours so far allow next: a state for every hour that it has run or rested, as far
/// as that makes a difference.
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

  init(_ unit: GenerationUnit) {
    guard let commitment = unit.commitment else {
      upCount = 1
      runs = [(0, 0)]
      stops = [nil]
      initial = 0
      return
    }
    let up = max(commitment.minimumUpHours, 1)
    let least = max(commitment.minimumDownHours, 1)
    let down = least + commitment.coldStartHours + 1
    upCount = up
    runs =
      (0..<up).map { (min($0 + 1, up - 1), 0) }
      + (1...down).map { rest in
        rest >= least ? (0, commitment.startCost(afterHours: rest)) : nil
      }
    stops =
      (0..<up).map { $0 == up - 1 ? (up, 0) : nil }
      + (1...down).map { (up + min($0, down - 1), 0) }
    let hours = commitment.initialHours
    initial = hours > 0 ? min(hours, up) - 1 : up + min(-hours, down) - 1
  }

  /// Whether the unit runs in `state`.
  func isRunning(_ state: Int) -> Bool { state < upCount }

  /// Where an hour of running or rest leads from `state`.
  func step(from state: Int, running: Bool) -> Step? {
    running ? runs[state] : stops[state]
  }
}
