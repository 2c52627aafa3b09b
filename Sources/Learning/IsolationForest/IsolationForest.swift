import Glibc
public import Numerics

// Liu, Ting and Zhou (2008), "Isolation Forest", ICDM. A tree splits a small sample of the rows at
// random until each row stands alone; rows that are easy to isolate end high in the tree. With
//
//   h(x)   the depth at which x ends, plus c(size) for the rows that were left together there,
//   c(n)   = 2 H(n−1) − 2 (n−1)/n, the mean depth of an unsuccessful search in a binary tree of n,
//
// the score is s(x) = 2^(−E[h(x)] / c(ψ)): near 1 for anomalies, below 0.5 for ordinary rows.
//
// Extended splits: Hariri, Carrasco Kind and Brunner (2019), "Extended Isolation Forest", TKDE.
//
// Goals, in this order: the definition above to the bit, for any number of workers; scoring speed;
// fitting that touches nothing but the sampled rows.

/// A fitted isolation forest: how anomalous is a row, without labels.
///
/// A missing value (NaN) counts as less than every number; infinities are ordinary extremes.
public struct IsolationForest: Sendable, Equatable {
  /// What it was fitted with.
  public let configuration: Configuration

  /// The columns that it was fitted on and finds by name in the tables it scores.
  public let featureNames: [String]

  /// The rows that each tree was grown from: the configured number, or all there were.
  public let rowsPerTree: Int

  /// The trees, each a perfect binary tree.
  let trees: IsolationTrees

  /// What to fit.
  public struct Configuration: Sendable, Equatable {
    /// The number of trees.
    public let trees: Int

    /// The number of rows that each tree samples, without repeats.
    public let rowsPerTree: Int

    /// The number of features in each split: 1 is the isolation forest, more the extended one.
    public let featuresPerSplit: Int

    /// Checks the parameters.
    public init(
      trees: Int = 100, rowsPerTree: Int = 256, featuresPerSplit: Int = 1
    ) throws(ConfigurationError) {
      try ConfigurationError.check("trees", trees, in: 1...100_000)
      try ConfigurationError.check("rows per tree", rowsPerTree, in: 2...65_536)
      try ConfigurationError.check("features per split", featuresPerSplit, in: 1...64)
      try ConfigurationError.check(
        "trees times rows per tree", trees << IsolationTrees.depth(forRows: rowsPerTree),
        in: 1...1 << 24)
      try ConfigurationError.check(
        "trees times rows per tree times features per split",
        featuresPerSplit * (trees << IsolationTrees.depth(forRows: rowsPerTree)), in: 1...1 << 26)
      self.trees = trees
      self.rowsPerTree = rowsPerTree
      self.featuresPerSplit = featuresPerSplit
    }

    /// Grows a forest on `table`.
    ///
    /// - Throws: `TableError` if the table has no rows, no columns or too many.
    /// - Complexity: O(trees · rowsPerTree · log rowsPerTree), whatever the size of the table.
    public func fit(
      _ table: FeatureTable, seed: UInt64, execution: Execution
    ) throws(TableError) -> IsolationForest {
      try TreeEnsemble.check(table, targetCount: table.rowCount)
      let rows = min(rowsPerTree, table.rowCount)
      return IsolationForest(
        configuration: self, featureNames: table.names, rowsPerTree: rows,
        trees: IsolationTrees(
          growing: trees, on: table, rowsPerTree: rows,
          featuresPerSplit: min(featuresPerSplit, table.columnCount), seed: seed,
          execution: execution))
    }
  }
}

/// c(n): the mean depth of an unsuccessful search in a binary search tree of `count` items.
///
/// Source: Liu, Ting and Zhou (2008), equation 1, with H(i) ≈ ln i + γ.
func meanSearchDepth(of count: Int) -> Double {
  if count <= 1 { return 0 }
  if count == 2 { return 1 }
  let n = Double(count)
  return 2 * (log(n - 1) + 0.577_215_664_901_532_9) - 2 * (n - 1) / n
}
