import Evolution
import Numerics
import Testing

@Suite struct ManyObjectivesTests {
  @Test("Fronts are those of the definition", arguments: 1...20 as ClosedRange<UInt64>)
  func frontsByDefinition(seed: UInt64) {
    var random = RandomSource(seed: seed)
    let candidates = (0..<60).map { _ in
      Objectives(
        (0..<3).map { _ in Double(random.index(below: 6)) },
        violation: random.uniform() < 0.2 ? Double(random.index(below: 3)) : 0)
    }
    var rest = Set(candidates.indices)
    var expected: [Set<Int>] = []
    while !rest.isEmpty {
      let front = rest.filter { index in
        !rest.contains { candidates[$0].dominates(candidates[index]) }
      }
      expected.append(front)
      rest.subtract(front)
    }
    #expect(nondominatedFronts(of: candidates).map(Set.init) == expected)
  }

  @Test("Crowding is the neighbours' distance as a share of the range")
  func crowding() {
    let front = [[0.0, 10], [2, 6], [3, 5], [10, 0]].map { Objectives($0) }
    let distances = crowdingDistances(of: front)
    #expect(distances[0] == .infinity && distances[3] == .infinity)
    #expect(abs(distances[1] - (0.3 + 0.5)) < 1e-12)
    #expect(abs(distances[2] - (0.8 + 0.6)) < 1e-12)
  }

  @Test("The volume of boxes is exact")
  func hypervolumeOfBoxes() {
    #expect(hypervolume(of: [[1, 1]], below: [3, 4]) == 6)
    #expect(hypervolume(of: [[1, 3], [2, 2], [3, 1]], below: [4, 4]) == 6)
    #expect(hypervolume(of: [[0, 0, 0]], below: [1, 2, 3]) == 6)
    #expect(hypervolume(of: [[0, 0, 1], [1, 1, 0]], below: [2, 2, 2]) == 5)
    #expect(hypervolume(of: [[5, 0]], below: [4, 4]) == 0)
    #expect(hypervolume(of: [], below: [4, 4]) == 0)
  }

  @Test("The volume agrees with counting random points", arguments: [2, 3, 4])
  func hypervolumeByCounting(dimensions: Int) {
    var random = RandomSource(seed: 12)
    let points = (0..<25).map { _ in (0..<dimensions).map { _ in random.uniform() } }
    let reference = [Double](repeating: 1, count: dimensions)
    var hits = 0
    for _ in 0..<60_000 {
      let place = (0..<dimensions).map { _ in random.uniform() }
      if points.contains(where: { zip($0, place).allSatisfy { $0 <= $1 } }) { hits += 1 }
    }
    let counted = Double(hits) / 60_000
    #expect(abs(hypervolume(of: points, below: reference) - counted) < 0.01)
  }

  @Test("NSGA-II finds the front of ZDT1", arguments: [1, 2, 3] as [UInt64])
  func zdt1(seed: UInt64) throws {
    let bounds = [ClosedRange<Double>](repeating: 0...1, count: 10)
    let variation = try Variation<[Double]>(
      crossover: SimulatedBinaryCrossover(bounds: bounds),
      mutation: PolynomialMutation(bounds: bounds), mutationProbability: 1)
    var random = RandomSource(seed: seed)
    let initial = (0..<60).map { _ in bounds.map { random.uniform(in: $0) } }
    var search = try NSGA2(variation: variation, initial: initial, seed: seed)
    for _ in 0..<200 {
      search.tell(
        search.ask().map { genome in
          let g = 1 + genome.dropFirst().reduce(0, +)
          return Objectives([genome[0], g * (1 - (genome[0] / g).squareRoot())])
        })
    }
    // The whole front has 0.8767 below (1.1, 1.1): 1.21 less the third that lies under it.
    let volume = hypervolume(of: search.front.map(\.objectives.values), below: [1.1, 1.1])
    #expect(volume > 0.865 && volume < 0.8767)
    #expect(search.population.count == 60)
    #expect(search.evaluations == 60 * 200)
  }

  @Test("Infeasible candidates are never on the front")
  func infeasibleFront() throws {
    let bounds: [ClosedRange<Double>] = [0...1, 0...1]
    let variation = try Variation<[Double]>(
      crossover: SimulatedBinaryCrossover(bounds: bounds),
      mutation: PolynomialMutation(bounds: bounds), mutationProbability: 1)
    var random = RandomSource(seed: 2)
    let initial = (0..<30).map { _ in bounds.map { random.uniform(in: $0) } }
    var search = try NSGA2(variation: variation, initial: initial, seed: 2)
    for _ in 0..<40 {
      search.tell(
        search.ask().map {
          Objectives([$0[0], $0[1]], violation: max(0, 1 - $0[0] - $0[1]))
        })
    }
    #expect(!search.front.isEmpty)
    for member in search.front {
      #expect(member.genome[0] + member.genome[1] >= 1)
    }
  }
}
