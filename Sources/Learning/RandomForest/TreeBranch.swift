import Numerics

/// A node that is yet to be split.
struct PendingNode<Sums: Sendable>: Sendable {
  let index: Int
  /// Where its rows begin, and how many they are.
  let start: Int
  let count: Int
  /// The root of a tree has 0; its parity says which buffer has the rows.
  let depth: Int
  let sums: Sums
  /// The sums over its rows, if its parent left it any.
  var histograms: NodeHistograms?
}

/// A node with all that is to grow below it, by random draws of its own.
struct TreeBranch<Sums: Sendable>: Sendable {
  /// Its index is 0: the nodes of a branch count from there.
  let root: PendingNode<Sums>
  let random: RandomSource

  /// The fewest rows that are worth being grown by another worker.
  static var fewestRows: Int { 1 << 14 }

  /// The branch that is a whole tree.
  init(rowCount: Int, sums: Sums, random: RandomSource) {
    root = PendingNode(index: 0, start: 0, count: rowCount, depth: 0, sums: sums)
    self.random = random
  }

  init(of node: PendingNode<Sums>, seed: UInt64) {
    root = PendingNode(
      index: 0, start: node.start, count: node.count, depth: node.depth, sums: node.sums,
      histograms: node.histograms)
    random = RandomSource(seed: seed)
  }
}

/// A branch that was grown, without those that were set aside.
struct GrownBranch: Sendable {
  var tree: GrownTree
  /// The branches that were set aside, in this order.
  var grafts: [Graft]

  /// Where a branch goes on: a leaf of this one, and the place of the other.
  struct Graft: Sendable {
    let node: Int
    let branch: Int
  }
}

extension GrownTree {
  /// Joins branches, of which the first has the root; the nodes then lie as if they had been grown
  /// depth first by one worker.
  init(joining branches: [GrownBranch]) {
    self = branches[0].tree
    var pending = branches[0].grafts
    while let graft = pending.popLast() {
      let offset = nodes.count - 1
      let branch = branches[graft.branch]
      append(branch.tree, at: graft.node)
      pending += branch.grafts.map {
        GrownBranch.Graft(node: $0.node + offset, branch: $0.branch)
      }
    }
  }

  /// Lets `branch` grow from a leaf: its root takes the place of the leaf, the other nodes follow.
  private mutating func append(_ branch: GrownTree, at leaf: Int) {
    let offset = nodes.count - 1
    let place = { (node: UInt32) in node == 0 ? UInt32(leaf) : node + UInt32(offset) }
    var moved = branch.nodes
    for index in moved.indices { moved[index].child = place(moved[index].child) }
    nodes[leaf] = moved[0]
    nodes += moved.dropFirst()
    values += branch.values.dropFirst()
    covers += branch.covers.dropFirst()
    for feature in importances.indices { importances[feature] += branch.importances[feature] }
    distributions.append(branch.distributions, place: place)
    members.append(branch.members, place: place)
  }
}
