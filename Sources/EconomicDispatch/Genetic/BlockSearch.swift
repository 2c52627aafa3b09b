import Evolution
import Numerics

/// The search of a block of hours, each starting from the one before.
struct BlockSearch: Sendable {
  /// What an hour's search found.
  struct HourResult: Sendable {
    let prices: [Double]
    let allocation: HourlyAllocation
    /// The cost of the best candidate after each generation.
    let convergence: [Double]
    let evaluations: Int
  }

  private let allocation: AllocationCase
  private let configuration: GeneticAllocation.Configuration
  private let seed: UInt64
  private let shape: AllocationHour.Shape

  init(
    _ allocation: AllocationCase, _ configuration: GeneticAllocation.Configuration, seed: UInt64
  ) {
    self.allocation = allocation
    self.configuration = configuration
    self.seed = seed
    shape = AllocationHour.Shape(allocation)
  }

  /// Searches `hours`, each from what the one before it found, and says when one is done.
  func run(_ hours: Range<Int>, hourDone: () -> Void) -> [HourResult] {
    var decoder = PriceDecoder(shape)
    var results: [HourResult] = []
    for index in hours {
      results.append(search(index, after: results.last, &decoder))
      hourDone()
    }
    return results
  }

  private func search(
    _ index: Int, after previous: HourResult?, _ decoder: inout PriceDecoder
  ) -> HourResult {
    let hour = AllocationHour(allocation, hour: index)
    var random = RandomSource(seed: seed, stream: index)
    let mutation = PriceMutation(shape: shape, hour: hour)
    var genetic = algorithm(
      mutation, from: startingPrices(after: previous, mutation, &decoder, using: &random),
      seed: random.next())
    var convergence: [Double] = []
    for _ in 0..<configuration.generations {
      genetic.tell(genetic.ask().map { Fitness(decoder.cost(at: $0, in: hour)) })
      convergence.append(genetic.best?.fitness.objective ?? .infinity)
    }
    let prices = genetic.best?.genome ?? shape.costPerSent
    let found = decoder.allocation(at: prices, in: hour)
    return HourResult(
      prices: prices, allocation: configuration.isPolished ? polished(found, hour, index) : found,
      convergence: convergence, evaluations: genetic.evaluations)
  }

  /// The first generation: sources selling at one price, or the dearer ones at their cost; the
  /// prices of the hour before with the markets cleared one after another; and mutants of those.
  private func startingPrices(
    after previous: HourResult?, _ mutation: PriceMutation, _ decoder: inout PriceDecoder,
    using random: inout RandomSource
  ) -> [[Double]] {
    let costs = shape.costPerSent
    let levels = costs.sorted()
    let levelCount = min(levels.count, max(1, configuration.populationSize / 3))
    var prices = (1...levelCount).map { place in
      costs.map { max($0, levels[place * levels.count / levelCount - 1]) }
    }
    var cleared = previous?.prices ?? prices[levelCount - 1]
    for _ in 0..<3 {
      cleared = decoder.scaled(cleared, in: mutation.hour)
      for source in costs.indices { mutation.clear(source, &cleared, using: &random) }
      prices.append(cleared)
    }
    let known = prices.count
    while prices.count < configuration.populationSize {
      prices.append(prices[prices.count % known])
      mutation.mutate(&prices[prices.count - 1], using: &random)
    }
    return Array(prices.suffix(configuration.populationSize))
  }

  private func algorithm(
    _ mutation: PriceMutation, from initial: [[Double]], seed: UInt64
  ) -> GeneticAlgorithm<[Double]> {
    do {
      return try GeneticAlgorithm(
        .init(
          populationSize: configuration.populationSize,
          variation: .init(
            crossover: UniformCrossover(), crossoverProbability: 0.8, mutation: mutation,
            mutationProbability: 0.9)),
        initial: initial, seed: seed)
    } catch {
      preconditionFailure("a checked configuration gives a search: \(error)")
    }
  }

  /// Primal simplex steps from what the search found; just that where they do not apply.
  private func polished(
    _ found: HourlyAllocation, _ hour: AllocationHour, _ index: Int
  ) -> HourlyAllocation {
    var simplex = TransportationSimplex(shape)
    guard simplex.load(vertex: found, of: hour) else { return found }
    do {
      try simplex.solveByPrimalSteps(hour: index)
    } catch {
      return found
    }
    return simplex.allocation()
  }
}
