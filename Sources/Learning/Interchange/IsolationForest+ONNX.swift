import Glibc

/// Why a model cannot be written in the Open Neural Network Exchange format.
public enum ONNXError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The format's trees look at one feature in each split.
  case splitsOfSeveralFeatures(count: Int)

  /// What is wrong, in one line.
  public var description: String {
    switch self {
    case .splitsOfSeveralFeatures(let count):
      "ONNX has no trees with \(count) features in a split, only with one"
    }
  }
}

extension IsolationForest {
  /// The model as an ONNX file: input `X` (rows × features), output `scores` (rows × 1).
  ///
  /// - Throws: `ONNXError` for an extended isolation forest.
  public func onnx() throws(ONNXError) -> [UInt8] {
    guard trees.featuresPerSplit == 1 else {
      throw .splitsOfSeveralFeatures(count: trees.featuresPerSplit)
    }
    var nodes = ONNXTrees()
    // Trees of one row have no depth to compare with, and their score is 1/2: each counts as one.
    for tree in 0..<trees.count {
      if rowsPerTree > 1 {
        trees.add(tree: tree, node: 1, level: 0, to: &nodes)
      } else {
        nodes.addLeaf(tree: tree, node: 1, weights: [(0, 1)])
      }
    }
    var model = ONNXModel(columnCount: featureNames.count)
    model.add(
      "TreeEnsembleRegressor", domain: "ai.onnx.ml", inputs: ["X"], outputs: ["path_length_sum"],
      attributes: nodes.attributes(prefix: "target")
        + [("n_targets", .integer(1)), ("aggregate_function", .text("SUM"))])
    let scale = (rowsPerTree > 1 ? meanSearchDepth(of: rowsPerTree) : 1) * Double(trees.count)
    model.addConstant("scale", Float(-log(2.0) / scale))
    model.add("Mul", inputs: ["path_length_sum", "scale"], outputs: ["exponent"])
    model.add("Exp", inputs: ["exponent"], outputs: ["scores"])
    model.addOutput("scores", elementType: .single, columnCount: 1)
    return model.bytes
  }
}

extension IsolationTrees {
  fileprivate func add(tree: Int, node: Int, level: Int, to nodes: inout ONNXTrees) {
    let place = tree << depth + node
    guard level < depth, thresholds[place] < .infinity else {
      let leaf = tree << depth + node << (depth - level) - width
      nodes.addLeaf(tree: tree, node: node, weights: [(0, leafLengths[leaf])])
      return
    }
    nodes.addSplit(
      tree: tree, node: node, feature: Int(features[place]), threshold: thresholds[place],
      left: 2 * node, right: 2 * node + 1)
    add(tree: tree, node: 2 * node, level: level + 1, to: &nodes)
    add(tree: tree, node: 2 * node + 1, level: level + 1, to: &nodes)
  }
}
