import Documents
import Numerics

// The trees of a document are columns over all of them, each tree in preorder: `features` has the
// feature of a split, or −1 for a leaf. Children follow from the order, so a document cannot
// describe a cycle. `levels` says behind which edge of its feature a split cuts: a row goes right if
// its value is greater than the edge; level 0 parts missing values from all others. Covers are the
// training weight of each leaf.

extension TreeEnsemble {
  /// The trees, as documents hold them.
  var json: JSONValue {
    var features: [Int32] = []
    var cuts: [UInt16] = []
    var leaves: [Int] = []
    features.reserveCapacity(nodes.count)
    for (root, end) in zip(roots, roots.dropFirst()) {
      var pending = [root]
      while let index = pending.popLast() {
        let node = nodes[index]
        precondition(index < end, "node \(index) of a tree that ends at \(end)")
        if node.isLeaf {
          features.append(-1)
          leaves.append(index)
        } else {
          features.append(Int32(node.feature))
          cuts.append(node.level)
          pending.append(root + Int(node.child) + 1)
          pending.append(root + Int(node.child))
        }
      }
    }
    var members: [String: JSONValue] = [
      "edge_counts": .column((0..<featureCount).map { levels.edges(of: $0).count }),
      "edges": .column(levels.edges),
      "node_counts": .column(zip(roots, roots.dropFirst()).map { $1 - $0 }),
      "features": .column(features), "levels": .column(cuts),
      "leaf_covers": .column(leaves.map { covers[$0] }),
    ]
    if let outcomes {
      members["leaf_outcomes"] = .column(leaves.map { outcomes.outcomeOfNode[$0] })
      members["share_starts"] = .column(outcomes.starts)
      members["share_classes"] = .column(outcomes.labels)
      members["shares"] = .column(outcomes.shares)
    } else {
      members["leaf_values"] = .column(leaves.map { values[$0] })
    }
    if let targets {
      members["target_starts"] = .column(targets.starts)
      members["targets"] = .column(targets.targets)
      members["target_weights"] = .column(targets.weights)
    }
    return .object(members)
  }

  /// Reads the trees of a document; `classCount` is nil unless leaves say shares of classes, and
  /// else their values are in `valueRange`.
  init(
    _ members: ModelMembers, treeCount: Int, featureCount: Int, classCount: Int?,
    valueRange: ClosedRange<Float>, keepsTargets: Bool
  ) throws(ModelDocumentError) {
    let levels = try FeatureLevels(members, featureCount: featureCount)
    let nodeCounts: [UInt32] = try members.integers(
      "node_counts", count: treeCount, in: 1...UInt32.max)
    let nodeCount = nodeCounts.reduce(0) { $0 + Int($1) }
    let features: [Int32] = try members.integers(
      "features", count: nodeCount, in: -1...Int32(featureCount - 1))
    let leafCount = (nodeCount + treeCount) / 2
    let cuts: [UInt16] = try members.integers(
      "levels", count: nodeCount - leafCount, in: 0...UInt16.max - 1)
    let covers = try members.singles(
      "leaf_covers", count: leafCount, "finite numbers above 0"
    ) { $0 > 0 && $0.isFinite }
    let values =
      classCount == nil
      ? try members.singles(
        "leaf_values", count: leafCount,
        "numbers from \(valueRange.lowerBound) to \(valueRange.upperBound)",
        where: valueRange.contains)
      : [Float](repeating: 0, count: leafCount)
    var reader = PreorderReader(
      features: features, cuts: cuts, values: values, covers: covers, levels: levels)
    var trees: [GrownTree] = []
    trees.reserveCapacity(treeCount)
    for (index, count) in nodeCounts.enumerated() {
      guard let tree = reader.tree(of: Int(count)) else {
        throw members.damaged(
          "features", "tree \(index) in preorder, cut at levels that its features have")
      }
      guard tree.covers[0].isFinite else {
        throw members.damaged("leaf_covers", "numbers with a finite sum in tree \(index)")
      }
      trees.append(tree)
    }
    self.init(
      levels: levels, trees: trees, hasValues: classCount == nil, keepsTargets: false,
      execution: .serial)
    if let classCount {
      outcomes = try LeafOutcomes(members, classCount: classCount, leaves: reader.leaves)
    }
    if keepsTargets {
      targets = try LeafTargets(members, leaves: reader.leaves)
    }
  }
}

