import Numerics

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

  /// Joins trees whose inner nodes are summed up.
  init(
    levels: FeatureLevels, trees: [GrownTree], hasValues: Bool, keepsTargets: Bool,
    execution: Execution
  ) {
    self.levels = levels
    var roots = [0]
    for tree in trees { roots.append(roots[roots.count - 1] + tree.nodes.count) }
    self.roots = roots
    nodes = Self.joined(trees, roots: roots, execution: execution) { $0.nodes }
    values =
      hasValues ? Self.joined(trees, roots: roots, execution: execution) { $0.values } : []
    covers = Self.joined(trees, roots: roots, execution: execution) { $0.covers }
    outcomes = hasValues ? nil : LeafOutcomes(joining: trees, roots: roots)
    targets = keepsTargets ? LeafTargets(joining: trees, roots: roots) : nil
  }

  private static func joined<Element: Sendable>(
    _ trees: [GrownTree], roots: [Int], execution: Execution,
    _ column: @Sendable (GrownTree) -> [Element]
  ) -> [Element] {
    [Element](unsafeUninitializedCapacity: roots[trees.count]) { all, count in
      nonisolated(unsafe) let places = all
      parallelFor(trees.count, execution: execution) { tree in
        let own = places[roots[tree]..<roots[tree + 1]]
        _ = own.initialize(fromContentsOf: column(trees[tree]))
      }
      count = roots[trees.count]
    }
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
