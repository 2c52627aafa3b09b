public import Numerics

/// A fitted random forest that tells classes apart.
///
/// A missing value (NaN) counts as less than every number, in fitting as in predicting; infinities
/// are ordinary extremes. Source: Breiman (2001); see `RandomForestRegressor`.
public struct RandomForestClassifier: Sendable, Equatable {
  /// What it was fitted with.
  public let configuration: Configuration

  /// The columns that it was fitted on and finds by name in the tables it predicts.
  public let featureNames: [String]

  /// The names of the classes; probabilities come in this order.
  public let classNames: [String]

  /// The share of each feature in the decrease of the Gini impurity over all trees; they sum to 1
  /// unless nothing was split.
  public let impurityImportances: [Double]

  /// The accuracy of the rows as predicted by the trees that did not see them; nil unless the configuration
  /// asks for it, or if no row was left out of any tree.
  public let outOfBagScore: Double?

  let trees: TreeEnsemble

  /// How much the rows of each class count.
  public enum ClassWeights: Sendable, Equatable {
    /// All the same.
    case uniform
    /// In inverse proportion to the frequency of the class.
    case balanced
    /// A weight for each class by its name; classes that are not named have weight 1.
    case byName([String: Double])
  }

  /// What to fit.
  public struct Configuration: Sendable, Equatable {
    /// The most classes that a forest can tell apart.
    public static let classLimit = 10_000

    let parameters: ForestParameters

    /// How much the rows of each class count.
    public let classWeights: ClassWeights

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
    ///   - classWeights: How much the rows of each class count.
    ///   - estimatesOutOfBag: Whether each row is predicted by the trees that did not see it.
    /// - Throws: `ConfigurationError` for a parameter out of its range.
    public init(
      trees: Int = 100, featuresPerSplit: FeaturesPerSplit = .squareRoot,
      minimumLeafRows: Int = 1, maximumDepth: Int? = nil, levels: Int? = nil,
      classWeights: ClassWeights = .uniform, estimatesOutOfBag: Bool = false
    ) throws(ConfigurationError) {
      try self.init(
        parameters: try ForestParameters(
          trees: trees, featuresPerSplit: featuresPerSplit, minimumLeafRows: minimumLeafRows,
          maximumDepth: maximumDepth, levels: levels, estimatesOutOfBag: estimatesOutOfBag),
        classWeights: classWeights)
    }

    init(
      parameters: ForestParameters, classWeights: ClassWeights
    ) throws(ConfigurationError) {
      if case .byName(let weights) = classWeights {
        for (name, weight) in weights where !(weight >= 0 && weight.isFinite) {
          throw .outOfRange(
            parameter: "the weight of class \(name)", value: weight, allowed: "finite and from 0")
        }
      }
      self.init(known: parameters, classWeights: classWeights)
    }

    private init(known parameters: ForestParameters, classWeights: ClassWeights) {
      self.parameters = parameters
      self.classWeights = classWeights
    }

    /// Grows a forest on `table`.
    ///
    /// `weights` say how much each row counts, on top of the weight of its class; nil for all the
    /// same. Rows of weight 0 are left out.
    ///
    /// - Throws: `TableError` for an empty table, more than `classLimit` classes, or a count that
    ///   differs from the rows.
    /// - Complexity: O(trees · rows · log rows · featuresPerSplit).
    public func fit(
      _ table: FeatureTable, labels: ClassLabels, weights: [Double]? = nil, seed: UInt64,
      execution: Execution
    ) throws(TableError) -> RandomForestClassifier {
      try TreeEnsemble.check(table, targetCount: labels.indices.count)
      guard labels.names.count <= Self.classLimit else {
        throw .tooManyClasses(found: labels.names.count, limit: Self.classLimit)
      }
      let parameters = parameters.suiting(table)
      let task = ForestTask(
        parameters: parameters, table: table, targets: labels.indices.map { Float($0) },
        weights: try rowWeights(labels, weights), areNumbers: false, seed: seed,
        execution: execution)
      let isBinary = labels.names.count <= 2
      let grown =
        isBinary
        ? task.growByMoments(isBinary: true, keepsTargets: false)
        : task.growByClasses(labels.names.count)
      let trees = TreeEnsemble(
        levels: grown.levels, trees: grown.trees, hasValues: isBinary, keepsTargets: false,
        execution: execution)
      return RandomForestClassifier(
        configuration: Configuration(known: parameters, classWeights: classWeights),
        featureNames: table.names, classNames: labels.names,
        impurityImportances: GrownTree.importances(of: grown.trees),
        outOfBagScore: parameters.estimatesOutOfBag
          ? trees.outOfBagAccuracy(
            of: table, labels: labels, drawnRows: grown.trees.map(\.drawnRows),
            execution: execution)
          : nil,
        trees: trees)
    }

