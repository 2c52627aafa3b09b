import Glibc
public import Numerics

// Path attribution: with E[v] the mean path length of the sampled rows under node v, a step from a
// node to its child changes the expectation by E[child] − E[node], which is put to the split's
// feature (in equal parts to those of an oblique split). The changes along a path sum to
// h(x) − E[root]. The score is a curved function of their mean, so all are scaled by the one factor
// that makes them sum to the score's difference from the baseline.

extension IsolationForest {
  /// How much each feature raised or lowered each row's score.
  ///
  /// The baseline is the score of a row of mean path length.
  ///
  /// - Throws: `TableError.missingColumns` if the table lacks columns of the model.
  /// - Complexity: O(trees · rowsPerTree + rows · trees · log rowsPerTree).
  public func contributions(
    of table: FeatureTable, execution: Execution
  ) throws(TableError) -> Contributions {
    let table = try table.selecting(columns: featureNames)
    let expectations = trees.expectedPathLengths
    let baselineSum = (0..<trees.count).reduce(0.0) { sum, tree in
      sum + expectations[tree << (trees.depth + 1) + 1]
    }
    let featureCount = featureNames.count
    var values = [Double](repeating: 0, count: table.rowCount * featureCount)
    parallelFor(table.rowCount, writingTo: &values, execution: execution) { row, values in
      let own = row * featureCount..<(row + 1) * featureCount
      let changes = UnsafeMutableBufferPointer(rebasing: values[own])
      trees.addChanges(of: table.row(row), expectations: expectations, to: changes)
      let total = changes.reduce(0, +)
      let factor = scoreChange(from: baselineSum, by: total)
      for feature in changes.indices { changes[feature] *= factor }
    }
    return Contributions(
      featureNames: featureNames, baseline: score(ofPathLengthSum: baselineSum),
      values: Matrix(rowCount: table.rowCount, columnCount: featureCount, elements: values))
  }

  /// The change of the score for each unit of path length, between two sums of path lengths.
  private func scoreChange(from sum: Double, by change: Double) -> Double {
    let scale = Double(trees.count) * max(meanSearchDepth(of: rowsPerTree), .leastNormalMagnitude)
    guard rowsPerTree > 1 else { return 0 }
    let exponent = -change / scale * log(2.0)
    let start = score(ofPathLengthSum: sum)
    return abs(exponent) < 1e-12 ? -start * log(2.0) / scale : start * expm1(exponent) / change
  }
}

extension IsolationTrees {
  /// The mean path length of the sampled rows under each node: `2 · width` places for each tree,
  /// its leaves behind its splits.
  fileprivate var expectedPathLengths: [Double] {
    var lengths = [Double](repeating: 0, count: 2 * count * width)
    var sizes = [Double](repeating: 0, count: 2 * width)
    for tree in 0..<count {
      let start = tree * 2 * width
      for leaf in 0..<width {
        sizes[width + leaf] = Double(leafSizes[tree * width + leaf])
        lengths[start + width + leaf] = Double(leafLengths[tree * width + leaf])
      }
      for node in (1..<width).reversed() {
        let left = sizes[2 * node]
        let right = sizes[2 * node + 1]
        sizes[node] = left + right
        guard left + right > 0 else { continue }
        lengths[start + node] =
          (left * lengths[start + 2 * node] + right * lengths[start + 2 * node + 1])
          / (left + right)
      }
    }
    return lengths
  }

  /// Adds to each feature the changes of the expected path length that it made on a row's paths.
  fileprivate func addChanges(
    of row: [Float], expectations: [Double], to changes: UnsafeMutableBufferPointer<Double>
  ) {
    for tree in 0..<count {
      let start = tree * 2 * width
      var node = 1
      for _ in 0..<depth {
        let place = tree * width + node
        let terms = place * featuresPerSplit..<(place + 1) * featuresPerSplit
        var projection: Float = 0
        if featuresPerSplit == 1 {
          projection = row[Int(features[place])]
        } else {
          for term in terms { projection += coefficients[term] * row[Int(features[term])] }
        }
        let child = 2 * node + (projection > thresholds[place] ? 1 : 0)
        if thresholds[place] < .infinity {
          let change = expectations[start + child] - expectations[start + node]
          for term in terms { changes[Int(features[term])] += change / Double(featuresPerSplit) }
        }
        node = child
      }
    }
  }
}
