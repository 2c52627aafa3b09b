public import Numerics

extension RandomForestRegressor {
  /// How much each feature moved each prediction, by path attribution.
  ///
  /// - Throws: `TableError.missingColumns` if the table lacks columns of the model.
  /// - Complexity: O(rows · trees · depth).
  public func contributions(
    of table: FeatureTable, execution: Execution
  ) throws(TableError) -> Contributions {
    trees.contributions(
      of: try table.selecting(columns: featureNames), featureNames: featureNames,
      values: trees.values, execution: execution)
  }

  /// The Shapley values of the features for each prediction, by TreeSHAP.
  ///
  /// - Throws: `TableError.missingColumns` if the table lacks columns of the model.
  /// - Complexity: O(rows · leaves · depth²).
  public func shapleyValues(
    of table: FeatureTable, execution: Execution
  ) throws(TableError) -> Contributions {
    trees.shapleyValues(
      of: try table.selecting(columns: featureNames), featureNames: featureNames,
      values: trees.values, execution: execution)
  }
}

extension RandomForestClassifier {
  /// How much each feature moved the probability of a class, by path attribution.
  ///
  /// `label` is the place of the class in `classNames`; nil for the last one.
  ///
  /// - Throws: `TableError.missingColumns` if the table lacks columns of the model.
  /// - Complexity: O(rows · trees · depth).
  public func contributions(
    of table: FeatureTable, label: Int? = nil, execution: Execution
  ) throws(TableError) -> Contributions {
    trees.contributions(
      of: try table.selecting(columns: featureNames), featureNames: featureNames,
      values: shares(of: label), execution: execution)
  }

  /// The Shapley values of the features for the probability of a class, by TreeSHAP.
  ///
  /// `label` is the place of the class in `classNames`; nil for the last one.
  ///
  /// - Throws: `TableError.missingColumns` if the table lacks columns of the model.
  /// - Complexity: O(rows · leaves · depth²).
  public func shapleyValues(
    of table: FeatureTable, label: Int? = nil, execution: Execution
  ) throws(TableError) -> Contributions {
    trees.shapleyValues(
      of: try table.selecting(columns: featureNames), featureNames: featureNames,
      values: shares(of: label), execution: execution)
  }

  /// The share of a class in each node.
  private func shares(of label: Int?) -> [Float] {
    let label = label ?? classNames.count - 1
    precondition(
      classNames.indices.contains(label), "class \(label) of \(classNames.count) classes")
    switch classNames.count {
    case 1: return trees.values.map { _ in 1 }
    case 2: return label == 1 ? trees.values : trees.values.map { 1 - $0 }
    default: return trees.shares(ofClass: label)
    }
  }
}