    private func rowWeights(
      _ labels: ClassLabels, _ weights: [Double]?
    ) throws(TableError) -> [Float] {
      let checked = try TreeEnsemble.checkedWeights(weights, rowCount: labels.indices.count)
      let ofClass: [Float]
      switch classWeights {
      case .uniform:
        return checked
      case .balanced:
        var sums = [Double](repeating: 0, count: labels.names.count)
        for (label, weight) in zip(labels.indices, checked) { sums[Int(label)] += Double(weight) }
        let mean = sums.reduce(0, +) / Double(sums.count)
        ofClass = sums.map { $0 > 0 ? Float(mean / $0) : 0 }
      case .byName(let byName):
        ofClass = labels.names.map { Float(byName[$0] ?? 1) }
      }
      let all = zip(labels.indices, checked).map { $1 * ofClass[Int($0)] }
      try TreeEnsemble.checkSum(of: all)
      return all
    }
  }
}

extension RandomForestClassifier {
  /// The probability of each class (columns, in the order of `classNames`) for each row.
  ///
  /// - Throws: `TableError.missingColumns` if the table lacks columns of the model.
  /// - Complexity: O(rows · (trees · depth + classes)).
  public func probabilities(
    of table: FeatureTable, execution: Execution
  ) throws(TableError) -> Matrix {
    let table = try table.selecting(columns: featureNames)
    if trees.outcomes != nil {
      return trees.meanShares(of: table, classCount: classNames.count, execution: execution)
    }
    let ofLast = trees.meanValues(of: table, execution: execution)
    guard classNames.count == 2 else {
      return Matrix(rowCount: table.rowCount, columnCount: classNames.count, repeating: 1)
    }
    return Matrix(
      rowCount: table.rowCount, columnCount: 2, elements: ofLast.flatMap { [1 - $0, $0] })
  }

  /// The probability of the last class for each row: the score of a forest that tells rows of
  /// interest (1) from the others (0).
  ///
  /// - Throws: `TableError.missingColumns` if the table lacks columns of the model.
  public func scores(
    of table: FeatureTable, execution: Execution
  ) throws(TableError) -> [Double] {
    let table = try table.selecting(columns: featureNames)
    if classNames.count == 2 { return trees.meanValues(of: table, execution: execution) }
    return try decisions(of: table, label: classNames.count - 1, execution: execution).probabilities
  }

  /// The place in `classNames` of the most probable class of each row; of equally probable ones the
  /// first.
  ///
  /// - Throws: `TableError.missingColumns` if the table lacks columns of the model.
  public func predictions(
    of table: FeatureTable, execution: Execution
  ) throws(TableError) -> [Int] {
    try decisions(of: table, label: 0, execution: execution).predictions
  }

  /// The place of the most probable class of each row, and the probability of the class whose place
  /// is `label`; what it costs does not grow with the number of classes.
  ///
  /// - Throws: `TableError.missingColumns` if the table lacks columns of the model.
  /// - Complexity: O(rows · trees · depth).
  public func decisions(
    of table: FeatureTable, label: Int, execution: Execution
  ) throws(TableError) -> (predictions: [Int], probabilities: [Double]) {
    precondition(
      classNames.indices.contains(label), "class \(label) of \(classNames.count) classes")
    let table = try table.selecting(columns: featureNames)
    if trees.outcomes != nil {
      return trees.decisions(
        of: table, label: label, classCount: classNames.count, execution: execution)
    }
    guard classNames.count == 2 else {
      return (
        [Int](repeating: 0, count: table.rowCount), [Double](repeating: 1, count: table.rowCount)
      )
    }
    let ofLast = trees.meanValues(of: table, execution: execution)
    return (
      ofLast.map { $0 > 1 - $0 ? 1 : 0 }, label == 1 ? ofLast : ofLast.map { 1 - $0 }
    )
  }

  /// Writes the probability of each class for one row, whose values stand in the order of
  /// `featureNames`; nothing is allocated.
  public func writeProbabilities(
    of row: UnsafeBufferPointer<Float>, to probabilities: UnsafeMutableBufferPointer<Double>
  ) {
    precondition(
      probabilities.count == classNames.count,
      "room for \(probabilities.count) probabilities of \(classNames.count) classes")
    if trees.outcomes != nil {
      trees.writeMeanShares(of: row, to: probabilities)
    } else if classNames.count == 2 {
      let ofLast = trees.meanValue(of: row)
      probabilities[0] = 1 - ofLast
      probabilities[1] = ofLast
    } else {
      probabilities.update(repeating: 1)
    }
  }

  /// The probability of the last class for one row; nothing is allocated.
  public func score(of row: UnsafeBufferPointer<Float>) -> Double {
    if classNames.count == 2 { return trees.meanValue(of: row) }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: classNames.count) { shares in
      writeProbabilities(of: row, to: shares)
      return shares[classNames.count - 1]
    }
  }
}
