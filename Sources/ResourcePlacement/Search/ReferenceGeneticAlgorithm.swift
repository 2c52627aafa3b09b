import Evolution
import Numerics

// The genetic algorithm of the reference problem, as its authors run it. The generator and the load
// order are bred apart: each child order has parents of its own.
//
// - Selection: fitness-proportional, fitness 1 / objective.
// - Order crossover: a segment of one parent, moved to the front, then the rest in the order of the
//   other parent.
// - Swap mutation: at each of n places, with probability 10 %, a random place and the next one
//   exchange their devices.
// - A generation replaces the last one whole; the best placement ever rated is the answer.
//
// Nothing in it keeps a placement that is fixed or feasible: what is fixed is repaired, and what is
// infeasible has the lowest merit.

/// The reference problem's genetic algorithm.
public struct ReferenceGeneticAlgorithm: Sendable {
  /// How many placements live at once.
  public let populationSize: Int
  /// How many generations are rated.
  public let generations: Int
  /// The probability of a swap at each place.
  public let mutationProbability: Double

  /// The reference: 10 placements, 10 generations, 10 % mutation.
  ///
  /// - Throws: `PlacementError.budgetTooSmall(evaluations:least:)`.
  public init(
    populationSize: Int = 10, generations: Int = 10, mutationProbability: Double = 0.1
  ) throws(PlacementError) {
    guard populationSize >= 2, generations >= 1 else {
      throw .budgetTooSmall(evaluations: populationSize * generations, least: 2)
    }
    self.populationSize = populationSize
    self.generations = generations
    self.mutationProbability = mutationProbability
  }

  /// Searches `problem` on one thread.
  public func run(_ problem: PlacementProblem, seed: UInt64) -> PlacementOutcome {
    var random = RandomSource(seed: seed)
    var evaluator = PlacementEvaluator(problem)
    var trace = PlacementTrace(finder: .reference)
    let selection = FitnessProportionalSelection(merit: .reciprocal)
    var population = (0..<populationSize).map { _ in
      problem.randomPlacement(using: &random)
    }
    for generation in 0..<generations {
      var fitness: [Fitness] = []
      for placement in population {
        fitness.append(evaluator.fitness(placement))
        trace.record(
          Individual(genome: placement, fitness: fitness[fitness.count - 1]), evaluations: 1)
      }
      guard generation + 1 < generations else { break }
      let parents = selection.parents(4 * populationSize, from: fitness, using: &random)
      population = (0..<populationSize).map { child in
        let four = parents[(4 * child)..<(4 * child + 4)].map { population[$0] }
        var generationOrder = cross(
          four[0].generationOrder, four[1].generationOrder, using: &random)
        var loadOrder = cross(four[2].loadOrder, four[3].loadOrder, using: &random)
        mutate(&generationOrder, using: &random)
        mutate(&loadOrder, using: &random)
        return problem.repaired(
          Placement(
            generationOrder: generationOrder, loadOrder: loadOrder,
            generationFactors: four[0].generationFactors, batterySites: four[2].batterySites))
      }
    }
    return trace.outcome
  }

  private func cross(
    _ first: [Int], _ second: [Int], using random: inout RandomSource
  ) -> [Int] {
    guard first.count > 1 else { return first }
    let start = random.index(below: first.count)
    let end = start + 1 + random.index(below: first.count - start)
    var isKept = [Bool](repeating: false, count: first.count)
    for site in first[start..<end] { isKept[site] = true }
    return first[start..<end] + second.filter { !isKept[$0] }
  }

  private func mutate(_ order: inout [Int], using random: inout RandomSource) {
    guard order.count > 1 else { return }
    for _ in order.indices where random.uniform() < mutationProbability {
      let place = random.index(below: order.count)
      order.swapAt(place, (place + 1) % order.count)
    }
  }
}

extension PlacementProblem {
  /// `placement` with the fixed devices back at their sites: whoever is there changes places.
  func repaired(_ placement: Placement) -> Placement {
    var repaired = placement
    Self.repair(&repaired.generationOrder, generation)
    Self.repair(&repaired.loadOrder, load)
    return repaired
  }

  private static func repair(_ order: inout [Int], _ fleet: Fleet) {
    for (device, site) in fleet.fixed.sorted(by: { $0.key < $1.key }) where order[device] != site {
      if let occupant = order.firstIndex(of: site) { order.swapAt(device, occupant) }
    }
  }
}
