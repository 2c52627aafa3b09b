import Numerics

extension ForestTask {
  init(
    parameters: ForestParameters, table: FeatureTable, targets: [Float], weights: [Float],
    areNumbers: Bool, seed: UInt64, execution: Execution
  ) {
    let levels = FeatureLevels(
      of: table, classes: areNumbers ? nil : targets, limit: parameters.levelLimit, seed: seed,
      execution: execution)
    let records = TrainingRecords(of: table, levels: levels, execution: execution)
    let seesAll = parameters.featuresPerSplit.count(of: table.columnCount) == table.columnCount
    let exact =
      seesAll && records.levelsAreBytes && table.rowCount >= NodeHistograms.fewestRows
      ? ExactMoments(targets: targets, weights: weights) : nil
    self.init(
      parameters: parameters, levels: levels, records: records, targets: exact?.targets ?? targets,
      weights: exact?.weights ?? weights, productGrid: exact?.productGrid, areNumbers: areNumbers,
      seed: seed, execution: execution)
  }

  /// Grows trees for a number, or for one or two classes.
  func growByMoments(isBinary: Bool, keepsTargets: Bool) -> GrownForest {
    records.levelsAreBytes
      ? growByMoments(UInt8.self, isBinary: isBinary, keepsTargets: keepsTargets)
      : growByMoments(UInt16.self, isBinary: isBinary, keepsTargets: keepsTargets)
  }

  private func growByMoments<Level: RecordLevel>(
    _ level: Level.Type, isBinary: Bool, keepsTargets: Bool
  ) -> GrownForest {
    let width = MomentCriterion<Level>.histogramWidth(minimumLeafRows: parameters.minimumLeafRows)
    return grow(histogramWidth: productGrid == nil ? 0 : width) { memory in
      MomentCriterion<Level>(
        featureCount: records.featureCount, stride: records.stride, tail: records.tail,
        minimumLeafRows: parameters.minimumLeafRows, isBinary: isBinary, keepsTargets: keepsTargets,
        productGrid: productGrid, histogramWidth: width, levelCounts: memory.levelCounts,
        cells: memory.cells, prefixes: memory.prefixes, rowCounts: memory.rowCounts,
        sorting: memory.sorting)
    }
  }

  /// Grows trees for more than two classes.
  func growByClasses(_ classCount: Int) -> GrownForest {
    records.levelsAreBytes
      ? growByClasses(classCount, UInt8.self) : growByClasses(classCount, UInt16.self)
  }

  private func growByClasses<Level: RecordLevel>(
    _ classCount: Int, _ level: Level.Type
  ) -> GrownForest {
    let hasHistograms =
      productGrid != nil && classCount <= ClassCriterion<Level>.histogramClassLimit
    let width = ClassCriterion<Level>.histogramWidth(classCount: classCount)
    return grow(classCount: classCount, histogramWidth: hasHistograms ? width : 0) { memory in
      ClassCriterion<Level>(
        classCount: classCount, featureCount: records.featureCount, stride: records.stride,
        tail: records.tail, minimumLeafRows: parameters.minimumLeafRows,
        levelCounts: memory.levelCounts, total: memory.classTotals,
        left: memory.classTotals + classCount, lastAtLevel: memory.rowCounts,
        previous: memory.previous, sorting: memory.sorting)
    }
  }
}

extension TreeEnsemble {
  /// Refuses a table that no forest can be grown on.
  static func check(_ table: FeatureTable, targetCount: Int) throws(TableError) {
    guard table.columnCount > 0 else { throw .noColumns }
    guard table.columnCount <= columnLimit else {
      throw .tooManyColumns(found: table.columnCount, limit: columnLimit)
    }
    guard table.rowCount > 0 else { throw .noRows }
    guard targetCount == table.rowCount else {
      throw .targetCount(expected: table.rowCount, found: targetCount)
    }
  }

  /// The weight of each row in single precision; 1 if there are none.
  static func checkedWeights(
    _ weights: [Double]?, rowCount: Int
  ) throws(TableError) -> [Float] {
    guard let weights else { return [Float](repeating: 1, count: rowCount) }
    guard weights.count == rowCount else {
      throw .weightCount(expected: rowCount, found: weights.count)
    }
    for (row, weight) in weights.enumerated() where !(weight >= 0 && weight <= 1e30) {
      throw .weightInvalid(row: row, value: weight)
    }
    let singles = weights.map { Float($0) }
    try checkSum(of: singles)
    return singles
  }
}

extension TreeEnsemble {
  /// Refuses weights of which none is above 0, or that differ so much that a sum of some, less
  /// the others, would lose the least.
  static func checkSum(of weights: [Float]) throws(TableError) {
    let largest = weights.max() ?? 0
    guard largest > 0 else { throw .noWeight }
    let smallest = weights.reduce(largest) { $1 > 0 ? min($0, $1) : $0 }
    guard largest <= 1e9 * smallest else {
      throw .weightsTooUnequal(smallest: Double(smallest), largest: Double(largest))
    }
  }
}

extension GrownTree {
  /// The mean share of each feature in the decrease of impurity.
  static func importances(of trees: [GrownTree]) -> [Double] {
    var sums = [Double](repeating: 0, count: trees.first?.importances.count ?? 0)
    for tree in trees {
      let total = tree.importances.reduce(0, +)
      guard total > 0 else { continue }
      for (feature, importance) in tree.importances.enumerated() {
        sums[feature] += importance / total
      }
    }
    let total = sums.reduce(0, +)
    return total > 0 ? sums.map { $0 / total } : sums
  }
}
