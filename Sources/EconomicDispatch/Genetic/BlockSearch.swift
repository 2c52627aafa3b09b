import Evolution
import Numerics

/// The search of one block of hours, each starting from the one before.
struct BlockSearch: Sendable {
  /// What an hour's search found.
  struct HourResult: Sendable {
    let keys: [Double]
    let allocation: HourlyAllocation
    let convergence: [Double]
    let evaluations: Int
  }

  private let allocation: AllocationCase
  private let configuration: GeneticAllocation.Configuration
  private let seed: UInt64
  private let shape: AllocationHour.Shape
  private let mutation: PriorityMutation

  init(
    _ allocation: AllocationCase, _ configuration: GeneticAllocation.Configuration, seed: UInt64
  ) {
    self.allocation = allocation
    self.configuration = configuration
    self.seed = seed
    shape = AllocationHour.Shape(allocation)
    let costs = shape.costPerDelivered
    let mean = costs.reduce(0, +) / Double(costs.count)
    let variance = costs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(costs.count)
    // Where all pairs cost the same, any scale serves.
    mutation = PriorityMutation(
      shape: shape, deviation: variance > 0 ? variance.squareRoot() : max(mean, 1))
  }

  /// Searches `hours`, the first from `previous` if there is one.
  func run(_ hours: Range<Int>, after previous: HourResult?) -> [HourResult] {
    var decoder = PriorityDecoder(shape)
    var results: [HourResult] = []
    for hour in hours {
      results.append(search(hour, after: results.last ?? previous, &decoder))
    }
    return results
  }

  private func search(
    _ index: Int, after previous: HourResult?, _ decoder: inout PriorityDecoder
  ) -> HourResult {
    let hour = AllocationHour(allocation, hour: index)
    var random = RandomSource(seed: seed, stream: index)
    var genetic = algorithm(after: previous, using: &random)
    var convergence: [Double] = []
    convergence.reserveCapacity(configuration.generations)
    for _ in 0..<configuration.generations {
      genetic.tell(genetic.ask().map { Fitness(decoder.cost(of: $0, in: hour)) })
      convergence.append(genetic.best?.fitness.objective ?? .infinity)
    }
    let keys = genetic.best?.genome ?? shape.costPerDelivered
    let found = decoder.allocation(for: keys, in: hour)
    return HourResult(
      keys: keys, allocation: configuration.isPolished ? polished(found, hour, index) : found,
      convergence: convergence, evaluations: genetic.evaluations)
  }

  private func algorithm(
    after previous: HourResult?, using random: inout RandomSource
  ) -> GeneticAlgorithm<[Double]> {
    // Where power is plenty the delivered cost counts, where it is short what has to be sent.
    var initial = [
      shape.costPerDelivered, shape.sentPerDelivered.map { $0 * shape.unservedCost },
    ]
    if let previous { initial.append(previous.keys) }
    let known = initial.count
    while initial.count < configuration.populationSize {
      var keys = initial[initial.count % known]
      mutation.mutate(&keys, using: &random)
      mutation.mutate(&keys, using: &random)
      initial.append(keys)
    }
    do {
      return try GeneticAlgorithm(
        .init(
          populationSize: configuration.populationSize, eliteCount: 1,
          selection: TournamentSelection(size: 2),
          variation: .init(
            crossover: UniformCrossover(exchangeProbability: 0.3), crossoverProbability: 0.8,
            mutation: mutation, mutationProbability: 0.9)),
        initial: initial, seed: random.next())
    } catch {
      preconditionFailure("a checked configuration gives a search: \(error)")
    }
  }

  /// Primal simplex steps from what the search found; the vertex itself where they do not apply.
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
