import Evolution
public import Numerics

// A memetic search (Moscato 1989, "On evolution, search, optimization, genetic algorithms and
// martial arts"): a small population whose every member is annealed. The first generation starts hot
// from random placements; each later child keeps what two parents agree on, takes the rest from
// either, and is annealed from a lower temperature; the best of parents and children survive.
//
// Temperatures are shares of the mean |Δ objective| of random moves from random placements, so that
// they fit any network and objective.
//
// The budget is counted in evaluations, never in seconds, so that the answer does not depend on the
// machine. Small budgets go to fewer members: one well-cooled member beats several quenched ones.

/// The default search: annealing of a population that breeds.
public struct MemeticSearch: Sendable {
  /// How the budget is spent.
  public struct Configuration: Equatable, Sendable {
    /// How many placements may be rated.
    public let evaluations: Int
    /// How many placements live at once.
    public let populationSize: Int
    /// How many generations of children follow the first.
    public let generations: Int

    /// The budget that takes about one second on one thread for 17 + 17 devices over 24 hours.
    public static let defaultEvaluations = 100_000
    /// The least budget that can be spent.
    public static let leastEvaluations = 64

    /// What finding the temperature may cost: one in 32, and no more than is needed.
    var walkEvaluations: Int { min(evaluations / 32, 1_000) }

    /// Spends `evaluations` on a population that suits the number.
    ///
    /// - Throws: `PlacementError.budgetTooSmall(evaluations:least:)`.
    public init(evaluations: Int = Self.defaultEvaluations) throws(PlacementError) {
      guard evaluations >= Self.leastEvaluations else {
        throw .budgetTooSmall(evaluations: evaluations, least: Self.leastEvaluations)
      }
      self.evaluations = evaluations
      switch evaluations {
      case ..<10_000: (populationSize, generations) = (1, 0)
      case ..<50_000: (populationSize, generations) = (2, 2)
      case ..<200_000: (populationSize, generations) = (4, 4)
      case ..<2_000_000: (populationSize, generations) = (8, 4)
      default: (populationSize, generations) = (16, 8)
      }
    }
  }

  /// The first temperature of a random placement, the first of a child, and the last of both, as
  /// shares of the mean change by a move.
  private static let hotShare = 0.4
  private static let reheatShare = 0.1
  private static let coldShare = 0.005
  /// Into how many parts the budget is cut for the record of its convergence.
  private static let recordedPoints = 400

  /// How the budget is spent.
  public let configuration: Configuration

  /// A search as configured.
  public init(_ configuration: Configuration) {
    self.configuration = configuration
  }

  /// Searches `problem`; the answer depends on the seed, not on the number of workers.
  ///
  /// `observe` is told of every generation.
  public func run(
    _ problem: PlacementProblem, seed: UInt64, execution: Execution,
    observe: (PlacementProgress) -> Void = { _ in }
  ) -> PlacementOutcome {
    var trace = PlacementTrace(finder: .memetic)
    guard !Neighbourhood(problem).isEmpty else { return .only(problem.identity, of: problem) }
    let walk = configuration.walkEvaluations
    let scale = Self.meanChange(problem, evaluations: walk, seed: seed)
    let size = configuration.populationSize
    let budget = configuration.evaluations - walk
    let firstBudget = configuration.generations == 0 ? budget : budget / 2
    let laterBudget =
      (budget - firstBudget) / max(1, size * configuration.generations)
    let recordInterval = max(1, budget / Self.recordedPoints / size)
    trace.spend(walk)

    let first = parallelMap(size, execution: execution) { member in
      var random = RandomSource(seed: seed, stream: 1 + member)
      return Self.annealed(
        problem.randomPlacement(using: &random), of: problem,
        moves: firstBudget / size, hot: Self.hotShare * scale, cold: Self.coldShare * scale,
        recordInterval: recordInterval, using: &random)
    }
    var population = first.map(\.individual).sorted { $0.fitness < $1.fitness }
    trace.record(first, best: population[0], evaluationsEach: firstBudget / size)
    observe(trace.progress(of: configuration.evaluations))

    for generation in 0..<configuration.generations {
      let parents = population
      let children = parallelMap(size, execution: execution) { member in
        var random = RandomSource(seed: seed, stream: 1 + size * (generation + 1) + member)
        return Self.annealed(
          Self.child(of: parents, member: member, problem, using: &random), of: problem,
          moves: laterBudget, hot: Self.reheatShare * scale,
          cold: Self.coldShare * scale, recordInterval: recordInterval, using: &random)
      }
      population = Self.survivors(parents + children.map(\.individual), count: size)
      trace.record(children, best: population[0], evaluationsEach: laterBudget)
      observe(trace.progress(of: configuration.evaluations))
    }
    return trace.outcome
  }

