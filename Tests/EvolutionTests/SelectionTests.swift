import Evolution
import Numerics
import Testing

@Suite struct SelectionTests {
  @Test("The wheel's sectors are as wide as the reciprocal objectives")
  func reciprocalWheel() {
    let fitness = [Fitness(1), Fitness(2), Fitness(4), Fitness(0.5, violation: 1)]
    var random = RandomSource(seed: 5)
    let parents = FitnessProportionalSelection(merit: .reciprocal)
      .parents(70_000, from: fitness, using: &random)
    let shares = (0..<4).map { index in Double(parents.count { $0 == index }) / 70_000 }
    for (share, expected) in zip(shares, [4.0 / 7, 2.0 / 7, 1.0 / 7, 0]) {
      #expect(abs(share - expected) < 0.01)
    }
    #expect(shares[3] == 0)
  }

  @Test("The distance to the worst does not depend on where the objective has its zero")
  func shiftInvariance() {
    let fitness = [3.0, 1, 7, 5].map { Fitness($0) }
    let shifted = [103.0, 101, 107, 105].map { Fitness($0) }
    var random = RandomSource(seed: 6)
    var again = random
    let wheel = FitnessProportionalSelection()
    #expect(
      wheel.parents(500, from: fitness, using: &random)
        == wheel.parents(500, from: shifted, using: &again))
  }

  @Test("Nobody with merit: all are drawn alike")
  func noMerit() {
    let fitness = [Fitness](repeating: .worst, count: 4)
    var random = RandomSource(seed: 7)
    let parents = FitnessProportionalSelection().parents(4_000, from: fitness, using: &random)
    for index in 0..<4 { #expect(abs(parents.count { $0 == index } - 1_000) < 150) }
  }

  @Test("The best wins a tournament as often as theory says", arguments: [1, 2, 3, 5])
  func tournament(size: Int) {
    let fitness = (0..<10).map { Fitness(Double($0)) }
    var random = RandomSource(seed: 8)
    let parents = TournamentSelection(size: size).parents(40_000, from: fitness, using: &random)
    var expected = 1.0
    for _ in 0..<size { expected *= 0.9 }
    #expect(abs(Double(parents.count { $0 == 0 }) / 40_000 - (1 - expected)) < 0.01)
  }

  @Test("Feasible before infeasible, and what is not a number is worst")
  func fitnessOrder() {
    let order = [
      Fitness(1), Fitness(9), Fitness(.nan), Fitness(0, violation: 1), Fitness(0, violation: 2),
      Fitness(3, violation: .nan),
    ]
    for index in order.indices.dropLast() {
      #expect(order[index] < order[index + 1], "\(index)")
      #expect(!(order[index + 1] < order[index]), "\(index)")
    }
  }
}
