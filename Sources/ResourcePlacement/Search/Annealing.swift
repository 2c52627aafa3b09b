import Evolution
import Glibc
import Numerics

// Simulated annealing of one placement (Kirkpatrick, Gelatt and Vecchi 1983, "Optimization by
// simulated annealing"): a move that makes the placement worse by Δ is taken with probability
// exp(−Δ/T), and T falls geometrically. The allowance −T ln u is drawn first, so that the decision
// is a comparison.
//
// Acceptance is delayed (Christen and Fox 2005, "Markov chain Monte Carlo using an approximation"):
// a move is first screened at the voltages of the placement it starts from, which takes one sweep,
// and only what passes is solved and counted as an evaluation. Nothing is ever taken or reported
// that was not solved.

/// One run of simulated annealing.
struct Annealing {
  /// How many moves may be screened for each evaluation that may be spent.
  static let screeningsPerEvaluation = 16

  private var current: Arrangement
  private var energy: Double
  /// The best placement met.
  private(set) var best: Arrangement
  /// How good the best placement is.
  private(set) var bestFitness: Fitness
  /// The best after so many evaluations, where it became better, at most every `recordInterval`.
  private(set) var improvements: [(evaluations: Int, best: Fitness)]

  /// Where every placement that is rated is offered, if anywhere.
  var archive: PlacementArchive?

  private let neighbourhood: Neighbourhood
  private let recordInterval: Int

  /// Rates `start`, which costs one evaluation.
  init(
    from start: Arrangement, neighbourhood: Neighbourhood, recordInterval: Int,
    on evaluator: inout PlacementEvaluator
  ) {
    current = start
    best = start
    bestFitness = evaluator.fitness(start.places)
    evaluator.keep()
    energy = Self.energy(bestFitness)
    self.neighbourhood = neighbourhood
    self.recordInterval = recordInterval
    improvements = [(evaluator.evaluations, bestFitness)]
  }

  /// What is annealed: the objective, and what exceeds the limits at a price that no gain repays.
  static func energy(_ fitness: Fitness) -> Double {
    fitness.objective + 10 * fitness.violation
  }

  /// Spends `evaluations` while the temperature falls from `hot` to `cold`.
  mutating func run(
    evaluations: Int, hot: Double, cold: Double, on evaluator: inout PlacementEvaluator,
    using random: inout RandomSource
  ) {
    let start = evaluator.evaluations
    let screenings = evaluations * Self.screeningsPerEvaluation
    var screened = 0
    var temperature = hot
    while evaluator.evaluations - start < evaluations && screened < screenings {
      if screened % 8 == 0 {
        let progress = max(
          Double(evaluator.evaluations - start) / Double(evaluations),
          Double(screened) / Double(screenings))
        temperature = hot * pow(cold / hot, progress)
      }
      screened += 1
      let move = neighbourhood.move(of: current, using: &random)
      let acceptable = energy - temperature * log(1 - random.uniform())
      current.apply(move)
      guard Self.energy(evaluator.estimate(current.places)) <= acceptable else {
        current.undo(move)
        continue
      }
      let fitness = evaluator.fitness(current.places)
      if let latest = evaluator.latest {
        archive?.offer(latest, current.placement(of: evaluator.problem))
      }
      guard Self.energy(fitness) <= acceptable else {
        current.undo(move)
        continue
      }
      evaluator.keep()
      energy = Self.energy(fitness)
      if fitness < bestFitness {
        bestFitness = fitness
        best = current
        record(evaluator.evaluations)
      }
    }
  }

  private mutating func record(_ evaluations: Int) {
    if let last = improvements.last, evaluations - last.evaluations < recordInterval { return }
    improvements.append((evaluations, bestFitness))
  }
}
