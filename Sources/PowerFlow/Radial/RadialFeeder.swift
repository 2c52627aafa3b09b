import PowerFlowKernels

// A tree of branches made ready for the sweeps.
//
// The nodes are the buses in breadth-first order from the slack, which itself is no node. Ideal
// ratios vanish from the equations when every node is measured in a base of its own: with
// σ = product of the ratios on the way from the slack, v = σ² ṽ, z = σ² z̃, y = ỹ / σ², and powers
// are what they were. So the sweeps know no ratio, and voltages are scaled back when they are read.

/// A radial feeder: its slack bus, and one branch that feeds each other bus.
public struct RadialFeeder: Sendable {
  /// The number of buses, the slack among them.
  public let busCount: Int
  /// The bus whose voltage is given.
  public let slackBus: Int
  /// The voltage of the slack bus, per unit.
  public let slackVoltagePU: Double
  /// The bus of each node.
  public let busOfNode: [Int]
  /// The node of each bus; nil for the slack.
  public let nodeOfBus: [Int?]
  /// The branch that feeds each node, an index into the branches the feeder was made from.
  public let branchOfNode: [Int]
  /// The parent of each node, -1 for the slack.
  public let parents: [Int32]

  let firstChild: PinnedNumbers<Int32>
  let table: PinnedNumbers<Double>
  private let pinnedParents: PinnedNumbers<Int32>
  /// σ² of each node.
  let squaredScale: [Double]

  /// The number of nodes: every bus but the slack.
  public var nodeCount: Int { busOfNode.count }

  /// What the sweeps read; valid while the feeder lives.
  var sweeps: RadialSweeps {
    RadialSweeps(
      nodeCount: nodeCount, parents: pinnedParents.start, firstChild: firstChild.start,
      branches: table.start, squaredSlackVoltage: slackVoltagePU * slackVoltagePU)
  }

  /// Orders `branches` into a tree that hangs on `slackBus`.
  ///
  /// `shunts` are admittances to ground by bus; a bus may have none.
  ///
  /// - Throws: `RadialFeederError` if the branches are not a tree that reaches every bus.
  /// - Complexity: O(buses).
  public init(
    busCount: Int, slackBus: Int, slackVoltagePU: Double, branches: [RadialBranch],
    shunts: [Int: RadialBranch.Shunt] = [:]
  ) throws(RadialFeederError) {
    guard slackVoltagePU > 0 && slackVoltagePU.isFinite else {
      throw .invalidSlackVoltage(slackVoltagePU)
    }
    try Self.check(branches, busCount: busCount)
    let tree = try Tree(busCount: busCount, slackBus: slackBus, branches: branches)
    self.busCount = busCount
    self.slackBus = slackBus
    self.slackVoltagePU = slackVoltagePU
    busOfNode = tree.busOfNode
    nodeOfBus = tree.nodeOfBus
    branchOfNode = tree.branchOfNode
    parents = tree.parents
    pinnedParents = PinnedNumbers(tree.parents)
    firstChild = PinnedNumbers(tree.firstChild)
    let (table, squaredScale) = Self.branchTable(tree, branches: branches, shunts: shunts)
    self.table = PinnedNumbers(table)
    self.squaredScale = squaredScale
  }

  private static func check(
    _ branches: [RadialBranch], busCount: Int
  ) throws(RadialFeederError) {
    for (index, branch) in branches.enumerated() {
      for bus in [branch.from, branch.to] where !(0..<busCount).contains(bus) {
        throw .unknownBus(branch: index, bus: bus, busCount: busCount)
      }
      let numbers = [
        branch.resistance, branch.reactance, branch.fromShunt.conductance,
        branch.fromShunt.susceptance, branch.toShunt.conductance, branch.toShunt.susceptance,
      ]
      let positives = [branch.ratio, branch.ratedCurrentFrom ?? 1, branch.ratedCurrentTo ?? 1]
      guard numbers.allSatisfy(\.isFinite), positives.allSatisfy({ $0 > 0 && $0.isFinite }) else {
        throw .invalidBranch(branch: index)
      }
    }
  }

  private static func branchTable(
    _ tree: Tree, branches: [RadialBranch], shunts: [Int: RadialBranch.Shunt]
  ) -> (table: [Double], squaredScale: [Double]) {
    let width = BranchColumn.count
    var table = [Double](repeating: 0, count: tree.busOfNode.count * width)
    var scales: [Double] = []
    for (node, bus) in tree.busOfNode.enumerated() {
      let branch = branches[tree.branchOfNode[node]]
      let parent = Int(tree.parents[node])
      let parentScale = parent < 0 ? 1 : scales[parent]
      let isFedFromFrom = branch.to == bus
      let scale = isFedFromFrom ? parentScale / branch.ratio : parentScale * branch.ratio
      scales.append(scale)
      let inside = isFedFromFrom ? scale : parentScale
      let squared = inside * inside
      let parentShunt = isFedFromFrom ? branch.fromShunt : branch.toShunt
      let ownShunt = isFedFromFrom ? branch.toShunt : branch.fromShunt
      let parentRating = isFedFromFrom ? branch.ratedCurrentFrom : branch.ratedCurrentTo
      let ownRating = isFedFromFrom ? branch.ratedCurrentTo : branch.ratedCurrentFrom

      let row = node * width
      table[row + BranchColumn.resistance] = branch.resistance / squared
      table[row + BranchColumn.reactance] = branch.reactance / squared
      table[row + BranchColumn.parentEndConductance] = parentShunt.conductance * squared
      table[row + BranchColumn.parentEndSusceptance] = parentShunt.susceptance * squared
      table[row + BranchColumn.ownEndConductance] = ownShunt.conductance * squared
      table[row + BranchColumn.ownEndSusceptance] = ownShunt.susceptance * squared
      table[row + BranchColumn.parentEndRating] = squaredPercent(parentRating, parentScale)
      table[row + BranchColumn.ownEndRating] = squaredPercent(ownRating, scale)
      table[row + BranchColumn.isTransformer] = branch.kind == .transformer ? 1 : 0
      table[row + BranchColumn.squaredScale] = scale * scale

      let busShunt = shunts[bus] ?? RadialBranch.Shunt()
      table[row + BranchColumn.conductance] +=
        ownShunt.conductance * squared + busShunt.conductance * scale * scale
      table[row + BranchColumn.susceptance] +=
        ownShunt.susceptance * squared + busShunt.susceptance * scale * scale
      if parent >= 0 {
        let parentRow = parent * width
        table[parentRow + BranchColumn.conductance] += parentShunt.conductance * squared
        table[parentRow + BranchColumn.susceptance] += parentShunt.susceptance * squared
      }
    }
    return (table, scales.map { $0 * $0 })
  }

  /// (100 / rated current)² for a current that is measured in a base `scale` times the slack's.
  private static func squaredPercent(_ ratedCurrent: Double?, _ scale: Double) -> Double {
    guard let ratedCurrent else { return 0 }
    let factor = 100 / (ratedCurrent * scale)
    return factor * factor
  }
}
