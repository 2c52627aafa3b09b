import Evolution
import Numerics

/// Two children of two placements, each keeping what both agree on.
struct PlacementCrossover: Crossover {
  func cross(
    _ first: inout Placement, _ second: inout Placement, using random: inout RandomSource
  ) {
    let crossover = AgreementCrossover()
    let (mother, father) = (first, second)
    func child(_ mother: Placement, _ father: Placement) -> Placement {
      Placement(
        generationOrder: crossover.child(
          of: mother.generationOrder, father.generationOrder, using: &random),
        loadOrder: crossover.child(of: mother.loadOrder, father.loadOrder, using: &random),
        generationFactors: mother.generationFactors, batterySites: mother.batterySites)
    }
    first = child(mother, father)
    second = child(father, mother)
  }
}

/// One or two movable devices of a kind exchange their sites.
struct PlacementMutation: Mutation {
  private let generators: [Int]
  private let loads: [Int]

  init(_ problem: PlacementProblem) {
    generators = problem.generation.movable
    loads = problem.load.movable
  }

  func mutate(_ placement: inout Placement, using random: inout RandomSource) {
    repeat {
      if random.index(below: 2) == 0 {
        exchange(&placement.generationOrder, generators, using: &random)
      } else {
        exchange(&placement.loadOrder, loads, using: &random)
      }
    } while random.index(below: 2) == 0
  }

  private func exchange(
    _ order: inout [Int], _ movable: [Int], using random: inout RandomSource
  ) {
    guard movable.count > 1 else { return }
    let first = random.index(below: movable.count)
    let second = random.index(below: movable.count - 1)
    order.swapAt(movable[first], movable[second < first ? second : second + 1])
  }
}
