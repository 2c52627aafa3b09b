import Numerics
import PowerFlow

/// A placement while it is being changed, and moves that can be undone.
///
/// Devices are numbered generators first, then loads, then batteries.
struct Arrangement: Sendable {
  /// A change of a placement.
  enum Move {
    /// One or two pairs of devices exchange their sites.
    case exchange((Int, Int), (Int, Int)?)
    /// Two generators have other factors than before.
    case resize((Int, Int), from: (Double, Double), to: (Double, Double))
    /// A battery goes to another site.
    case relocate(device: Int, from: Int, to: Int)
  }

  /// The site of every device.
  private(set) var sites: [Int]
  /// The node and the factor of every device.
  private(set) var places: RadialSeries.Places
  /// The node of every site that a battery may take.
  private let batteryNodes: [Int]

  init(_ placement: Placement, problem: PlacementProblem) {
    sites = placement.generationOrder + placement.loadOrder + placement.batterySites
    places = problem.places(of: placement)
    batteryNodes = problem.load.sites
  }

  mutating func apply(_ move: Move) {
    switch move {
    case .exchange(let first, let second):
      exchange(first)
      if let second { exchange(second) }
    case .resize(let pair, _, let factors):
      (places.factors[pair.0], places.factors[pair.1]) = factors
    case .relocate(let device, _, let to):
      settle(device, at: to)
    }
  }

  /// Takes back `move`, the last that was applied.
  mutating func undo(_ move: Move) {
    switch move {
    case .exchange(let first, let second):
      if let second { exchange(second) }
      exchange(first)
    case .resize(let pair, let factors, _):
      (places.factors[pair.0], places.factors[pair.1]) = factors
    case .relocate(let device, let from, _):
      settle(device, at: from)
    }
  }

  private mutating func exchange(_ pair: (Int, Int)) {
    sites.swapAt(pair.0, pair.1)
    places.nodes.swapAt(pair.0, pair.1)
  }

  private mutating func settle(_ battery: Int, at site: Int) {
    sites[battery] = site
    places.nodes[battery] = Int32(batteryNodes[site])
  }

  func placement(of problem: PlacementProblem) -> Placement {
    let generators = problem.generation.profiles.count
    let loads = problem.load.profiles.count
    return Placement(
      generationOrder: Array(sites[..<generators]),
      loadOrder: Array(sites[generators..<generators + loads]),
      generationFactors: problem.options.generationFactors == nil
        ? [] : Array(places.factors[..<generators]),
      batterySites: Array(sites[(generators + loads)...]))
  }
}
