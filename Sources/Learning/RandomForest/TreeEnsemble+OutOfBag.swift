import Numerics

// A tree has never seen the rows that its bootstrap sample left out, about 37 in 100. What those
// trees say of a row together is a prediction as honest as that of a row never seen (Breiman 2001).

extension TreeEnsemble {
  /// The share of rows whose class the trees that did not see them predict; nil if there are none.
  func outOfBagAccuracy(
    of table: FeatureTable, labels: ClassLabels, drawnRows: [[UInt64]], execution: Execution
  ) -> Double? {
    let classCount = labels.names.count
    let width = outcomes == nil ? 1 : classCount
    let sums = outOfBagSums(of: table, width: width, drawnRows: drawnRows, execution: execution)
    var seen = 0
    var right = 0
    for row in 0..<table.rowCount where sums[row * (width + 1)] > 0 {
      seen += 1
      let shares = sums[row * (width + 1) + 1..<(row + 1) * (width + 1)]
      let predicted: Int
      if width == 1 {
        predicted = classCount < 2 || shares[shares.startIndex] * 2 <= sums[row * 2] ? 0 : 1
      } else {
        let best = shares.max() ?? 0
        predicted = (shares.firstIndex(of: best) ?? shares.startIndex) - shares.startIndex
      }
      right += predicted == Int(labels.indices[row]) ? 1 : 0
    }
    return seen > 0 ? Double(right) / Double(seen) : nil
  }

  /// 1 − (squared errors of the trees that did not see a row) / (squared differences from the
  /// mean); nil if there are no such rows or their targets are all the same.
  func outOfBagDetermination(
    of table: FeatureTable, targets: [Double], drawnRows: [[UInt64]], execution: Execution
  ) -> Double? {
    let sums = outOfBagSums(of: table, width: 1, drawnRows: drawnRows, execution: execution)
    let rows = (0..<table.rowCount).filter { sums[$0 * 2] > 0 }
    let mean = rows.reduce(0.0) { $0 + targets[$1] } / Double(max(1, rows.count))
    var errors = 0.0
    var differences = 0.0
    for row in rows {
      let error = targets[row] - sums[row * 2 + 1] / sums[row * 2]
      errors += error * error
      differences += (targets[row] - mean) * (targets[row] - mean)
    }
    return differences > 0 ? 1 - errors / differences : nil
  }

  /// For each row the number of trees that did not see it, then the sums of what they say.
  private func outOfBagSums(
    of table: FeatureTable, width: Int, drawnRows: [[UInt64]], execution: Execution
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: table.rowCount * (width + 1))
    sums.withUnsafeMutableBufferPointer { sums in
      nonisolated(unsafe) let sums = sums
      forEachBlock(of: table, lanes: 1, execution: execution) { rows, levels in
        for tree in 0..<treeCount {
          for row in rows where drawnRows[tree][row / 64] >> (row % 64) & 1 == 0 {
            let leaf = leaf(of: levels + (row - rows.lowerBound) * featureCount, tree: tree)
            let own = row * (width + 1)
            sums[own] += 1
            if let outcomes {
              for label in 0..<width {
                sums[own + 1 + label] += Double(outcomes.share(ofClass: label, inLeaf: leaf))
              }
            } else {
              sums[own + 1] += Double(values[leaf])
            }
          }
        }
      }
    }
    return sums
  }

  private func leaf(of row: UnsafePointer<UInt16>, tree: Int) -> Int {
    nodes.withUnsafeBufferPointer { nodes in
      roots[tree] + TreeWalk(root: nodes.baseAddress.unsafelyUnwrapped + roots[tree]).leaf(of: row)
    }
  }
}
