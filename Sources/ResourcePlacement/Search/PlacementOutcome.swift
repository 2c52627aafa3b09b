public import Evolution

/// What a search has come to so far.
public struct PlacementProgress: Equatable, Sendable {
  /// How many placements were rated.
  public let evaluations: Int
  /// How many may be rated.
  public let budget: Int
  /// The best so far.
  public let best: Fitness
}

/// What a search found.
public struct PlacementOutcome: Sendable {
  /// Which search it was.
  public enum Finder: String, Sendable {
    /// The best of random placements.
    case random
    /// The reference genetic algorithm.
    case reference = "reference-ga"
    /// The memetic search.
    case memetic
  }

  /// Which search it was.
  public let finder: Finder
  /// The best placement.
  public let placement: Placement
  /// How good it is.
  public let fitness: Fitness
  /// How many placements were rated: every step solved.
  public let evaluations: Int
  /// How many moves were screened by an estimate, one sweep each, before they were rated or dropped.
  public let screenings: Int
  /// The best so far after so many evaluations, in order.
  public let convergence: [(evaluations: Int, best: Fitness)]

  /// The outcome where nothing can be moved.
  static func only(_ placement: Placement, of problem: PlacementProblem) -> PlacementOutcome {
    var evaluator = PlacementEvaluator(problem)
    var trace = PlacementTrace(finder: .memetic)
    trace.record(
      Individual(genome: placement, fitness: evaluator.fitness(placement)), evaluations: 1)
    return trace.outcome
  }
}

/// The record of a search while it runs.
struct PlacementTrace {
  private let finder: PlacementOutcome.Finder
  private var evaluations = 0
  private var screenings = 0
  private var best: Individual<Placement>?
  private var convergence: [(evaluations: Int, best: Fitness)] = []

  init(finder: PlacementOutcome.Finder) {
    self.finder = finder
  }

  /// Counts evaluations that found nothing to keep.
  mutating func spend(_ count: Int) {
    evaluations += count
  }

  /// Counts evaluations, the best of which is `candidate`.
  mutating func record(_ candidate: Individual<Placement>, evaluations count: Int) {
    evaluations += count
    if best.map({ candidate.fitness < $0.fitness }) ?? true { best = candidate }
    convergence.append((evaluations, best?.fitness ?? .worst))
  }

  /// Counts the evaluations of members that were annealed side by side, `best` being the best there
  /// is now: after as many of each as of every other.
  mutating func record(
    _ members: [AnnealedMember], best: Individual<Placement>, evaluationsEach: Int
  ) {
    screenings += members.reduce(0) { $0 + $1.screenings }
    var lowest = self.best?.fitness ?? .worst
    for point in members.flatMap(\.improvements).sorted(by: { $0.evaluations < $1.evaluations })
    where point.best < lowest {
      lowest = point.best
      convergence.append((evaluations + point.evaluations * members.count, lowest))
    }
    record(best, evaluations: evaluationsEach * members.count)
  }

  func progress(of budget: Int) -> PlacementProgress {
    PlacementProgress(evaluations: evaluations, budget: budget, best: best?.fitness ?? .worst)
  }

  var outcome: PlacementOutcome {
    PlacementOutcome(
      finder: finder,
      placement: best?.genome ?? Placement(generationOrder: [], loadOrder: []),
      fitness: best?.fitness ?? .worst, evaluations: evaluations, screenings: screenings,
      convergence: convergence)
  }
}
