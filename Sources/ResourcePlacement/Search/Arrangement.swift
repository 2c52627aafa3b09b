internal import Numerics

/// A placement while it is being changed: the node of every device, and moves that can be undone.
struct Arrangement: Sendable {
  /// One or two exchanges of places between two devices.
  struct Move {
    var first: (Int, Int)
    var second: (Int, Int)?
  }

  /// The site of every device, generators first.
  private(set) var sites: [Int]
  /// The node of every device, generators first.
  private(set) var nodes: [Int32]

  init(_ placement: Placement, problem: PlacementProblem) {
    sites = placement.generationOrder + placement.loadOrder
    nodes = problem.nodes(of: placement)
  }

  mutating func apply(_ move: Move) {
    exchange(move.first)
    if let second = move.second { exchange(second) }
  }

  mutating func undo(_ move: Move) {
    if let second = move.second { exchange(second) }
    exchange(move.first)
  }

  private mutating func exchange(_ pair: (Int, Int)) {
    sites.swapAt(pair.0, pair.1)
    nodes.swapAt(pair.0, pair.1)
  }

  func placement(of problem: PlacementProblem) -> Placement {
    let generators = problem.generation.profiles.count
    return Placement(
      generationOrder: Array(sites[..<generators]), loadOrder: Array(sites[generators...]))
  }
}
