import EconomicDispatch
import Numerics
import Testing

@Suite struct GeneticAllocationTests {
  private static func reference(seed: UInt64, pairLosses: Bool) throws -> AllocationCase {
    var random = RandomSource(seed: seed)
    var ranges = AllocationCase.Ranges()
    ranges.hasPairLosses = pairLosses
    return try AllocationCase.random(ranges, using: &random)
  }

  private static func search(
    _ allocation: AllocationCase, _ configuration: GeneticAllocation.Configuration,
    seed: UInt64 = 1, workers: Int = 1
  ) throws -> GeneticAllocation {
    try GeneticAllocation(
      allocation, configuration, seed: seed, execution: .concurrent(workers: workers))
  }

  @Test(
    "With losses of nodes alone every method is exact", arguments: 1...20 as ClosedRange<UInt64>)
  func nodeLosses(seed: UInt64) throws {
    let allocation = try Self.reference(seed: seed, pairLosses: false)
    let optimum = try ExactAllocation(allocation).schedule.cost
    let quick = try GeneticAllocation.Configuration(populationSize: 8, generations: 3)
    var costs = GreedyAllocation.allCases.map { $0.schedule(allocation).cost }
    costs.append(try Self.search(allocation, quick).schedule.cost)
    for cost in costs { #expect(abs(cost / optimum - 1) < 1e-11) }
  }

  @Test("With losses of pairs the search comes within a thousandth, over 20 cases")
  func pairLosses() throws {
    var total = 0.0
    var optimum = 0.0
    var polished = 0.0
    var greedy = 0.0
    for seed in 1...20 as ClosedRange<UInt64> {
      let allocation = try Self.reference(seed: seed, pairLosses: true)
      optimum += try ExactAllocation(allocation).schedule.cost
      let found = try Self.search(
        allocation, .init(populationSize: 20, generations: 24), seed: seed)
      #expect(allocation.violations(in: found.schedule).isEmpty)
      total += found.schedule.cost
      let exact = try Self.search(
        allocation, .init(populationSize: 8, generations: 4, isPolished: true), seed: seed)
      #expect(allocation.violations(in: exact.schedule).isEmpty)
      #expect(exact.schedule.cost <= exact.costBeforePolishing + 1e-9)
      polished += exact.schedule.cost
      greedy += GreedyAllocation.byDeliveredCost.schedule(allocation).cost
    }
    #expect(total / optimum - 1 <= 0.001)
    #expect(abs(polished / optimum - 1) <= 1e-11)
    #expect(greedy / optimum - 1 > 0.005)
  }

  @Test("Any number of workers finds the same")
  func workersDoNotMatter() throws {
    var random = RandomSource(seed: 5)
    var ranges = AllocationCase.Ranges()
    ranges.nodes = 70
    ranges.hasPairLosses = true
    let allocation = try AllocationCase.random(ranges, using: &random)
    let configuration = try GeneticAllocation.Configuration(
      populationSize: 12, generations: 8, isPolished: true)
    let serial = try Self.search(allocation, configuration)
    for workers in [2, 3, 7] {
      let concurrent = try Self.search(allocation, configuration, workers: workers)
      #expect(concurrent.schedule == serial.schedule)
      #expect(concurrent.convergence == serial.convergence)
    }
    #expect(try Self.search(allocation, configuration, seed: 2).convergence != serial.convergence)
  }

  @Test("Polishing reaches the optimum where intake binds and where nothing is scarce")
  func polishing() throws {
    for index in 0..<60 {
      var random = RandomSource(seed: UInt64(1_000 + index))
      var ranges = ExactAllocationTests.ranges(index)
      ranges.hours = 4
      ranges.nodes = min(ranges.nodes, 25)
      let allocation = try AllocationCase.random(ranges, using: &random)
      let exact = try ExactAllocation(allocation).schedule.cost
      let polished = try Self.search(
        allocation, .init(populationSize: 6, generations: 3, isPolished: true))
      #expect(abs(polished.schedule.cost - exact) <= 1e-9 * max(exact, 1), "case \(index)")
      #expect(allocation.violations(in: polished.schedule).isEmpty)
    }
  }

  @Test("Shedding that is forbidden is refused, not hidden")
  func forbiddenShedding() throws {
    var ranges = AllocationCase.Ranges()
    ranges.unservedCostPerMWh = nil
    ranges.demandMW = 149...150
    var random = RandomSource(seed: 1)
    let allocation = try AllocationCase.random(ranges, using: &random)
    #expect(throws: DispatchError.self) { try ExactAllocation(allocation) }
    #expect(throws: DispatchError.self) { try Self.search(allocation, .init()) }
  }

  @Test("At every size the search stays within a thousandth, and two workers find the same")
  func sizes() throws {
    for (nodes, sources) in [(1, 1), (2, 7), (50, 5), (80, 10)] {
      var random = RandomSource(seed: 100)
      var ranges = AllocationCase.Ranges()
      ranges.hasPairLosses = true
      ranges.nodes = nodes
      ranges.sources = sources
      ranges.hours = 6
      let allocation = try AllocationCase.random(ranges, using: &random)
      let found = try Self.search(allocation, .init())
      #expect(allocation.violations(in: found.schedule).isEmpty)
      #expect(found.schedule.cost / (try ExactAllocation(allocation).schedule.cost) - 1 <= 1e-3)
      #expect(try Self.search(allocation, .init(), workers: 2).schedule == found.schedule)
    }
  }
}
