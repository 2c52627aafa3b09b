extension RadialFeeder {
  /// The breadth-first tree under the slack.
  struct Tree {
    var busOfNode: [Int] = []
    var nodeOfBus: [Int?]
    var branchOfNode: [Int] = []
    var parents: [Int32] = []
    /// The children of node k are `firstChild[k] ..< firstChild[k + 1]`.
    var firstChild: [Int32] = []

    init(
      busCount: Int, slackBus: Int, branches: [RadialBranch]
    ) throws(RadialFeederError) {
      nodeOfBus = [Int?](repeating: nil, count: busCount)
      var branchesAtBus = [[Int]](repeating: [], count: busCount)
      for (index, branch) in branches.enumerated() {
        branchesAtBus[branch.from].append(index)
        branchesAtBus[branch.to].append(index)
      }
      var isReached = [Bool](repeating: false, count: busCount)
      isReached[slackBus] = true
      try reach(from: slackBus, parent: -1, branches, branchesAtBus, &isReached)
      var node = 0
      while node < busOfNode.count {
        firstChild.append(Int32(busOfNode.count))
        try reach(from: busOfNode[node], parent: node, branches, branchesAtBus, &isReached)
        node += 1
      }
      firstChild.append(Int32(busOfNode.count))
      if let bus = isReached.firstIndex(of: false) { throw .unreachable(bus: bus) }
    }

    /// Appends the buses one branch beyond `bus`.
    private mutating func reach(
      from bus: Int, parent: Int, _ branches: [RadialBranch], _ branchesAtBus: [[Int]],
      _ isReached: inout [Bool]
    ) throws(RadialFeederError) {
      let arrival = parent < 0 ? nil : branchOfNode[parent]
      for index in branchesAtBus[bus] where index != arrival {
        let branch = branches[index]
        let other = branch.from == bus ? branch.to : branch.from
        guard !isReached[other] else { throw .notATree(closingBranch: index, bus: other) }
        isReached[other] = true
        nodeOfBus[other] = busOfNode.count
        busOfNode.append(other)
        branchOfNode.append(index)
        parents.append(Int32(parent))
      }
    }
  }
}
