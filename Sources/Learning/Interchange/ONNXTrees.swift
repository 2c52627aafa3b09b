/// Trees as the columns of ONNX's tree operators: a row goes to the true child if its value is at
/// most the node's, or missing.
struct ONNXTrees {
  private var treeIDs: [Int] = []
  private var nodeIDs: [Int] = []
  private var features: [Int] = []
  private var thresholds: [Float] = []
  private var trueNodeIDs: [Int] = []
  private var falseNodeIDs: [Int] = []
  private var modes: [String] = []
  private var leafTreeIDs: [Int] = []
  private var leafNodeIDs: [Int] = []
  private var leafTargets: [Int] = []
  private var leafWeights: [Float] = []

  mutating func addSplit(
    tree: Int, node: Int, feature: Int, threshold: Float, left: Int, right: Int
  ) {
    append(tree, node, feature, threshold, left, right, "BRANCH_LEQ")
  }

  /// Adds a leaf that gives each target a weight.
  mutating func addLeaf(tree: Int, node: Int, weights: [(target: Int, weight: Float)]) {
    append(tree, node, 0, 0, 0, 0, "LEAF")
    for (target, weight) in weights {
      leafTreeIDs.append(tree)
      leafNodeIDs.append(node)
      leafTargets.append(target)
      leafWeights.append(weight)
    }
  }

  private mutating func append(
    _ tree: Int, _ node: Int, _ feature: Int, _ threshold: Float, _ left: Int, _ right: Int,
    _ mode: String
  ) {
    treeIDs.append(tree)
    nodeIDs.append(node)
    features.append(feature)
    thresholds.append(threshold)
    trueNodeIDs.append(left)
    falseNodeIDs.append(right)
    modes.append(mode)
  }

  /// The attributes of the nodes, and those of the leaves under the operator's own `prefix`.
  func attributes(prefix: String) -> [(name: String, value: ONNXModel.Attribute)] {
    [
      ("nodes_treeids", .integers(treeIDs)), ("nodes_nodeids", .integers(nodeIDs)),
      ("nodes_featureids", .integers(features)), ("nodes_values", .singles(thresholds)),
      ("nodes_truenodeids", .integers(trueNodeIDs)),
      ("nodes_falsenodeids", .integers(falseNodeIDs)), ("nodes_modes", .texts(modes)),
      ("nodes_missing_value_tracks_true", .integers(modes.map { $0 == "LEAF" ? 0 : 1 })),
      ("\(prefix)_treeids", .integers(leafTreeIDs)),
      ("\(prefix)_nodeids", .integers(leafNodeIDs)), ("\(prefix)_ids", .integers(leafTargets)),
      ("\(prefix)_weights", .singles(leafWeights)),
    ]
  }
}
