import Numerics

/// The dispatch of one hour, by whatever method its costs allow.
struct StaticDispatch {
  /// A dispatch, its cost, and a bound that no dispatch can beat.
  struct Result {
    var powers: [Double]
    var cost: Double
    /// nil where nothing better than nothing is known.
    var lowerBound: Double?
    /// Whether the powers are proven to be the cheapest.
    var isProven: Bool
    /// Which method found them.
    var method: String
  }

  /// The cheapest powers found; nil if no powers keep every limit.
  ///
  /// - Smooth costs: equal incremental cost, zones by branch and bound: proven.
  /// - Valve points: the exact search where it applies; otherwise annealing, `restarts` times
  ///   `moves` moves from streams of `seed`, each polished.
  static func solve(
    _ task: HourTask, seed: UInt64, restarts: Int = 6, moves: Int = 200_000
  ) -> Result? {
    if let proven = proven(task, seed: seed) { return proven }
    return task.isSmooth ? nil : anneal(task, seed: seed, restarts: restarts, moves: moves)
  }

  /// The cheapest powers, where an exact method applies and ends; nil otherwise.
  static func proven(_ task: HourTask, seed: UInt64) -> Result? {
    guard task.ranges.allSatisfy({ !$0.isEmpty }) else { return nil }
    guard !task.isSmooth else { return smooth(task) }
    if task.losses == nil {
      return CuspEnumeration(task)?.optimum().map {
        Result(
          powers: $0.powers, cost: $0.cost, lowerBound: $0.cost, isProven: true,
          method: "valve-point-enumeration")
      }
    }
    guard task.curves.allSatisfy({ $0.hasValves || $0.quadratic == 0 }),
      let start = anneal(task, seed: seed, restarts: 1, moves: 2_000),
      var search = LossyCuspSearch(task, from: start.powers), search.search()
    else { return nil }
    return Result(
      powers: search.best, cost: search.bestCost, lowerBound: search.bestCost, isProven: true,
      method: "valve-point-enumeration")
  }

  private static func anneal(
    _ task: HourTask, seed: UInt64, restarts: Int, moves: Int
  ) -> Result? {
    guard task.ranges.allSatisfy({ !$0.isEmpty }) else { return nil }
    let annealing = CuspAnnealing(task)
    let polish = PairPolish(task)
    var best: Result?
    for restart in 0..<restarts {
      var random = RandomSource(seed: seed, stream: restart)
      guard var powers = annealing.search(moves: moves, using: &random) else { continue }
      polish.polish(&powers)
      let cost = task.cost(powers)
      if best.map({ cost < $0.cost }) ?? true {
        best = Result(
          powers: powers, cost: cost, lowerBound: nil, isProven: false,
          method: "valve-point-annealing")
      }
    }
    best?.lowerBound = smoothBound(task)
    return best
  }

  /// The optimum without ripples, which only add: a bound for what has them.
  private static func smoothBound(_ task: HourTask) -> Double? {
    ZoneSearch(task.withoutValves).best.map { task.withoutValves.cost($0) }
  }

  private static func smooth(_ task: HourTask) -> Result? {
    let search = ZoneSearch(task)
    return search.best.map {
      Result(
        powers: $0, cost: search.bestCost, lowerBound: search.bestCost, isProven: true,
        method: task.ranges.contains { $0.count > 1 }
          ? "zone-branch-and-bound" : "equal-incremental-cost")
    }
  }
}

extension HourTask {
  /// Whether no cost has a ripple.
  var isSmooth: Bool { !curves.contains(where: \.hasValves) }
}
