import Numerics

/// A generational genetic algorithm with elitism, for any genome.
///
/// Goals, in order: the same seed gives the same search; the best candidate is never lost; breeding
/// costs little beside rating. Source: Goldberg (1989), "Genetic Algorithms in Search, Optimization,
/// and Machine Learning".
public struct GeneticAlgorithm<Genome: Sendable>: EvolutionarySearch {
  /// What the algorithm is made of, checked once.
  public struct Configuration: Sendable {
    /// How many candidates live at once.
    public let populationSize: Int
    /// How many of the best survive unchanged.
    public let eliteCount: Int
    /// Chooses the parents.
    public let selection: any Selection
    /// Makes children of parents.
    public let variation: Variation<Genome>

    /// A population of `populationSize` of which the best `eliteCount` survive.
    ///
    /// - Throws: ``EvolutionError/populationTooSmall(size:)`` or
    ///   ``EvolutionError/eliteTooLarge(elite:populationSize:)``.
    public init(
      populationSize: Int, eliteCount: Int = 1, selection: any Selection = TournamentSelection(),
      variation: Variation<Genome>
    ) throws(EvolutionError) {
      guard populationSize >= 2 else { throw .populationTooSmall(size: populationSize) }
      guard eliteCount >= 0 && eliteCount < populationSize else {
        throw .eliteTooLarge(elite: eliteCount, populationSize: populationSize)
      }
      self.populationSize = populationSize
      self.eliteCount = eliteCount
      self.selection = selection
      self.variation = variation
    }
  }

  /// What the algorithm is made of.
  public let configuration: Configuration
  /// The living genomes, the best first; empty before the first generation was told.
  public private(set) var genomes: [Genome] = []
  /// The fitness of each living genome.
  public private(set) var fitness: [Fitness] = []
  /// How many generations were told.
  public private(set) var generation = 0
  /// How many candidates were rated.
  public private(set) var evaluations = 0
  /// The best candidate so far; nil before the first generation was told.
  public private(set) var best: Individual<Genome>?

  private var random: RandomSource
  private var proposed: [Genome]

  /// A search that starts from `initial`, one genome per place in the population.
  ///
  /// - Throws: ``EvolutionError/wrongNumberOfInitialGenomes(expected:found:)``.
  public init(
    _ configuration: Configuration, initial: [Genome], seed: UInt64
  ) throws(EvolutionError) {
    guard initial.count == configuration.populationSize else {
      throw .wrongNumberOfInitialGenomes(
        expected: configuration.populationSize, found: initial.count)
    }
    self.configuration = configuration
    random = RandomSource(seed: seed)
    proposed = initial
  }

  /// The candidates to rate next; the same ones until they are told.
  public mutating func ask() -> [Genome] {
    if proposed.isEmpty { proposed = breed() }
    return proposed
  }

  /// Takes the fitness of the candidates last asked for, in their order.
  public mutating func tell(_ fitness: [Fitness]) {
    precondition(
      fitness.count == proposed.count && !proposed.isEmpty,
      "\(fitness.count) fitnesses told for \(proposed.count) candidates asked")
    replaceWorst(max(0, genomes.count - configuration.eliteCount), by: proposed, fitness)
    proposed = []
    generation += 1
    evaluations += fitness.count
  }

  /// The living candidates, the best first; empty before the first generation was told.
  public var population: [Individual<Genome>] {
    zip(genomes, fitness).map { Individual(genome: $0, fitness: $1) }
  }

  /// Replaces the worst of the population by `immigrants`.
  mutating func receive(_ immigrants: [Individual<Genome>]) {
    precondition(
      immigrants.count < genomes.count,
      "\(immigrants.count) immigrants would replace all \(genomes.count) inhabitants")
    replaceWorst(immigrants.count, by: immigrants.map(\.genome), immigrants.map(\.fitness))
  }

  private mutating func breed() -> [Genome] {
    let children = configuration.populationSize - configuration.eliteCount
    let parents = configuration.selection.parents(
      (children + 1) / 2 * 2, from: fitness, using: &random)
    return configuration.variation.children(
      children, of: parents.map { genomes[$0] }, seed: random.next())
  }

  private mutating func replaceWorst(
    _ count: Int, by newGenomes: [Genome], _ newFitness: [Fitness]
  ) {
    genomes.removeLast(count)
    fitness.removeLast(count)
    genomes += newGenomes
    fitness += newFitness
    let order = ranking(of: fitness)
    genomes = order.map { genomes[$0] }
    fitness = order.map { fitness[$0] }
    if best.map({ fitness[0] < $0.fitness }) ?? true {
      best = Individual(genome: genomes[0], fitness: fitness[0])
    }
  }
}

/// The indices of `fitness` from the best to the worst; of equals the elder stays ahead.
private func ranking(of fitness: [Fitness]) -> [Int] {
  fitness.indices.sorted { left, right in
    fitness[left] == fitness[right] ? left < right : fitness[left] < fitness[right]
  }
}
