import Glibc
public import Numerics

extension IsolationForest {
  /// The score of each row, in [0, 1]; higher is more anomalous.
  ///
  /// scikit-learn's `score_samples` is the negative of it.
  ///
  /// - Throws: `TableError.missingColumns` if the table lacks columns of the model.
  /// - Complexity: O(rows · trees · log rowsPerTree).
  public func scores(
    of table: FeatureTable, execution: Execution
  ) throws(TableError) -> [Double] {
    let table = try table.selecting(columns: featureNames)
    var scores = [Double](repeating: 0, count: table.rowCount)
    let blockCount = (table.rowCount + Self.rowsPerBlock - 1) / Self.rowsPerBlock
    parallelFor(blockCount, writingTo: &scores, execution: execution) { block, scores in
      let start = block * Self.rowsPerBlock
      let rows = start..<min(start + Self.rowsPerBlock, table.rowCount)
      let block = UnsafeMutableBufferPointer(rebasing: scores[rows])
      table.withGroupsOfEight(rows) { cells in
        trees.addPathLengths(
          of: cells, rowCount: rows.count, columnCount: table.columnCount, to: block)
      }
      for row in 0..<rows.count { block[row] = score(ofPathLengthSum: block[row]) }
    }
    return scores
  }

  /// The score of one row, whose values stand in the order of `featureNames`; nothing is allocated.
  public func score(of row: UnsafeBufferPointer<Float>) -> Double {
    precondition(
      row.count == featureNames.count, "a row of \(row.count) values for \(featureNames.count)")
    guard let cells = row.baseAddress else { return 0 }
    return score(ofPathLengthSum: trees.pathLengthSum(of: cells))
  }

  /// 2^(−E[h] / c(ψ)) of the path lengths' sum over all trees.
  func score(ofPathLengthSum sum: Double) -> Double {
    let scale = max(meanSearchDepth(of: rowsPerTree), .leastNormalMagnitude)
    guard rowsPerTree > 1 else { return 0.5 }
    return exp2(-sum / (Double(trees.count) * scale))
  }

  private static var rowsPerBlock: Int { 256 }
}

extension FeatureTable {
  /// Lends the values of `rows` in groups of eight rows, each feature by feature; the last group is
  /// filled up with zeros.
  func withGroupsOfEight(_ rows: Range<Int>, _ body: (UnsafePointer<Float>) -> Void) {
    let columnCount = columnCount
    let groupCount = (rows.count + 7) / 8
    values.withUnsafeBufferPointer { values in
      withUnsafeTemporaryAllocation(
        of: Float.self, capacity: groupCount * 8 * columnCount
      ) { cells in
        cells.initialize(repeating: 0)
        for column in 0..<columnCount {
          let start = column * rowCount + rows.lowerBound
          for row in 0..<rows.count {
            cells[(row & ~7) * columnCount + column * 8 + row & 7] = values[start + row]
          }
        }
        guard let base = cells.baseAddress else { return }
        body(base)
      }
    }
  }
}
