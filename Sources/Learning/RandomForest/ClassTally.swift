import Numerics

/// The shares of the classes of one row, summed over trees; used for one row after another.
///
/// A row's leaves name few classes, however many there are: only those are looked at.
struct ClassTally: ~Copyable {
  private let sums: UnsafeMutableBufferPointer<Double>
  /// The classes whose sum is above 0.
  private let named: UnsafeMutableBufferPointer<UInt32>
  private var namedCount = 0

  init(classCount: Int) {
    sums = .allocate(capacity: classCount)
    sums.initialize(repeating: 0)
    named = .allocate(capacity: classCount)
    named.initialize(repeating: 0)
  }

  /// Adds what a leaf says.
  @inline(__always)
  mutating func add(_ outcome: Int, of leaves: LeafOutcomes.Borrowed) {
    leaves.forEachShare(outcome) { label, share in
      guard share > 0 else { return }
      if sums[label] == 0 {
        named[namedCount] = UInt32(truncatingIfNeeded: label)
        namedCount += 1
      }
      sums[label] += share
    }
  }

  /// The class of the greatest mean over `treeCount` trees, the first of several, and the mean of
  /// the class `label`; then all sums are 0 again.
  mutating func finish(treeCount: Int, label: Int) -> (best: Int, mean: Double) {
    let scale = 1 / Double(treeCount)
    let mean = sums[label] * scale
    var best = 0
    var greatest = sums[0] * scale
    for place in 0..<namedCount {
      let other = Int(named[place])
      let share = sums[other] * scale
      if share > greatest || (share == greatest && other < best) {
        (best, greatest) = (other, share)
      }
      sums[other] = 0
    }
    namedCount = 0
    return (best, mean)
  }

  deinit {
    sums.deallocate()
    named.deallocate()
  }
}

extension TreeEnsemble {
  /// For each row the class of the greatest mean share over the trees, the first of several, and the
  /// mean share of the class `label`.
  ///
  /// The same bits as in `meanShares`, without room for all classes of all rows.
  func decisions(
    of table: FeatureTable, label: Int, classCount: Int, execution: Execution
  ) -> (predictions: [Int], probabilities: [Double]) {
    var predictions = [Int](repeating: 0, count: table.rowCount)
    var probabilities = [Double](repeating: 0, count: table.rowCount)
    predictions.withUnsafeMutableBufferPointer { predictions in
      probabilities.withUnsafeMutableBufferPointer { probabilities in
        nonisolated(unsafe) let (predictions, probabilities) = (predictions, probabilities)
        forEachBlock(of: table, lanes: 8, execution: execution) { rows, levels in
          outcomes?.withShares { shares in
            withOutcomes(of: levels, count: rows.count, shares) { outcomes in
              var tally = ClassTally(classCount: classCount)
              for row in 0..<rows.count {
                for tree in 0..<treeCount {
                  tally.add(Int(outcomes[tree * rows.count + row]), of: shares)
                }
                (predictions[rows.lowerBound + row], probabilities[rows.lowerBound + row]) =
                  tally.finish(treeCount: treeCount, label: label)
              }
            }
          }
        }
      }
    }
    return (predictions, probabilities)
  }

  /// Lends the outcomes of `count` rows, tree by tree.
  private func withOutcomes(
    of rows: UnsafePointer<UInt16>, count: Int, _ shares: LeafOutcomes.Borrowed,
    _ body: (UnsafePointer<Int32>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: count * treeCount) { outcomes in
      guard let base = outcomes.baseAddress else { return }
      var next = base
      forEachLeaf(of: rows, count: count) { _, node in
        next.initialize(to: shares.outcomeOfNode[node])
        next += 1
      }
      body(base)
    }
  }
}
