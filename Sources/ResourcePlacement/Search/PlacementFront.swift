import Evolution
import Numerics

// Several objectives at once by NSGA-II (Deb et al. 2002). The first generation is not random
// throughout: for each objective one member is annealed, so that the ends of the front are known from
// the start and the generations fill what lies between them.

/// The placements that no other placement beats in every objective.
public struct PlacementFront: Sendable {
  /// A measure that is minimised.
  public enum Term: String, CaseIterable, Sendable {
    /// Sum over the steps of the largest line loading, percent.
    case loading
    /// Energy lost, kWh.
    case losses
    /// Sum over the steps of the largest distance of a voltage from nominal, percent.
    case voltage
    /// Energy taken from the grid, kWh.
    case gridImport = "import"

    /// The measure's value.
    public func value(of measures: PlacementMeasures) -> Double {
      switch self {
      case .loading: measures.loadingSumPercent
      case .losses: measures.lossesKWh
      case .voltage: measures.voltageDeviationPercent
      case .gridImport: measures.gridImportKWh
      }
    }

    var objective: PlacementObjective {
      switch self {
      case .loading: PlacementObjective(loading: 1)
      case .losses: PlacementObjective(losses: 1)
      case .voltage: PlacementObjective(voltageDeviation: 1)
      case .gridImport: PlacementObjective(gridImport: 1)
      }
    }
  }

  /// A placement of the front.
  public struct Member: Equatable, Sendable {
    /// The placement.
    public let placement: Placement
    /// Its measures, in the order of the terms.
    public let values: [Double]
  }

  /// What is minimised.
  public let terms: [Term]
  /// How many placements live at once.
  public let populationSize: Int
  /// How many generations are rated.
  public let generations: Int

  /// A front of `terms`, of which there are at least two.
  ///
  /// - Throws: `PlacementError.budgetTooSmall(evaluations:least:)` for a population below 4 or no
  ///   generation.
  public init(
    terms: [Term], populationSize: Int = 100, generations: Int = 200
  ) throws(PlacementError) {
    precondition(terms.count >= 2, "a front needs two terms, got \(terms.count)")
    guard populationSize >= 4, generations >= 1 else {
      throw .budgetTooSmall(evaluations: populationSize * generations, least: 4)
    }
    self.terms = terms
    self.populationSize = populationSize
    self.generations = generations
  }

  /// The front that the search finds, feasible placements only, by their first measure.
  ///
  /// Rates `populationSize` × `generations` placements, annealing included.
  public func run(_ problem: PlacementProblem, seed: UInt64) -> [Member] {
    var random = RandomSource(seed: seed)
    var evaluator = PlacementEvaluator(problem)
    var initial = annealedEnds(problem, seed: seed)
    while initial.count < populationSize {
      initial.append(problem.randomPlacement(using: &random))
    }
    guard
      let variation = try? Variation(
        crossover: PlacementCrossover(), crossoverProbability: 0.9,
        mutation: PlacementMutation(problem), mutationProbability: 0.5),
      var search = try? NSGA2(
        variation: variation, initial: Array(initial.prefix(populationSize)), seed: random.next())
    else { preconditionFailure("the probabilities and the population are within their bounds") }
    let rest = populationSize * generations - endEvaluations * terms.count
    for _ in 0..<max(1, rest / populationSize) {
      search.tell(
        search.ask().map { placement in
          let measures = evaluator.measure(placement)
          return Objectives(
            terms.map { $0.value(of: measures) }, violation: measures.violation)
        })
    }
    return search.front.map { Member(placement: $0.genome, values: $0.objectives.values) }
      .sorted { $0.values.lexicographicallyPrecedes($1.values) }
  }

  /// What annealing one end of the front may cost: one in ten of the budget for all.
  private var endEvaluations: Int {
    let share = populationSize * generations / (10 * terms.count)
    return share < MemeticSearch.Configuration.leastEvaluations ? 0 : share
  }

  private func annealedEnds(_ problem: PlacementProblem, seed: UInt64) -> [Placement] {
    guard endEvaluations > 0,
      let configuration = try? MemeticSearch.Configuration(evaluations: endEvaluations)
    else { return [] }
    return terms.enumerated().map { index, term in
      var single = problem
      single.objective = term.objective
      return MemeticSearch(configuration).run(
        single, seed: RandomSource.seed(of: seed, item: index), execution: .serial
      ).placement
    }
  }
}

extension RandomSource {
  /// A seed for item `item` of the work that belongs to `seed`.
  static func seed(of seed: UInt64, item: Int) -> UInt64 {
    var random = RandomSource(seed: seed, stream: item)
    return random.next()
  }
}
