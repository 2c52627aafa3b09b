public import Numerics

// Breiman (2001), "Random Forests", Machine Learning 45: trees grown to the end on bootstrap samples,
// every split the best of a random choice of features, predictions averaged.
//
// Goals, in this order: the same model for any number of workers; accuracy no worse than exact
// splits; speed of fitting and predicting; small documents.

/// A fitted random forest that predicts a number.
///
/// A missing value (NaN) counts as less than every number, in fitting as in predicting; infinities
/// are ordinary extremes.
public struct RandomForestRegressor: Sendable, Equatable {
  /// What it was fitted with.
  public let configuration: Configuration

  /// The columns that it was fitted on and finds by name in the tables it predicts.
  public let featureNames: [String]

  /// The share of each feature in the decrease of the squared error over all trees; they sum to 1
  /// unless nothing was split.
  public let impurityImportances: [Double]

  /// The coefficient of determination of the rows as predicted by the trees that did not see them; nil unless the configuration
  /// asks for it, or if no row was left out of any tree.
  public let outOfBagScore: Double?

  let trees: TreeEnsemble

  /// What to fit.
  public struct Configuration: Sendable, Equatable {
    let parameters: ForestParameters

    /// Whether leaves keep their training targets, for `quantiles`.
    public let keepsTargets: Bool

    /// Checks the parameters.
    ///
    /// - Parameters:
    ///   - trees: The number of trees.
    ///   - featuresPerSplit: How many features each split is chosen from.
    ///   - minimumLeafRows: The fewest rows of a leaf; rows drawn several times count once.
    ///   - maximumDepth: The most splits on a path; nil for no limit.
    ///   - levels: The most levels that each feature is cut into: up to 65,535, which is every value
    ///     where there are no more. Up to 256, a level is a byte, and fits are faster. Nil for 65,535
    ///     in tables of at most 100,000 numbers or three columns, and 256 in others.
    ///   - keepsTargets: Whether leaves keep their training targets, for `quantiles`.
    ///   - estimatesOutOfBag: Whether each row is predicted by the trees that did not see it.
    /// - Throws: `ConfigurationError` for a parameter out of its range.
    public init(
      trees: Int = 100, featuresPerSplit: FeaturesPerSplit = .all, minimumLeafRows: Int = 1,
      maximumDepth: Int? = nil, levels: Int? = nil, keepsTargets: Bool = false,
      estimatesOutOfBag: Bool = false
    ) throws(ConfigurationError) {
      self.init(
        parameters: try ForestParameters(
          trees: trees, featuresPerSplit: featuresPerSplit, minimumLeafRows: minimumLeafRows,
          maximumDepth: maximumDepth, levels: levels, estimatesOutOfBag: estimatesOutOfBag),
        keepsTargets: keepsTargets)
    }

    init(parameters: ForestParameters, keepsTargets: Bool) {
      self.parameters = parameters
      self.keepsTargets = keepsTargets
    }

    /// Grows a forest on `table`.
    ///
    /// `targets` are finite; `weights` say how much each row counts, nil for all the same. Rows of
    /// weight 0 are left out.
    ///
    /// - Throws: `TableError` for an empty table, a target that is not finite or too large to be
    ///   summed, or a count that differs from the rows.
    /// - Complexity: O(trees · rows · log rows · featuresPerSplit).
    public func fit(
      _ table: FeatureTable, targets: [Double], weights: [Double]? = nil, seed: UInt64,
      execution: Execution
    ) throws(TableError) -> RandomForestRegressor {
      try TreeEnsemble.check(table, targetCount: targets.count)
      for (row, target) in targets.enumerated() where !Float(target).isFinite {
        throw .targetNotFinite(row: row, value: target)
      }
      let weights = try TreeEnsemble.checkedWeights(weights, rowCount: table.rowCount)
      // Records hold the product of target and weight, which no bootstrap sample draws 64 times.
      let limit = min(1e30, Double(Float.greatestFiniteMagnitude / 64 / (weights.max() ?? 1)))
      for (row, target) in targets.enumerated() where abs(target) > limit {
        throw .targetTooLarge(row: row, value: target, limit: limit)
      }
      let parameters = parameters.suiting(table)
      let task = ForestTask(
        parameters: parameters, table: table, targets: targets.map { Float($0) },
        weights: weights, areNumbers: true, seed: seed, execution: execution)
      let grown = task.growByMoments(isBinary: false, keepsTargets: keepsTargets)
      let trees = TreeEnsemble(
        levels: grown.levels, trees: grown.trees, hasValues: true, keepsTargets: keepsTargets,
        execution: execution)
      return RandomForestRegressor(
        configuration: Configuration(parameters: parameters, keepsTargets: keepsTargets),
        featureNames: table.names,
        impurityImportances: GrownTree.importances(of: grown.trees),
        outOfBagScore: parameters.estimatesOutOfBag
          ? trees.outOfBagDetermination(
            of: table, targets: targets, drawnRows: grown.trees.map(\.drawnRows),
            execution: execution)
          : nil,
        trees: trees)
    }
  }
}

extension RandomForestRegressor {
  /// The prediction for each row.
  ///
  /// - Throws: `TableError.missingColumns` if the table lacks columns of the model.
  /// - Complexity: O(rows · trees · depth).
  public func predictions(
    of table: FeatureTable, execution: Execution
  ) throws(TableError) -> [Double] {
    trees.meanValues(of: try table.selecting(columns: featureNames), execution: execution)
  }

  /// The prediction for one row, whose values stand in the order of `featureNames`; nothing is
  /// allocated.
  public func prediction(of row: UnsafeBufferPointer<Float>) -> Double {
    trees.meanValue(of: row)
  }
}