/// Rebuilds trees from preorder columns; `leaves` collects the leaf nodes, counted over all trees.
private struct PreorderReader {
  let features: [Int32]
  let cuts: [UInt16]
  let values: [Float]
  let covers: [Float]
  let levels: FeatureLevels
  var leaves: [Int] = []
  private var next = 0
  private var nextCut = 0

  init(
    features: [Int32], cuts: [UInt16], values: [Float], covers: [Float], levels: FeatureLevels
  ) {
    self.features = features
    self.cuts = cuts
    self.values = values
    self.covers = covers
    self.levels = levels
    leaves.reserveCapacity(values.count)
  }

  /// The next tree, laid out as it was grown; nil if it does not have exactly `count` nodes or cuts
  /// a feature where it has no edge.
  mutating func tree(of count: Int) -> GrownTree? {
    let root = next
    var tree = GrownTree()
    tree.nodes = (0..<count).map { .leaf(at: $0) }
    tree.values = [Float](repeating: 0, count: count)
    tree.covers = [Float](repeating: 0, count: count)
    var used = 1
    var pending = [0]
    while let index = pending.popLast() {
      let feature = features[next]
      next += 1
      if feature < 0 {
        guard leaves.count < values.count else { return nil }
        tree.values[index] = values[leaves.count]
        tree.covers[index] = covers[leaves.count]
        leaves.append(root + index)
        continue
      }
      guard used + 2 <= count, nextCut < cuts.count,
        Int(cuts[nextCut]) < levels.count(of: Int(feature)) - 1
      else { return nil }
      tree.nodes[index] = TreeNode(
        child: UInt32(used), feature: UInt16(feature), level: cuts[nextCut])
      nextCut += 1
      pending.append(used + 1)
      pending.append(used)
      used += 2
    }
    guard used == count else { return nil }
    tree.sumUp()
    return tree
  }
}

extension FeatureLevels {
  fileprivate init(_ members: ModelMembers, featureCount: Int) throws(ModelDocumentError) {
    let counts: [UInt16] = try members.integers(
      "edge_counts", count: featureCount, in: 0...UInt16.max - 2)
    let edges = try members.singles(
      "edges", count: counts.reduce(0) { $0 + Int($1) }, "numbers"
    ) { !$0.isNaN }
    var start = 0
    var features: [[Float]] = []
    for count in counts {
      let own = Array(edges[start..<start + Int(count)])
      guard zip(own, own.dropFirst()).allSatisfy({ $0 < $1 }) else {
        throw members.damaged("edges", "in ascending order for each feature")
      }
      features.append(own)
      start += Int(count)
    }
    self.init(edges: features)
  }
}

extension LeafOutcomes {
  fileprivate init(
    _ members: ModelMembers, classCount: Int, leaves: [Int]
  ) throws(ModelDocumentError) {
    let classes = UInt32(classCount)
    labels = try members.integers("share_classes", in: 0...classes - 1)
    shares = try members.singles("shares", count: labels.count, "shares from 0 to 1") {
      $0 >= 0 && $0 <= 1
    }
    starts = try members.starts("share_starts", of: labels.count)
    let outcomes: [Int32] = try members.integers(
      "leaf_outcomes", count: leaves.count, in: -Int32(starts.count - 1)...Int32(classCount - 1))
    outcomeOfNode = [Int32](repeating: 0, count: (leaves.max() ?? 0) + 1)
    for (leaf, outcome) in zip(leaves, outcomes) { outcomeOfNode[leaf] = outcome }
  }
}

extension LeafTargets {
  fileprivate init(_ members: ModelMembers, leaves: [Int]) throws(ModelDocumentError) {
    targets = try members.singles("targets")
    weights = try members.singles("target_weights", count: targets.count, "numbers above 0") {
      $0 > 0 && $0.isFinite
    }
    starts = try members.starts("target_starts", of: targets.count, parts: leaves.count)
    placeOfNode = [UInt32](repeating: 0, count: (leaves.max() ?? 0) + 1)
    for (place, leaf) in leaves.enumerated() { placeOfNode[leaf] = UInt32(place) }
  }
}

extension ModelMembers {
  /// A column that says where the parts of another one begin and where the last part ends.
  fileprivate func starts(
    _ name: String, of count: Int, parts: Int? = nil
  ) throws(ModelDocumentError) -> [UInt32] {
    let starts: [UInt32] = try integers(
      name, count: parts.map { $0 + 1 }, in: 0...UInt32(clamping: count))
    guard starts.first == 0, starts.last == UInt32(clamping: count),
      zip(starts, starts.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw damaged(name, "an ascending list from 0 to \(count)")
    }
    return starts
  }
}
