public import Documents
import Numerics

// Forests of scikit-learn, from the JSON that Benchmarks/forests/dump_scikit_learn.py writes:
//
//   {"kind": "scikit-learn-forest", "task": "classification" | "regression" | "isolation",
//    "features": [names], "classes": [names], "importances": [...], "max_samples": rows,
//    "node_counts": [...], "left": [...], "right": [...], "feature": [...], "threshold": [...],
//    "cover": [...], "value": [...]}
//
// The columns run over the nodes of all trees, as scikit-learn numbers them; `left` is −1 for a
// leaf; `value` has one number a node, or one for each class. scikit-learn compares single-precision
// values with double-precision thresholds: rounding a threshold down to single precision leaves
// every comparison as it was.

/// A forest that scikit-learn fitted.
public enum ScikitLearnForest: Sendable {
  /// A `RandomForestClassifier`.
  case classifier(RandomForestClassifier)
  /// A `RandomForestRegressor`.
  case regressor(RandomForestRegressor)
  /// An `IsolationForest`.
  case isolationForest(IsolationForest)

  /// Reads the JSON of a forest.
  ///
  /// - Throws: `ModelDocumentError` for anything that scikit-learn would not have written.
  public init(_ json: JSONValue) throws(ModelDocumentError) {
    let members = ModelMembers(json: json, path: "forest")
    guard json["kind"] == "scikit-learn-forest" else { throw .notAModel }
    let names = try members.texts("features")
    let columns = try ScikitLearnColumns(members, featureCount: names.count)
    switch try members.text("task") {
    case "isolation":
      self = .isolationForest(try columns.isolationForest(members, featureNames: names))
    case "regression":
      self = .regressor(try columns.regressor(members, featureNames: names))
    case "classification":
      self = .classifier(try columns.classifier(members, featureNames: names))
    default:
      throw members.damaged("task", "\"classification\", \"regression\" or \"isolation\"")
    }
  }
}

/// The nodes of all trees, as scikit-learn numbers them.
private struct ScikitLearnColumns {
  let featureCount: Int
  let nodeCounts: [Int32]
  let left: [Int32]
  let right: [Int32]
  let feature: [Int32]
  let threshold: [Float]
  let cover: [Float]

  init(_ members: ModelMembers, featureCount: Int) throws(ModelDocumentError) {
    self.featureCount = featureCount
    nodeCounts = try members.integers("node_counts", in: 1...Int32.max)
    let count = nodeCounts.reduce(0) { $0 + Int($1) }
    left = try members.integers("left", count: count, in: -1...Int32.max)
    right = try members.integers("right", count: count, in: -1...Int32.max)
    feature = try members.integers("feature", count: count, in: -2...Int32(featureCount - 1))
    threshold = try members.numbers("threshold", count: count).map { Float(roundedDown: $0) }
    cover = try members.singles("cover", count: count, "numbers above 0") {
      $0 > 0 && $0.isFinite
    }
    var root = 0
    for count in nodeCounts {
      guard areOneTree(root..<root + Int(count)) else {
        throw members.damaged("left", "the child of one node, behind it in the same tree")
      }
      root += Int(count)
    }
  }

  /// Whether every one of `nodes` but the first is the child of one node, which comes before it.
  private func areOneTree(_ nodes: Range<Int>) -> Bool {
    var isChild = [Bool](repeating: false, count: nodes.count)
    for node in nodes where left[node] >= 0 {
      guard feature[node] >= 0, threshold[node].isFinite else { return false }
      for child in [Int(left[node]), Int(right[node])] {
        guard child > node - nodes.lowerBound, child < nodes.count, !isChild[child] else {
          return false
        }
        isChild[child] = true
      }
    }
    return isChild.dropFirst().allSatisfy { $0 }
  }

  // MARK: - Random forests

  func regressor(
    _ members: ModelMembers, featureNames: [String]
  ) throws(ModelDocumentError) -> RandomForestRegressor {
    let values = try members.singles("value", count: left.count)
    let trees = try ensemble(members, classCount: nil) { tree, leaf, node in
      tree.values[leaf] = values[node]
    }
    return RandomForestRegressor(
      configuration: try members.configuration { () throws(ConfigurationError) in
        try .init(trees: nodeCounts.count)
      }, featureNames: featureNames,
      impurityImportances: try members.numbers("importances", count: featureCount),
      outOfBagScore: nil, trees: trees)
  }

  func classifier(
    _ members: ModelMembers, featureNames: [String]
  ) throws(ModelDocumentError) -> RandomForestClassifier {
    let classes = try members.texts("classes")
    let shares = try members.singles("value", count: left.count * classes.count, "shares") {
      $0 >= 0 && $0 <= 1
    }
    let trees = try ensemble(
      members, classCount: classes.count > 2 ? classes.count : nil
    ) { tree, leaf, node in
      let own = shares[node * classes.count..<(node + 1) * classes.count]
      if classes.count <= 2 {
        tree.values[leaf] = own.last ?? 0
      } else if let pure = own.firstIndex(where: { $0 == 1 }) {
        tree.distributions.append(leaf: leaf, pure: pure - own.startIndex)
      } else {
        tree.distributions.append(leaf: leaf)
        for (label, share) in own.enumerated() where share > 0 {
          tree.distributions.append(label: label, share: share)
        }
      }
    }
    return RandomForestClassifier(
      configuration: try members.configuration { () throws(ConfigurationError) in
        try .init(trees: nodeCounts.count)
      }, featureNames: featureNames, classNames: classes,
      impurityImportances: try members.numbers("importances", count: featureCount),
      outOfBagScore: nil, trees: trees)
  }

