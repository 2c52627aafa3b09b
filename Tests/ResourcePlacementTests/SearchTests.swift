import Evolution
import Numerics
import ResourcePlacement
import Testing

@Suite("Searching for a placement")
struct SearchTests {
  @Test("reaches 79.8 on average in 1,000 evaluations")
  func smallBudget() throws {
    let problem = try Feeder18.problem()
    let search = MemeticSearch(try .init(evaluations: 1_000))
    let outcomes = (1...20).map { search.run(problem, seed: $0, execution: .concurrent) }
    let mean = outcomes.map(\.fitness.objective).reduce(0, +) / 20
    #expect(mean <= 79.8)
    for outcome in outcomes {
      #expect(outcome.fitness.isFeasible)
      #expect(outcome.evaluations <= 1_000)
    }
  }

  @Test("reaches 78.45 on average and never more than 78.85 with the default budget")
  func defaultBudget() throws {
    let problem = try Feeder18.problem()
    let search = MemeticSearch(try .init())
    let objectives = (1...2).map {
      search.run(problem, seed: $0, execution: .concurrent).fitness.objective
    }
    #expect(objectives.reduce(0, +) / 2 <= 78.45)
    #expect(objectives.allSatisfy { $0 <= 78.85 })
  }

  @Test("gives the same placement for any number of workers")
  func workers() throws {
    let problem = try Feeder18.problem()
    let search = MemeticSearch(try .init(evaluations: 12_000))
    let serial = search.run(problem, seed: 7, execution: .serial)
    let concurrent = search.run(problem, seed: 7, execution: .concurrent(workers: 3))
    #expect(serial.placement == concurrent.placement)
    #expect(serial.fitness == concurrent.fitness)
    #expect(serial.evaluations == concurrent.evaluations)
  }

  @Test("reports the fitness that the placement has")
  func honesty() throws {
    let problem = try Feeder18.problem()
    let outcome = MemeticSearch(try .init(evaluations: 500)).run(
      problem, seed: 1, execution: .serial)
    var evaluator = PlacementEvaluator(problem)
    #expect(evaluator.fitness(outcome.placement) == outcome.fitness)
    #expect(outcome.placement.generationOrder.sorted() == Array(0..<17))
    #expect(outcome.placement.loadOrder.sorted() == Array(0..<17))
  }

  @Test("records its convergence while it anneals, down to the answer")
  func convergence() throws {
    let problem = try Feeder18.problem()
    for evaluations in [1_000, 12_000] {
      let outcome = MemeticSearch(try .init(evaluations: evaluations)).run(
        problem, seed: 4, execution: .concurrent)
      let points = outcome.convergence
      #expect(points.count > 10)
      #expect(points.last?.best == outcome.fitness)
      #expect(points.last?.evaluations == outcome.evaluations)
      for (point, next) in zip(points, points.dropFirst()) {
        #expect(point.evaluations <= next.evaluations && next.best <= point.best)
      }
    }
  }

  @Test("leaves fixed devices where they are", arguments: [64, 500, 12_000])
  func fixedDevices(evaluations: Int) throws {
    let problem = try Feeder18.problem(fixedGeneration: [3: 16, 5: 0])
    let memetic = MemeticSearch(try .init(evaluations: evaluations)).run(
      problem, seed: 2, execution: .serial)
    let reference = try ReferenceGeneticAlgorithm().run(problem, seed: 2)
    for placement in [memetic.placement, reference.placement] {
      #expect(placement.generationOrder[3] == 16)
      #expect(placement.generationOrder[5] == 0)
      #expect(placement.generationOrder.sorted() == Array(0..<17))
    }
  }

  @Test("by the reference algorithm takes 100 evaluations and does what 100 random draws do")
  func reference() throws {
    let problem = try Feeder18.problem()
    let algorithm = try ReferenceGeneticAlgorithm()
    let random = try RandomPlacements(evaluations: 100)
    var sums = (reference: 0.0, random: 0.0)
    for seed in 1...40 as ClosedRange<UInt64> {
      let outcome = algorithm.run(problem, seed: seed)
      #expect(outcome.evaluations == 100)
      sums.reference += outcome.fitness.objective / 40
      sums.random += random.run(problem, seed: seed).fitness.objective / 40
    }
    #expect((84...88).contains(sums.reference))
    #expect((84...88).contains(sums.random))
  }

  @Test("refuses a budget that cannot be spent")
  func tooSmall() {
    #expect(throws: PlacementError.budgetTooSmall(evaluations: 63, least: 64)) {
      try MemeticSearch.Configuration(evaluations: 63)
    }
    #expect(throws: PlacementError.budgetTooSmall(evaluations: 0, least: 1)) {
      try RandomPlacements(evaluations: 0)
    }
  }
}
