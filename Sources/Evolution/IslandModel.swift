import Numerics

/// Several populations that evolve apart and send their best to a neighbour now and then.
///
/// Islands stand in a ring. Isolation keeps the search broad, migration spreads what was found.
/// Source: Tanese (1989), "Distributed genetic algorithms"; Whitley, Rana and Heckendorn (1998),
/// "The island model genetic algorithm".
public struct IslandModel<Genome: Sendable>: EvolutionarySearch {
  /// The populations, island *i* sending to island *i* + 1.
  public private(set) var islands: [GeneticAlgorithm<Genome>]
  /// How many generations pass between migrations.
  public let migrationInterval: Int
  /// How many leave an island in a migration: copies of its best.
  public let emigrantCount: Int

  /// Islands of one configuration, island *i* starting from `initial[i]`.
  ///
  /// - Throws: ``EvolutionError``.
  public init(
    _ configuration: GeneticAlgorithm<Genome>.Configuration, initial: [[Genome]], seed: UInt64,
    migrationInterval: Int = 10, emigrantCount: Int = 1
  ) throws(EvolutionError) {
    guard migrationInterval > 0 else {
      throw .parameterNotPositive(name: "migration interval", value: Double(migrationInterval))
    }
    guard emigrantCount >= 0 && emigrantCount < configuration.populationSize else {
      throw .tooManyEmigrants(
        emigrants: emigrantCount, populationSize: configuration.populationSize)
    }
    self.migrationInterval = migrationInterval
    self.emigrantCount = emigrantCount
    islands = []
    for (index, genomes) in initial.enumerated() {
      var random = RandomSource(seed: seed, stream: index)
      islands.append(
        try GeneticAlgorithm(configuration, initial: genomes, seed: random.next()))
    }
    guard !islands.isEmpty else { throw .parameterNotPositive(name: "island count", value: 0) }
  }

  /// How many generations every island has told.
  public var generation: Int { islands[0].generation }

  /// How many candidates were rated on all islands.
  public var evaluations: Int { islands.reduce(0) { $0 + $1.evaluations } }

  /// The best candidate of all islands; nil before the first generation was told.
  public var best: Individual<Genome>? {
    islands.compactMap(\.best).min { $0.fitness < $1.fitness }
  }

  /// The candidates of all islands, island by island.
  public mutating func ask() -> [Genome] {
    islands.indices.flatMap { islands[$0].ask() }
  }

  /// Takes the fitness of the candidates last asked for, and lets islands exchange their best when
  /// it is time.
  public mutating func tell(_ fitness: [Fitness]) {
    let counts = islands.indices.map { islands[$0].ask().count }
    precondition(
      fitness.count == counts.reduce(0, +),
      "\(fitness.count) fitnesses told for \(counts.reduce(0, +)) candidates asked")
    var start = 0
    for (index, count) in counts.enumerated() {
      islands[index].tell(Array(fitness[start..<start + count]))
      start += count
    }
    if generation % migrationInterval == 0 && islands.count > 1 { migrate() }
  }

  private mutating func migrate() {
    let emigrants = islands.map { Array($0.population.prefix(emigrantCount)) }
    for index in islands.indices {
      islands[index].receive(emigrants[(index + islands.count - 1) % islands.count])
    }
  }
}