  /// The mean change of energy by the moves of a random walk of `evaluations` placements.
  private static func meanChange(
    _ problem: PlacementProblem, evaluations: Int, seed: UInt64
  ) -> Double {
    var random = RandomSource(seed: seed, stream: 0)
    var evaluator = PlacementEvaluator(problem)
    let neighbourhood = Neighbourhood(problem)
    var arrangement = Arrangement(problem.randomPlacement(using: &random), problem: problem)
    var energy = Annealing.energy(evaluator.fitness(arrangement.places))
    var sum = 0.0
    for _ in 1..<evaluations {
      arrangement.apply(neighbourhood.move(of: arrangement, using: &random))
      let next = Annealing.energy(evaluator.fitness(arrangement.places))
      if (next - energy).isFinite { sum += abs(next - energy) }
      energy = next
    }
    return max(sum / Double(evaluations - 1), .leastNormalMagnitude)
  }

  /// The best placement met while annealing from `start`, for `moves` evaluations.
  private static func annealed(
    _ start: Placement, of problem: PlacementProblem, moves: Int, hot: Double, cold: Double,
    recordInterval: Int, using random: inout RandomSource
  ) -> AnnealedMember {
    var evaluator = PlacementEvaluator(problem)
    var annealing = Annealing(
      from: Arrangement(start, problem: problem), neighbourhood: Neighbourhood(problem),
      recordInterval: recordInterval, on: &evaluator)
    annealing.run(evaluations: moves - 1, hot: hot, cold: cold, on: &evaluator, using: &random)
    let best = Individual(
      genome: annealing.best.placement(of: problem), fitness: annealing.bestFitness)
    return AnnealedMember(
      individual: best, screenings: evaluator.screenings, improvements: annealing.improvements)
  }

  /// A child of parent `member` and another.
  private static func child(
    of parents: [Individual<Placement>], member: Int, _ problem: PlacementProblem,
    using random: inout RandomSource
  ) -> Placement {
    guard parents.count > 1 else { return parents[0].genome }
    let other = random.index(below: parents.count - 1)
    let (mother, father) = (
      parents[member].genome, parents[other < member ? other : other + 1].genome
    )
    let crossover = AgreementCrossover()
    return Placement(
      generationOrder: crossover.child(
        of: mother.generationOrder, father.generationOrder, using: &random),
      loadOrder: crossover.child(of: mother.loadOrder, father.loadOrder, using: &random),
      generationFactors: mother.generationFactors, batterySites: mother.batterySites)
  }

  /// The `count` best; placements that are equally good count once while there are others.
  private static func survivors(
    _ rivals: [Individual<Placement>], count: Int
  ) -> [Individual<Placement>] {
    let sorted = rivals.indices.sorted { (rivals[$0].fitness, $0) < (rivals[$1].fitness, $1) }
      .map { rivals[$0] }
    var distinct: [Individual<Placement>] = []
    var copies: [Individual<Placement>] = []
    for rival in sorted {
      if distinct.last?.fitness == rival.fitness {
        copies.append(rival)
      } else {
        distinct.append(rival)
      }
    }
    return Array((distinct + copies).prefix(count))
  }
}

/// What annealing one member came to.
struct AnnealedMember: Sendable {
  let individual: Individual<Placement>
  let screenings: Int
  let improvements: [(evaluations: Int, best: Fitness)]
}
