import Evolution
import Numerics

// Several objectives at once. Weighted sums of the terms are annealed one after another, each from the
// best placement met so far for its weights; what is met on the way and nothing beats is kept. Seven in
// ten of the budget go there, because annealing finds good placements faster than breeding does. The
// rest goes to NSGA-II (Deb et al. 2002), which begins with the placements kept that lie farthest apart
// and fills what lies between them, also where no weighted sum has its least.
//
// Source for the weights: Das and Dennis (1998), "Normal-boundary intersection", SIAM J. Optim. 8(3).

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
    var archive = PlacementArchive(problem, terms: terms)
    let annealed = anneal(problem, into: &archive, using: &random)
    var initial = archive.spread(populationSize).map { archive.placements[$0] }
    while initial.count < populationSize {
      initial.append(problem.randomPlacement(using: &random))
    }
    guard
      let variation = try? Variation(
        crossover: PlacementCrossover(), crossoverProbability: 0.9,
        mutation: PlacementMutation(problem), mutationProbability: 0.5),
      var search = try? NSGA2(variation: variation, initial: initial, seed: random.next())
    else { preconditionFailure("the probabilities and the population are within their bounds") }
    var evaluator = PlacementEvaluator(problem)
    for _ in 0..<max(1, (populationSize * generations - annealed) / populationSize) {
      search.tell(
        search.ask().map { placement in
          let measures = evaluator.measure(placement)
          archive.offer(measures.series, placement)
          return Objectives(
            terms.map { $0.value(of: measures) }, violation: measures.violation)
        })
    }
    return archive.spread(populationSize).map { index in
      Member(
        placement: archive.placements[index],
        values: terms.indices.map { archive.points[index][$0] })
    }
    .sorted { $0.values.lexicographicallyPrecedes($1.values) }
  }

  /// Anneals weighted sums of the terms, and returns how many evaluations that took.
  private func anneal(
    _ problem: PlacementProblem, into archive: inout PlacementArchive,
    using random: inout RandomSource
  ) -> Int {
    let weights = Self.weights(terms: terms.count, atMost: max(terms.count, populationSize / 3))
    // An end of the front is annealed from afar, and so for three times as long.
    let share =
      populationSize * generations * 7 / 10 / (weights.count + 2 * terms.count)
    guard share >= 32, !Neighbourhood(problem).isEmpty else { return 0 }
    let change = meanChange(problem, archive, evaluations: share / 2, using: &random)
    var spent = share / 2
    var scale = SIMD4<Double>(repeating: 1)
    for (index, weight) in weights.enumerated() {
      let isEnd = index < terms.count
      if index == terms.count, let (low, high) = archive.extent {
        scale = (high - low).replacing(with: 1, where: high .== low)
      }
      let scaled = weight / scale
      var weighted = problem
      weighted.objective = objective(scaled)
      let start =
        (isEnd ? nil : archive.best(scaled))
        ?? problem.randomPlacement(using: &random)
      let evaluations = isEnd ? 3 * share - share / 2 : share
      var evaluator = PlacementEvaluator(weighted)
      var annealing = Annealing(
        from: Arrangement(start, problem: weighted), neighbourhood: Neighbourhood(weighted),
        recordInterval: .max, on: &evaluator)
      annealing.archive = archive
      let energy = (scaled * change).sum()
      annealing.run(
        evaluations: evaluations - 1, hot: (isEnd ? 0.4 : 0.1) * energy, cold: 0.005 * energy,
        on: &evaluator, using: &random)
      archive = annealing.archive ?? archive
      spent += evaluations
    }
    return spent
  }

  /// The ends, then the other points of the finest lattice of weights with at most `limit` points.
  static func weights(terms: Int, atMost limit: Int) -> [SIMD4<Double>] {
    func lattice(_ parts: Int) -> [SIMD4<Double>] {
      var points: [[Int]] = [[]]
      for _ in 1..<terms {
        points = points.flatMap { point in
          (0...parts - point.reduce(0, +)).map { point + [$0] }
        }
      }
      return points.map { point in
        var weight = SIMD4<Double>()
        for (index, count) in (point + [parts - point.reduce(0, +)]).enumerated() {
          weight[index] = Double(count) / Double(parts)
        }
        return weight
      }
    }
    var weights = lattice(1)
    var parts = 2
    while case let finer = lattice(parts), finer.count <= limit {
      weights = finer
      parts += 1
    }
    return weights.filter { $0.max() == 1 } + weights.filter { $0.max() < 1 }
  }

  /// The mean change of each term by the moves of a random walk.
  private func meanChange(
    _ problem: PlacementProblem, _ archive: PlacementArchive, evaluations: Int,
    using random: inout RandomSource
  ) -> SIMD4<Double> {
    let neighbourhood = Neighbourhood(problem)
    var evaluator = PlacementEvaluator(problem)
    var arrangement = Arrangement(problem.randomPlacement(using: &random), problem: problem)
    var sum = SIMD4<Double>()
    var last: SIMD4<Double>?
    for _ in 0..<evaluations {
      arrangement.apply(neighbourhood.move(of: arrangement, using: &random))
      let values = archive.values(evaluator.measure(arrangement.places))
      if let last {
        let change = values - last
        sum += change.replacing(with: -change, where: change .< 0)
      }
      last = values
    }
    return sum / Double(max(evaluations - 1, 1))
  }

  /// The weighted sum of the terms.
  private func objective(_ weights: SIMD4<Double>) -> PlacementObjective {
    var objective = PlacementObjective()
    for (index, term) in terms.enumerated() {
      switch term {
      case .loading: objective.loading = weights[index]
      case .losses: objective.losses = weights[index]
      case .voltage: objective.voltageDeviation = weights[index]
      case .gridImport: objective.gridImport = weights[index]
      }
    }
    return objective
  }
}
