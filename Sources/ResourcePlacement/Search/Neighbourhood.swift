internal import Numerics

/// The moves that turn a placement into a neighbouring one.
///
/// Three in ten exchange two generators, five in ten two loads, one in ten everything that two buses
/// have, and one in ten sends three devices of a kind round in a circle.
struct Neighbourhood: Sendable {
  private let generators: [Int]
  private let loads: [Int]

  init(_ problem: PlacementProblem) {
    let offset = problem.generation.profiles.count
    generators = problem.generation.movable
    loads = problem.load.movable.map { $0 + offset }
  }

  /// Whether there is anything to move.
  var isEmpty: Bool { generators.count < 2 && loads.count < 2 }

  /// A random move of `arrangement`.
  func move(
    of arrangement: Arrangement, using random: inout RandomSource
  ) -> Arrangement.Move {
    let die = random.index(below: 10)
    let kind = chosen(prefersGenerators: die < 3 || die == 9 && random.index(below: 2) == 0)
    let (a, b) = pair(of: kind, using: &random)
    switch die {
    case 8:
      return Arrangement.Move(first: (a, b), second: companions(of: a, b, in: arrangement))
    case 9 where kind.count > 2:
      var c = kind[random.index(below: kind.count)]
      while c == a || c == b { c = kind[random.index(below: kind.count)] }
      return Arrangement.Move(first: (a, b), second: (b, c))
    default:
      return Arrangement.Move(first: (a, b))
    }
  }

  private func chosen(prefersGenerators: Bool) -> [Int] {
    if generators.count < 2 { return loads }
    if loads.count < 2 { return generators }
    return prefersGenerators ? generators : loads
  }

  private func pair(of kind: [Int], using random: inout RandomSource) -> (Int, Int) {
    let first = random.index(below: kind.count)
    let second = random.index(below: kind.count - 1)
    return (kind[first], kind[second < first ? second : second + 1])
  }

  /// The devices of the other kind at the buses of `a` and `b`, if both have one.
  private func companions(of a: Int, _ b: Int, in arrangement: Arrangement) -> (Int, Int)? {
    let others = generators.contains(a) ? loads : generators
    let nodes = arrangement.nodes
    guard let first = others.first(where: { nodes[$0] == nodes[a] }),
      let second = others.first(where: { nodes[$0] == nodes[b] }), first != second
    else { return nil }
    return (first, second)
  }
}