  /// The trees with the thresholds of each feature as its edges.
  private func ensemble(
    _ members: ModelMembers, classCount: Int?,
    describe: (_ tree: inout GrownTree, _ leaf: Int, _ node: Int) -> Void
  ) throws(ModelDocumentError) -> TreeEnsemble {
    var edges = [[Float]](repeating: [], count: featureCount)
    for node in left.indices where left[node] >= 0 {
      edges[Int(feature[node])].append(threshold[node])
    }
    for feature in edges.indices { edges[feature] = Set(edges[feature]).sorted() }
    let most = edges.map(\.count).max() ?? 0
    guard most < Int(UInt16.max) - 2 else {
      throw members.damaged("threshold", "at most 65532 different numbers for each feature")
    }
    let levels = FeatureLevels(edges: edges)
    var trees: [GrownTree] = []
    var root = 0
    for count in nodeCounts {
      let tree = tree(root: root, levels: levels, describe: describe)
      guard tree.covers[0].isFinite else {
        throw members.damaged("cover", "numbers with a finite sum in each tree")
      }
      trees.append(tree)
      root += Int(count)
    }
    return TreeEnsemble(
      levels: levels, trees: trees, hasValues: classCount == nil, keepsTargets: false,
      execution: .serial)
  }

  /// One tree with siblings side by side.
  private func tree(
    root: Int, levels: FeatureLevels,
    describe: (_ tree: inout GrownTree, _ leaf: Int, _ node: Int) -> Void
  ) -> GrownTree {
    var tree = GrownTree()
    func addNode() {
      tree.nodes.append(.leaf(at: tree.nodes.count))
      tree.values.append(0)
      tree.covers.append(0)
    }
    addNode()
    var pending = [(index: 0, node: root)]
    while let (index, node) = pending.popLast() {
      guard left[node] >= 0 else {
        tree.covers[index] = cover[node]
        describe(&tree, index, node)
        continue
      }
      let edges = levels.edges(of: Int(feature[node]))
      let edge = edges.partitioningIndex { $0 >= threshold[node] } - edges.startIndex
      let child = tree.nodes.count
      tree.nodes[index] = TreeNode(
        child: UInt32(child), feature: UInt16(feature[node]), level: UInt16(edge + 1))
      addNode()
      addNode()
      pending.append((child + 1, root + Int(right[node])))
      pending.append((child, root + Int(left[node])))
    }
    tree.sumUp()
    return tree
  }

  // MARK: - Isolation forests

  func isolationForest(
    _ members: ModelMembers, featureNames: [String]
  ) throws(ModelDocumentError) -> IsolationForest {
    let rows = try members.integer("max_samples", in: 2...65_536)
    guard cover.allSatisfy({ $0 <= Float(rows) }) else {
      throw members.damaged("cover", "at most \(rows) rows for each node")
    }
    let configuration = try members.configuration { () throws(ConfigurationError) in
      try IsolationForest.Configuration(trees: nodeCounts.count, rowsPerTree: rows)
    }
    var trees = IsolationTrees(
      count: nodeCounts.count, depth: IsolationTrees.depth(forRows: rows), featuresPerSplit: 1)
    var root = 0
    for (tree, count) in nodeCounts.enumerated() {
      guard place(root, of: root, tree: tree, node: 1, level: 0, in: &trees) else {
        throw members.damaged("left", "trees of at most \(trees.depth) levels")
      }
      root += Int(count)
    }
    return IsolationForest(
      configuration: configuration, featureNames: featureNames, rowsPerTree: rows, trees: trees)
  }

  /// Puts a node and what is below it in its place; false if it lies too deep.
  private func place(
    _ own: Int, of root: Int, tree: Int, node: Int, level: Int, in trees: inout IsolationTrees
  ) -> Bool {
    guard left[own] >= 0 else {
      let leaf = tree << trees.depth + node << (trees.depth - level) - trees.width
      let size = Int(cover[own])
      trees.leafSizes[leaf] = Int32(size)
      trees.leafLengths[leaf] = Float(Double(level) + meanSearchDepth(of: size))
      return true
    }
    guard level < trees.depth else { return false }
    trees.thresholds[tree << trees.depth + node] = threshold[own]
    trees.features[tree << trees.depth + node] = UInt16(feature[own])
    return place(
      root + Int(left[own]), of: root, tree: tree, node: 2 * node, level: level + 1, in: &trees)
      && place(
        root + Int(right[own]), of: root, tree: tree, node: 2 * node + 1, level: level + 1,
        in: &trees)
  }
}

extension Float {
  /// The greatest single-precision number that is not above `value`.
  fileprivate init(roundedDown value: Double) {
    let nearest = Float(value)
    self = Double(nearest) > value ? nearest.nextDown : nearest
  }
}

extension ArraySlice {
  /// The first index whose element belongs to the second part of a partitioned slice.
  fileprivate func partitioningIndex(where belongsToSecond: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = (low + high) / 2
      if belongsToSecond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
