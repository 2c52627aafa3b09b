import Numerics

extension TreeEnsemble {
  /// The mean over the trees of the value in which each row ends.
  func meanValues(of table: FeatureTable, execution: Execution) -> [Double] {
    var means = [Double](repeating: 0, count: table.rowCount)
    let scale = 1 / Double(treeCount)
    means.withUnsafeMutableBufferPointer { means in
      nonisolated(unsafe) let means = means
      forEachBlock(of: table, lanes: 8, execution: execution) { rows, levels in
        let sums = UnsafeMutableBufferPointer(rebasing: means[rows])
        values.withUnsafeBufferPointer { values in
          forEachLeaf(of: levels, count: rows.count) { row, node in
            sums[row] += Double(values[node])
          }
        }
        for row in 0..<rows.count { sums[row] *= scale }
      }
    }
    return means
  }

  /// The mean over the trees of the value in which one row ends.
  func meanValue(of row: UnsafeBufferPointer<Float>) -> Double {
    var sum = 0.0
    withLevels(of: row) { levels in
      values.withUnsafeBufferPointer { values in
        forEachLeaf(of: levels) { sum += Double(values[$0]) }
      }
    }
    return sum * (1 / Double(treeCount))
  }

  /// The mean over the trees of the shares of the classes.
  func meanShares(of table: FeatureTable, classCount: Int, execution: Execution) -> Matrix {
    var means = [Double](repeating: 0, count: table.rowCount * classCount)
    means.withUnsafeMutableBufferPointer { means in
      nonisolated(unsafe) let means = means
      forEachBlock(of: table, lanes: 8, execution: execution) { rows, levels in
        let sums = UnsafeMutableBufferPointer(
          rebasing: means[rows.lowerBound * classCount..<rows.upperBound * classCount])
        outcomes?.withShares { shares in
          forEachLeaf(of: levels, count: rows.count) { row, node in
            shares.add(node, to: sums, from: row * classCount)
          }
        }
        let scale = 1 / Double(treeCount)
        for place in sums.indices { sums[place] *= scale }
      }
    }
    return Matrix(rowCount: table.rowCount, columnCount: classCount, elements: means)
  }

  /// Writes the mean over the trees of the shares of the classes for one row.
  func writeMeanShares(
    of row: UnsafeBufferPointer<Float>, to means: UnsafeMutableBufferPointer<Double>
  ) {
    means.update(repeating: 0)
    withLevels(of: row) { levels in
      outcomes?.withShares { shares in
        forEachLeaf(of: levels) { shares.add($0, to: means, from: 0) }
      }
    }
    let scale = 1 / Double(treeCount)
    for label in means.indices { means[label] *= scale }
  }

  /// Lends the levels of one row.
  private func withLevels(
    of row: UnsafeBufferPointer<Float>, _ body: (UnsafePointer<UInt16>) -> Void
  ) {
    precondition(row.count == featureCount, "a row of \(row.count) values for \(featureCount)")
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: max(1, featureCount)) { levels in
      guard let base = levels.baseAddress, let row = row.baseAddress else { return }
      self.levels.fill(base, with: row)
      body(base)
    }
  }
}

extension LeafOutcomes {
  /// What leaves say, by pointers.
  struct Borrowed {
    let outcomeOfNode: UnsafeBufferPointer<Int32>
    let starts: UnsafeBufferPointer<UInt32>
    let labels: UnsafeBufferPointer<UInt32>
    let shares: UnsafeBufferPointer<Float>

    @inline(__always)
    func add(_ node: Int, to sums: UnsafeMutableBufferPointer<Double>, from start: Int) {
      forEachShare(Int(outcomeOfNode[node])) { label, share in sums[start + label] += share }
    }

    /// Calls `body` with each class that a leaf of this outcome names, and its share.
    @inline(__always)
    func forEachShare(_ outcome: Int, _ body: (_ label: Int, _ share: Double) -> Void) {
      if outcome >= 0 {
        body(outcome, 1)
        return
      }
      for place in Int(starts[~outcome])..<Int(starts[~outcome + 1]) {
        body(Int(labels[place]), Double(shares[place]))
      }
    }
  }

  @inline(__always)
  func withShares(_ body: (Borrowed) -> Void) {
    outcomeOfNode.withUnsafeBufferPointer { outcomeOfNode in
      starts.withUnsafeBufferPointer { starts in
        labels.withUnsafeBufferPointer { labels in
          shares.withUnsafeBufferPointer { shares in
            body(
              Borrowed(
                outcomeOfNode: outcomeOfNode, starts: starts, labels: labels, shares: shares))
          }
        }
      }
    }
  }
}
