import Numerics
import PowerFlow

/// The moves that turn a placement into a neighbouring one.
///
/// Three in ten exchange two generators, five in ten two loads, one in ten everything that two buses
/// have, and one in ten sends three devices of a kind round in a circle. Where generators may be
/// resized, one move in four shifts capacity between two of them; where there are batteries, one in
/// eight sends one elsewhere.
struct Neighbourhood: Sendable {
  private let generators: [Int]
  private let loads: [Int]
  private let batteries: Range<Int>
  private let batterySiteCount: Int
  /// The peak of every generation profile, and the factors it may have.
  private let peaks: [Double]
  private let factors: ClosedRange<Double>?

  init(_ problem: PlacementProblem) {
    let offset = problem.generation.profiles.count
    generators = problem.generation.movable
    loads = problem.load.movable.map { $0 + offset }
    batteries = (offset + problem.load.profiles.count)..<problem.deviceCount
    batterySiteCount = problem.load.sites.count
    peaks = problem.generation.profiles.map { $0.activePU.map(abs).max() ?? 0 }
    factors = problem.options.generationFactors
  }

  /// Whether there is anything to move.
  var isEmpty: Bool { generators.count < 2 && loads.count < 2 && batteries.isEmpty }

  /// A random move of `arrangement`.
  func move(
    of arrangement: Arrangement, using random: inout RandomSource
  ) -> Arrangement.Move {
    if factors != nil && random.index(below: 4) == 0,
      let move = resizing(arrangement, using: &random)
    {
      return move
    }
    let hasPairs = generators.count > 1 || loads.count > 1
    if !batteries.isEmpty && (!hasPairs || random.index(below: 8) == 0) {
      let device = batteries.lowerBound + random.index(below: batteries.count)
      return .relocate(
        device: device, from: arrangement.sites[device],
        to: random.index(below: batterySiteCount))
    }
    return exchange(in: arrangement, using: &random)
  }

  private func exchange(
    in arrangement: Arrangement, using random: inout RandomSource
  ) -> Arrangement.Move {
    let die = random.index(below: 10)
    let kind = chosen(prefersGenerators: die < 3 || die == 9 && random.index(below: 2) == 0)
    let (a, b) = pair(of: kind, using: &random)
    switch die {
    case 8:
      return .exchange((a, b), companions(of: a, b, in: arrangement))
    case 9 where kind.count > 2:
      var c = kind[random.index(below: kind.count)]
      while c == a || c == b { c = kind[random.index(below: kind.count)] }
      return .exchange((a, b), (b, c))
    default:
      return .exchange((a, b), nil)
    }
  }

  /// Shifts capacity from one generator to another, as far as their factors allow.
  private func resizing(
    _ arrangement: Arrangement, using random: inout RandomSource
  ) -> Arrangement.Move? {
    guard let range = factors, peaks.count > 1 else { return nil }
    let from = random.index(below: peaks.count)
    let other = random.index(below: peaks.count - 1)
    let to = other < from ? other : other + 1
    guard peaks[from] > 0 && peaks[to] > 0 else { return nil }
    let before = (arrangement.places.factors[from], arrangement.places.factors[to])
    let most = min(
      (before.0 - range.lowerBound) * peaks[from], (range.upperBound - before.1) * peaks[to])
    let shift = max(most, 0) * random.uniform() * random.uniform()
    return .resize(
      (from, to), from: before,
      to: (before.0 - shift / peaks[from], before.1 + shift / peaks[to]))
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
    let nodes = arrangement.places.nodes
    guard let first = others.first(where: { nodes[$0] == nodes[a] }),
      let second = others.first(where: { nodes[$0] == nodes[b] }), first != second
    else { return nil }
    return (first, second)
  }
}
