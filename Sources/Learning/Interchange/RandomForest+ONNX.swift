extension RandomForestRegressor {
  /// The model as an ONNX file: input `X` (rows × features), output `predictions` (rows × 1).
  public var onnx: [UInt8] {
    // The operator sums in single precision, which loses the seventh digit where values of the trees
    // cancel: it gives a column for each tree, and their mean is one of doubles.
    let nodes = trees.onnxTrees { tree, leaf in [(tree, trees.values[leaf])] }
    var model = ONNXModel(columnCount: featureNames.count)
    model.add(
      "TreeEnsembleRegressor", domain: "ai.onnx.ml", inputs: ["X"], outputs: ["singles"],
      attributes: nodes.attributes(prefix: "target")
        + [("n_targets", .integer(trees.treeCount)), ("aggregate_function", .text("SUM"))])
    model.addCast("singles", to: "doubles", .double)
    model.add(
      "ReduceMean", inputs: ["doubles"], outputs: ["mean"],
      attributes: [("axes", .integers([1])), ("keepdims", .integer(1))])
    model.addCast("mean", to: "predictions", .single)
    model.addOutput("predictions", elementType: .single, columnCount: 1)
    return model.bytes
  }
}

extension RandomForestClassifier {
  /// The model as an ONNX file: input `X` (rows × features), outputs `label` (the name of the most
  /// probable class) and `probabilities` (rows × classes).
  public var onnx: [UInt8] {
    let scale = 1 / Float(trees.treeCount)
    let nodes = trees.onnxTrees { _, leaf in
      switch classNames.count {
      case 1: return [(0, scale)]
      case 2: return [(0, (1 - trees.values[leaf]) * scale), (1, trees.values[leaf] * scale)]
      default:
        return trees.outcomes?.shares(inLeaf: leaf).map { ($0.label, $0.share * scale) } ?? []
      }
    }
    var model = ONNXModel(columnCount: featureNames.count)
    if classNames.count == 1 {
      model.addOnlyClass(classNames[0], nodes)
    } else {
      model.add(
        "TreeEnsembleClassifier", domain: "ai.onnx.ml", inputs: ["X"],
        outputs: ["label", "probabilities"],
        attributes: nodes.attributes(prefix: "class")
          + [("classlabels_strings", .texts(classNames)), ("post_transform", .text("NONE"))])
    }
    model.addOutput("label", elementType: .text, columnCount: nil)
    model.addOutput("probabilities", elementType: .single, columnCount: classNames.count)
    return model.bytes
  }
}

extension ONNXModel {
  /// Adds `label` and `probabilities` of a classifier that knows one class.
  ///
  /// The operator for classifiers takes two, and ends onnxruntime's process with one: a regressor
  /// gives the probability, whose label is always the same.
  fileprivate mutating func addOnlyClass(_ name: String, _ nodes: ONNXTrees) {
    add(
      "TreeEnsembleRegressor", domain: "ai.onnx.ml", inputs: ["X"], outputs: ["probabilities"],
      attributes: nodes.attributes(prefix: "target")
        + [("n_targets", .integer(1)), ("aggregate_function", .text("SUM"))])
    add(
      "ReduceMean", inputs: ["probabilities"], outputs: ["probability"],
      attributes: [("axes", .integers([1])), ("keepdims", .integer(0))])
    add(
      "LabelEncoder", domain: "ai.onnx.ml", inputs: ["probability"], outputs: ["label"],
      attributes: [
        ("keys_floats", .singles([1])), ("values_strings", .texts([name])),
        ("default_string", .text(name)),
      ])
  }
}

extension TreeEnsemble {
  /// The trees with the weights that `weights` gives each leaf.
  ///
  /// A cut at level 0 parts missing values from all others; as a threshold it is −∞.
  fileprivate func onnxTrees(
    _ weights: (_ tree: Int, _ leaf: Int) -> [(target: Int, weight: Float)]
  ) -> ONNXTrees {
    var trees = ONNXTrees()
    for tree in 0..<treeCount {
      let root = roots[tree]
      for index in root..<roots[tree + 1] {
        let node = nodes[index]
        if node.isLeaf {
          trees.addLeaf(tree: tree, node: index - root, weights: weights(tree, index))
          continue
        }
        let feature = Int(node.feature)
        let edge = levels.starts[feature] + Int(node.level) - 1
        trees.addSplit(
          tree: tree, node: index - root, feature: feature,
          threshold: node.level == 0 ? -.infinity : levels.edges[edge], left: Int(node.child),
          right: Int(node.child) + 1)
      }
    }
    return trees
  }
}

extension LeafOutcomes {
  fileprivate func shares(inLeaf leaf: Int) -> [(label: Int, share: Float)] {
    let outcome = Int(outcomeOfNode[leaf])
    if outcome >= 0 { return [(outcome, 1)] }
    return (Int(starts[~outcome])..<Int(starts[~outcome + 1])).map {
      (Int(labels[$0]), shares[$0])
    }
  }
}
