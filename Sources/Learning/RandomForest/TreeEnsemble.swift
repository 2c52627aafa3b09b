/// The trees of a random forest, in columns.
struct TreeEnsemble: Sendable, Equatable {
  /// The most columns that a forest can hold.
  static let columnLimit = 65_535

  /// How values become the levels that trees compare.
  let levels: FeatureLevels
  /// Where each tree's nodes begin, and where the last one's end.
  let roots: [Int]
  /// The nodes of all trees; children are counted from the root of their tree.
  let nodes: [TreeNode]
  /// The mean target of each node; empty for more than two classes.
  let values: [Float]
  /// The weight of the training rows in each node.
  let covers: [Float]
  /// The shares of more than two classes in each node that is a leaf.
  var outcomes: LeafOutcomes?
  /// The training targets in each leaf, if they are kept.
  var targets: LeafTargets?

  var treeCount: Int { roots.count - 1 }
  var featureCount: Int { levels.featureCount }

  /// Joins trees of which the leaves know their values and covers; inner nodes get the sums.
  init(levels: FeatureLevels, trees: [GrownTree], hasValues: Bool, keepsTargets: Bool) {
    self.levels = levels
    var roots = [0]
    for tree in trees { roots.append(roots[roots.count - 1] + tree.nodes.count) }
    self.roots = roots
    nodes = Self.joined(trees, \.nodes)
    var values = Self.joined(trees, \.values)
    var covers = Self.joined(trees, \.covers)
    for (root, end) in zip(roots, roots.dropFirst()) {
      Self.sumUp(nodes[root..<end], &values, &covers)
    }
    self.values = hasValues ? values : []
    self.covers = covers
    outcomes = hasValues ? nil : LeafOutcomes(joining: trees, roots: roots)
    targets = keepsTargets ? LeafTargets(joining: trees, roots: roots) : nil
  }

  /// Gives inner nodes the cover and the mean value of their children, which come after them.
  private static func sumUp(
    _ nodes: ArraySlice<TreeNode>, _ values: inout [Float], _ covers: inout [Float]
  ) {
    for index in nodes.indices.reversed() where !nodes[index].isLeaf {
      let left = nodes.startIndex + Int(nodes[index].child)
      let right = left + 1
      let share = Double(covers[left]) / (Double(covers[left]) + Double(covers[right]))
      covers[index] = covers[left] + covers[right]
      values[index] = Float(share * Double(values[left]) + (1 - share) * Double(values[right]))
    }
  }

  private static func joined<Element>(
    _ trees: [GrownTree], _ column: KeyPath<GrownTree, [Element]>
  ) -> [Element] {
    var all: [Element] = []
    all.reserveCapacity(trees.reduce(0) { $0 + $1[keyPath: column].count })
    for tree in trees { all.append(contentsOf: tree[keyPath: column]) }
    return all
  }
}

/// For forests of more than two classes: what each leaf says.
struct LeafOutcomes: Sendable, Equatable {
  /// For each node that is a pure leaf its class, for a mixed leaf the complement of its place in
  /// `starts`; 0 for inner nodes.
  var outcomeOfNode: [Int32]
  /// Where the shares of each mixed leaf begin, and where the last ones end.
  var starts: [UInt32]
  var labels: [UInt32]
  var shares: [Float]

  init(joining trees: [GrownTree], roots: [Int]) {
    outcomeOfNode = [Int32](repeating: 0, count: roots[roots.count - 1])
    starts = []
    labels = []
    shares = []
    for (tree, root) in zip(trees, roots) {
      let own = tree.distributions
      for (leaf, outcome) in zip(own.leaves, own.outcomes) {
        outcomeOfNode[root + Int(leaf)] =
          outcome >= 0 ? outcome : outcome - Int32(starts.count)
      }
      starts.append(contentsOf: own.starts.map { $0 + UInt32(labels.count) })
      labels.append(contentsOf: own.labels)
      shares.append(contentsOf: own.shares)
    }
    starts.append(UInt32(labels.count))
  }
}

/// For quantile forests: the training targets in each leaf.
struct LeafTargets: Sendable, Equatable {
  /// For each node that is a leaf its place in `starts`; 0 for inner nodes.
  var placeOfNode: [UInt32]
  /// Where the targets of each leaf begin, and where the last ones end.
  var starts: [UInt32]
  var targets: [Float]
  var weights: [Float]

  init(joining trees: [GrownTree], roots: [Int]) {
    placeOfNode = [UInt32](repeating: 0, count: roots[roots.count - 1])
    starts = []
    targets = []
    weights = []
    for (tree, root) in zip(trees, roots) {
      let own = tree.members
      for (place, leaf) in own.leaves.enumerated() {
        placeOfNode[root + Int(leaf)] = UInt32(starts.count + place)
      }
      starts.append(contentsOf: own.starts.map { $0 + UInt32(targets.count) })
      targets.append(contentsOf: own.targets)
      weights.append(contentsOf: own.weights)
    }
    starts.append(UInt32(targets.count))
  }
}
