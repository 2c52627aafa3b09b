import Numerics

// A tree has never seen the rows that its bootstrap sample left out, about 37 in 100. What those
// trees say of a row together is a prediction as honest as that of a row never seen (Breiman 2001).

extension TreeEnsemble {
  /// The share of rows whose class the trees that did not see them predict; nil if there are none.
  func outOfBagAccuracy(
    of table: FeatureTable, labels: ClassLabels, drawnRows: [[UInt64]], execution: Execution
  ) -> Double? {
    let classCount = labels.names.count
    let predictions =
      outcomes == nil
      ? outOfBagMeans(of: table, drawnRows: drawnRows, execution: execution)
        .map { $0.map { classCount == 2 && $0 > 0.5 ? 1 : 0 } }
      : outOfBagClasses(
        of: table, classCount: classCount, drawnRows: drawnRows, execution: execution)
    let seen = predictions.count { $0 != nil }
    let right = zip(predictions, labels.indices).count { $0 == Int($1) }
    return seen > 0 ? Double(right) / Double(seen) : nil
  }

  /// 1 − (squared errors of the trees that did not see a row) / (squared differences from the
  /// mean); nil if there are no such rows or their targets are all the same.
  func outOfBagDetermination(
    of table: FeatureTable, targets: [Double], drawnRows: [[UInt64]], execution: Execution
  ) -> Double? {
    let means = outOfBagMeans(of: table, drawnRows: drawnRows, execution: execution)
    let rows = zip(means, targets).compactMap { mean, target in mean.map { ($0, target) } }
    let mean = rows.reduce(0) { $0 + $1.1 } / Double(max(1, rows.count))
    let errors = rows.reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
    let differences = rows.reduce(0) { $0 + ($1.1 - mean) * ($1.1 - mean) }
    return differences > 0 ? 1 - errors / differences : nil
  }

  /// For each row the mean value of the trees that did not see it; nil if all saw it.
  private func outOfBagMeans(
    of table: FeatureTable, drawnRows: [[UInt64]], execution: Execution
  ) -> [Double?] {
    var means = [Double?](repeating: nil, count: table.rowCount)
    means.withUnsafeMutableBufferPointer { means in
      nonisolated(unsafe) let means = means
      forEachUnseen(of: table, drawnRows: drawnRows, execution: execution) { rows, leavesOfRow in
        for row in rows {
          let leaves = leavesOfRow(row)
          guard !leaves.isEmpty else { continue }
          means[row] = leaves.reduce(0) { $0 + Double(values[$1]) } / Double(leaves.count)
        }
      }
    }
    return means
  }

  /// For each row the class that the trees say that did not see it; nil if all saw it.
  private func outOfBagClasses(
    of table: FeatureTable, classCount: Int, drawnRows: [[UInt64]], execution: Execution
  ) -> [Int?] {
    var classes = [Int?](repeating: nil, count: table.rowCount)
    classes.withUnsafeMutableBufferPointer { classes in
      nonisolated(unsafe) let classes = classes
      forEachUnseen(of: table, drawnRows: drawnRows, execution: execution) { rows, leavesOfRow in
        var tally = ClassTally(classCount: classCount)
        outcomes?.withShares { shares in
          for row in rows {
            let leaves = leavesOfRow(row)
            guard !leaves.isEmpty else { continue }
            for leaf in leaves { tally.add(Int(shares.outcomeOfNode[leaf]), of: shares) }
            classes[row] = tally.finish(treeCount: leaves.count, label: 0).best
          }
        }
      }
    }
    return classes
  }

  /// Lends blocks of rows to `body`, and what gives the leaves of a row in the trees that did not see
  /// it.
  private func forEachUnseen(
    of table: FeatureTable, drawnRows: [[UInt64]], execution: Execution,
    _ body: @Sendable (_ rows: Range<Int>, _ leaves: (_ row: Int) -> [Int]) -> Void
  ) {
    forEachBlock(of: table, lanes: 1, execution: execution) { rows, levels in
      nodes.withUnsafeBufferPointer { nodes in
        guard let nodes = nodes.baseAddress else { return }
        body(rows) { row in
          let levels = levels + (row - rows.lowerBound) * featureCount
          return (0..<treeCount).compactMap { tree in
            drawnRows[tree][row / 64] >> (row % 64) & 1 == 0
              ? roots[tree] + TreeWalk(root: nodes + roots[tree]).leaf(of: levels) : nil
          }
        }
      }
    }
  }
}
