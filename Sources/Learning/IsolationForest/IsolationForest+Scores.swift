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
    let way = IsolationWay(of: trees, rowCount: table.rowCount)
    let divisor = pathLengthDivisor
    let rowsPerBlock = Self.rowsPerBlock(columnCount: table.columnCount)
    var scores = [Double](repeating: 0, count: table.rowCount)
    let blockCount = (table.rowCount + rowsPerBlock - 1) / rowsPerBlock
    parallelFor(blockCount, writingTo: &scores, execution: execution) { block, scores in
      let start = block * rowsPerBlock
      let rows = start..<min(start + rowsPerBlock, table.rowCount)
      table.withGroups(rows) { groups, groupCount in
        withUnsafeTemporaryAllocation(
          of: Double.self, capacity: groupCount * IsolationTrees.rowsPerGroup
        ) { sums in
          sums.initialize(repeating: 0)
          guard let base = sums.baseAddress else { return }
          trees.addPathLengths(
            of: groups, groupCount: groupCount, columnCount: table.columnCount, by: way, to: base)
          for row in rows { scores[row] = Self.score(of: sums[row - start], divisor: divisor) }
        }
      }
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
    Self.score(of: sum, divisor: pathLengthDivisor)
  }

  @inline(__always)
  private static func score(of sum: Double, divisor: Double) -> Double {
    divisor > 0 ? exp2(-sum / divisor) : 0.5
  }

  /// The number of trees times c(ψ); 0 for trees over one row, which know nothing.
  private var pathLengthDivisor: Double {
    Double(trees.count) * meanSearchDepth(of: rowsPerTree)
  }

  /// Enough rows to repay a look at every tree, few enough to stay in the nearest caches.
  private static func rowsPerBlock(columnCount: Int) -> Int {
    min(max(8_192 / columnCount / IsolationTrees.rowsPerGroup, 1), 8) * IsolationTrees.rowsPerGroup
  }
}

extension FeatureTable {
  /// Lends the values of `rows` in groups of `rowsPerGroup` rows, each feature by feature; the last
  /// group is filled up with zeros.
  fileprivate func withGroups(
    _ rows: Range<Int>, _ body: (_ groups: UnsafePointer<Float>, _ groupCount: Int) -> Void
  ) {
    let groupCount = (rows.count + IsolationTrees.rowsPerGroup - 1) / IsolationTrees.rowsPerGroup
    values.withUnsafeBufferPointer { values in
      let cellCount = groupCount * columnCount * IsolationTrees.rowsPerGroup
      withUnsafeTemporaryAllocation(byteCount: cellCount * 4, alignment: 64) { groups in
        let groups = groups.bindMemory(to: Float.self)
        guard let values = values.baseAddress, let base = groups.baseAddress else { return }
        var place = base
        for group in 0..<groupCount {
          let first = rows.lowerBound + group * IsolationTrees.rowsPerGroup
          let count = min(IsolationTrees.rowsPerGroup, rows.upperBound - first)
          for column in 0..<columnCount {
            place.initialize(from: values + column * rowCount + first, count: count)
            (place + count).initialize(repeating: 0, count: IsolationTrees.rowsPerGroup - count)
            place += IsolationTrees.rowsPerGroup
          }
        }
        body(base, groupCount)
      }
    }
  }
}
