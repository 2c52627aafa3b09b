import Numerics

// Path attribution (Saabas 2014, "Interpreting random forests"): a step from a node to its child
// changes the mean target by value(child) − value(node), which is put to the split's feature. The
// changes along a path sum to value(leaf) − value(root).

extension TreeEnsemble {
  /// The path attributions of the mean over the trees of `values`, one value for each node.
  func contributions(
    of table: FeatureTable, featureNames: [String], values: [Float], execution: Execution
  ) -> Contributions {
    var changes = [Double](repeating: 0, count: table.rowCount * featureCount)
    let scale = 1 / Double(treeCount)
    changes.withUnsafeMutableBufferPointer { changes in
      nonisolated(unsafe) let changes = changes
      forEachBlock(of: table, lanes: 1, execution: execution) { rows, levels in
        for row in 0..<rows.count {
          let start = (rows.lowerBound + row) * featureCount
          let own = UnsafeMutableBufferPointer(rebasing: changes[start..<start + featureCount])
          for root in roots.dropLast() {
            addChanges(
              from: root, of: levels + row * featureCount, values: values, to: own)
          }
          for feature in own.indices { own[feature] *= scale }
        }
      }
    }
    let baseline = roots.dropLast().reduce(0.0) { $0 + Double(values[$1]) } * scale
    return Contributions(
      featureNames: featureNames, baseline: baseline,
      values: Matrix(rowCount: table.rowCount, columnCount: featureCount, elements: changes))
  }

  private func addChanges(
    from root: Int, of row: UnsafePointer<UInt16>, values: [Float],
    to changes: UnsafeMutableBufferPointer<Double>
  ) {
    var index = root
    while !nodes[index].isLeaf {
      let node = nodes[index]
      let feature = Int(node.feature)
      let child = root + Int(node.child) + (row[feature] > node.level ? 1 : 0)
      changes[feature] += Double(values[child]) - Double(values[index])
      index = child
    }
  }

  /// The share of one class in each node, for forests of more than two classes.
  func shares(ofClass label: Int) -> [Float] {
    guard let outcomes else { return values }
    var shares = [Float](repeating: 0, count: nodes.count)
    for index in nodes.indices where nodes[index].isLeaf {
      shares[index] = outcomes.share(ofClass: label, inLeaf: index)
    }
    for (root, end) in zip(roots, roots.dropFirst()) {
      for index in (root..<end).reversed() where !nodes[index].isLeaf {
        let left = root + Int(nodes[index].child)
        let weights = (covers[left], covers[left + 1])
        shares[index] =
          (shares[left] * weights.0 + shares[left + 1] * weights.1) / (weights.0 + weights.1)
      }
    }
    return shares
  }
}

extension LeafOutcomes {
  func share(ofClass label: Int, inLeaf leaf: Int) -> Float {
    let outcome = Int(outcomeOfNode[leaf])
    if outcome >= 0 { return outcome == label ? 1 : 0 }
    for place in Int(starts[~outcome])..<Int(starts[~outcome + 1]) where labels[place] == label {
      return shares[place]
    }
    return 0
  }
}
