import Evolution
import Numerics
import Synchronization
import Testing

@Suite struct SearchTests {
  /// The distance of a permutation from sorted: 0 at 0, 1, 2, ….
  private static let disorder: @Sendable (ArraySlice<[Int]>) -> [Fitness] = { genomes in
    genomes.map { genome in
      Fitness(genome.enumerated().reduce(0.0) { $0 + Double(abs($1.offset - $1.element)) })
    }
  }

  private static func configuration(
    _ size: Int = 40
  ) throws -> GeneticAlgorithm<[Int]>.Configuration {
    try .init(
      populationSize: size, eliteCount: 2,
      variation: .init(
        crossover: OrderCrossover(), mutation: SwapMutation(), mutationProbability: 0.5))
  }

  private static func shuffled(_ count: Int, seed: UInt64) -> [[Int]] {
    var random = RandomSource(seed: seed)
    return (0..<count).map { _ in
      var genome = Array(0..<14)
      random.shuffle(&genome)
      return genome
    }
  }

  @Test("A permutation is sorted, whatever the seed", arguments: 1...20 as ClosedRange<UInt64>)
  func sorts(seed: UInt64) throws {
    var search = try GeneticAlgorithm(
      try Self.configuration(), initial: Self.shuffled(40, seed: seed), seed: seed)
    var evaluator = BatchEvaluator(always: .serial)
    let reason = search.run(
      until: Termination(generations: 2_000, target: 0), on: &evaluator, evaluate: Self.disorder)
    #expect(reason == .target)
    #expect(search.best?.genome == Array(0..<14))
  }

  @Test("Islands sort it too, and every number of workers finds the same")
  func workersDoNotMatter() throws {
    var outcomes: [[SearchProgress]] = []
    for workers in [1, 2, 3, 8] {
      var search = try IslandModel(
        try Self.configuration(10), initial: (0..<4).map { Self.shuffled(10, seed: $0) }, seed: 3)
      var evaluator = BatchEvaluator(always: .concurrent(workers: workers))
      var curve: [SearchProgress] = []
      search.run(
        until: Termination(generations: 60), on: &evaluator, evaluate: Self.disorder
      ) { curve.append($0) }
      outcomes.append(curve)
    }
    #expect(outcomes.allSatisfy { $0 == outcomes[0] })
    #expect(outcomes[0].count == 60)
    #expect(outcomes[0].last.map { $0.best.objective < 30 } == true)
  }

  @Test("The best never gets worse, and evaluations are counted")
  func eliteSurvives() throws {
    var search = try GeneticAlgorithm(
      try Self.configuration(), initial: Self.shuffled(40, seed: 9), seed: 9)
    var evaluator = BatchEvaluator(always: .serial)
    var best = Fitness.worst
    let counter = Atomic(0)
    search.run(
      until: Termination(evaluations: 1_000), on: &evaluator,
      evaluate: { genomes in
        counter.wrappingAdd(genomes.count, ordering: .relaxed)
        return Self.disorder(genomes)
      },
      observe: { progress in
        #expect(progress.best <= best)
        best = progress.best
        #expect(progress.evaluations == counter.load(ordering: .relaxed))
      })
    #expect(search.evaluations == 40 + 38 * 26)
    #expect(search.population.map(\.fitness) == search.population.map(\.fitness).sorted())
  }

  @Test("Each limit stops the search for its own reason")
  func limits() throws {
    func run(
      _ termination: Termination, secondsPerReading: Double = 0
    ) throws -> (
      Termination.Reason, Int
    ) {
      var search = try GeneticAlgorithm(
        try Self.configuration(), initial: Self.shuffled(40, seed: 2), seed: 2)
      let clock = FakeClock(step: secondsPerReading)
      var evaluator = BatchEvaluator(execution: .serial) { clock.read() }
      let reason = search.run(
        until: termination, on: &evaluator, evaluate: { $0.map { _ in Fitness(1) } })
      return (reason, search.generation)
    }
    #expect(try run(Termination(generations: 7)) == (.generations, 7))
    #expect(try run(Termination(evaluations: 41)) == (.evaluations, 2))
    #expect(try run(Termination(stallGenerations: 5)) == (.stall, 6))
    #expect(try run(Termination(seconds: 3), secondsPerReading: 1).0 == .time)
    #expect(try run(Termination(generations: 9, target: 1)) == (.target, 1))
  }

  @Test("Workers are used only where the clock says that they pay")
  func adaptiveEvaluation() {
    func decisions(serialSeconds: Double, concurrentSeconds: Double) -> [Int] {
      let clock = FakeClock(step: 0)
      var evaluator = BatchEvaluator(execution: .concurrent(workers: 2)) { clock.read() }
      return (0..<200).map { _ in
        let pieces = Atomic(0)
        let values = evaluator.map([1, 2, 3, 4]) { items in
          pieces.wrappingAdd(1, ordering: .relaxed)
          clock.advance(
            (items.count == 4 ? serialSeconds : concurrentSeconds) / 4 * Double(items.count))
          return items.map { $0 * 10 }
        }
        #expect(values == [10, 20, 30, 40])
        return pieces.load(ordering: .relaxed)
      }
    }
    let cheap = decisions(serialSeconds: 1e-5, concurrentSeconds: 1e-6)
    #expect(cheap.allSatisfy { $0 == 1 })
    let useful = decisions(serialSeconds: 1e-2, concurrentSeconds: 6e-3)
    #expect(useful[0] == 1 && useful.count { $0 == 1 } <= 5)
    let harmful = decisions(serialSeconds: 1e-2, concurrentSeconds: 2e-2)
    #expect(harmful.count { $0 > 1 } <= 5)
  }

  @Test("A search that cannot be set up says why")
  func badConfigurations() throws {
    let variation = try Variation<[Int]>(
      crossover: OrderCrossover(), mutation: SwapMutation(), mutationProbability: 0.1)
    #expect(throws: EvolutionError.populationTooSmall(size: 1)) {
      try GeneticAlgorithm<[Int]>.Configuration(populationSize: 1, variation: variation)
    }
    #expect(throws: EvolutionError.eliteTooLarge(elite: 4, populationSize: 4)) {
      try GeneticAlgorithm<[Int]>.Configuration(
        populationSize: 4, eliteCount: 4, variation: variation)
    }
    #expect(throws: EvolutionError.wrongNumberOfInitialGenomes(expected: 40, found: 3)) {
      try GeneticAlgorithm(
        try Self.configuration(), initial: Self.shuffled(3, seed: 1), seed: 1)
    }
    #expect(
      EvolutionError.eliteTooLarge(elite: 4, populationSize: 4).description
        == "an elite of 4 leaves no room for children in a population of 4")
  }
}

/// A clock that moves only when it is told to, or by a step with every reading.
private final class FakeClock: Sendable {
  private let now = Mutex(0.0)
  private let step: Double

  init(step: Double) {
    self.step = step
  }

  func read() -> Double {
    now.withLock { seconds in
      seconds += step
      return seconds
    }
  }

  func advance(_ seconds: Double) {
    now.withLock { $0 += seconds }
  }
}
