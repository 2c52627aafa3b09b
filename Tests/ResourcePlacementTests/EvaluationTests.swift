import Evolution
import Numerics
import PowerFlow
import ResourcePlacement
import Testing

@Suite("Rating a placement")
struct EvaluationTests {
  @Test("gives the identity allocation of the reference problem 124.855")
  func identity() throws {
    let problem = try Feeder18.problem()
    var evaluator = PlacementEvaluator(problem)
    let fitness = evaluator.fitness(problem.identity)
    #expect(abs(fitness.objective - 124.85542443) < 1e-7)
    #expect(fitness.violation > 0, "two hours are above 1.05 p.u.")
    #expect(evaluator.evaluations == 1)
  }

  @Test("agrees with pandapower on every measure of random allocations")
  func randomAllocations() throws {
    let problem = try Feeder18.problem()
    var evaluator = PlacementEvaluator(problem)
    for row in try Feeder18.table("reference_random_allocations.csv") {
      let placement = Placement(
        generationOrder: row[5..<22].map { Int($0) }, loadOrder: row[22..<39].map { Int($0) })
      let measures = evaluator.measure(placement)
      #expect(abs(measures.loadingSumPercent - row[0]) < 1e-6)
      #expect(abs(measures.series.peakLineLoadingPercent - row[1]) < 1e-7)
      #expect(abs(measures.lossesKWh - row[2]) < 1e-6)
      #expect(abs(measures.voltageDeviationPercent - row[3]) < 1e-6)
      #expect(abs(measures.gridImportKWh - row[4]) < 1e-6)
    }
  }

  @Test("adds the measures up as the weights say")
  func weights() throws {
    let problem = try Feeder18.problem(
      objective: PlacementObjective(loading: 2, losses: 3, voltageDeviation: 0.5, gridImport: 0.1))
    var evaluator = PlacementEvaluator(problem)
    let measures = evaluator.measure(problem.identity)
    let expected =
      2 * measures.loadingSumPercent + 3 * measures.lossesKWh
      + 0.5 * measures.voltageDeviationPercent + 0.1 * measures.gridImportKWh
    #expect(abs(evaluator.fitness(problem.identity).objective - expected) < 1e-9)
  }

  @Test("counts what exceeds the limits as violation, and nothing within them")
  func violation() throws {
    let tight = try Feeder18.problem(limits: SeriesLimits(lineLoadingPercent: 10))
    let wide = try Feeder18.problem(limits: SeriesLimits(voltagePU: 0.9...1.1))
    var strict = PlacementEvaluator(tight)
    var lenient = PlacementEvaluator(wide)
    #expect(strict.fitness(tight.identity).violation > 5)
    #expect(lenient.fitness(wide.identity).isFeasible)
  }

  @Test("never falls below the bound, which is within 6 % of the best placement known")
  func lowerBound() throws {
    let problem = try Feeder18.problem()
    let bound = try #require(problem.loadingBoundPercent())
    #expect(bound < 78.04 && bound > 0.94 * 78.04)
    var evaluator = PlacementEvaluator(problem)
    var random = RandomSource(seed: 3)
    for _ in 0..<200 {
      #expect(evaluator.fitness(problem.randomPlacement(using: &random)).objective > bound)
    }
    let answering = try Feeder18.problem(options: PlacementOptions(inverterCapability: 0.5))
    #expect(answering.loadingBoundPercent() == nil)
  }

  @Test("refuses problems whose counts, steps or numbers do not fit")
  func badInput() throws {
    let profiles = try Feeder18.profiles("GenerationData_B.csv")
    #expect(throws: PlacementError.countMismatch(kind: .generation, profiles: 16, sites: 17)) {
      try Feeder18.problem(generation: Array(profiles.dropLast()))
    }
    let short = RadialSeries.Profile(activePU: [1, 2])
    #expect(
      throws: PlacementError.stepMismatch(kind: .generation, profile: 16, steps: 2, expected: 24)
    ) {
      try Feeder18.problem(generation: profiles.dropLast() + [short])
    }
    let broken = RadialSeries.Profile(activePU: [Double](repeating: .nan, count: 24))
    #expect(throws: PlacementError.notFinite(kind: .generation, profile: 0, step: 0)) {
      try Feeder18.problem(generation: [broken] + profiles.dropFirst())
    }
    #expect(throws: PlacementError.siteTakenTwice(kind: .generation)) {
      try Feeder18.problem(fixedGeneration: [0: 3, 1: 3])
    }
  }
}
