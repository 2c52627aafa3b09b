public import Numerics

// Meinshausen (2006), "Quantile Regression Forests", JMLR 7: the distribution of the target given x
// weights each training row by how often it shares a leaf with x: in a tree, the rows of the leaf
// share the weight 1.

extension RandomForestRegressor {
  /// The quantiles of each row's target: a row for each row of the table, a column for each of
  /// `probabilities`.
  ///
  /// The forest must have been fitted with `keepsTargets`.
  ///
  /// - Throws: `TableError.missingColumns` if the table lacks columns of the model.
  /// - Complexity: O(rows · m log m) for the m targets in the leaves of a row.
  public func quantiles(
    of table: FeatureTable, at probabilities: [Double], execution: Execution
  ) throws(TableError) -> Matrix {
    guard let targets = trees.targets else {
      preconditionFailure("quantiles need a forest that was fitted with keepsTargets")
    }
    for probability in probabilities {
      precondition(
        probability >= 0 && probability <= 1, "a quantile at \(probability), not from 0 to 1")
    }
    let table = try table.selecting(columns: featureNames)
    let width = probabilities.count
    var quantiles = [Double](repeating: 0, count: table.rowCount * width)
    quantiles.withUnsafeMutableBufferPointer { quantiles in
      nonisolated(unsafe) let quantiles = quantiles
      trees.forEachBlock(of: table, lanes: 1, execution: execution) { rows, levels in
        for row in 0..<rows.count {
          var leaves: [Int] = []
          trees.forEachLeaf(of: levels + row * trees.featureCount) { leaves.append($0) }
          let sample = targets.sample(of: leaves)
          let start = (rows.lowerBound + row) * width
          for (place, probability) in probabilities.enumerated() {
            quantiles[start + place] = sample.quantile(at: probability)
          }
        }
      }
    }
    return Matrix(rowCount: table.rowCount, columnCount: width, elements: quantiles)
  }
}

/// Targets in ascending order, with the sum of the weights up to each.
private struct WeightedSample {
  let targets: [Float]
  let cumulativeWeights: [Double]

  /// The least target with at least a share `probability` of the weight up to it.
  func quantile(at probability: Double) -> Double {
    let wanted = probability * (cumulativeWeights.last ?? 0) * (1 - 1e-12)
    var low = 0
    var high = targets.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulativeWeights[middle] >= wanted { high = middle } else { low = middle + 1 }
    }
    return Double(targets[low])
  }
}

extension LeafTargets {
  /// The targets in some leaves, each leaf of weight 1.
  fileprivate func sample(of leaves: [Int]) -> WeightedSample {
    var members: [(target: Float, weight: Double)] = []
    for leaf in leaves {
      let place = Int(placeOfNode[leaf])
      let range = Int(starts[place])..<Int(starts[place + 1])
      let total = weights[range].reduce(0.0) { $0 + Double($1) }
      for member in range { members.append((targets[member], Double(weights[member]) / total)) }
    }
    members.sort { $0.target < $1.target }
    var sum = 0.0
    return WeightedSample(
      targets: members.map(\.target),
      cumulativeWeights: members.map { member in
        sum += member.weight
        return sum
      })
  }
}
