import Learning
import Numerics
import Testing

/// A model as the contract sees it: something fitted that gives each row numbers.
struct Estimator: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Fits on the table and scores it.
  let fitAndScore:
    @Sendable (_ fit: FeatureTable, _ score: FeatureTable, UInt64, Execution) throws
      -> [Double]
  /// Fits on the table and scores it row by row.
  let fitAndScoreOneByOne: @Sendable (FeatureTable, UInt64) throws -> [Double]

  static let all = [
    isolationForest("isolation forest", featuresPerSplit: 1),
    isolationForest("extended isolation forest", featuresPerSplit: 3),
    classifier("classifier of two classes", classes: 2),
    classifier("classifier of five classes", classes: 5),
    classifier("classifier of two classes by exact splits", classes: 2, levels: 65_535),
    classifier("classifier of five classes by exact splits", classes: 5, levels: 65_535),
    regressor("regressor", levels: 256),
    regressor("regressor by exact splits", levels: 65_535),
  ]

  private static func isolationForest(_ name: String, featuresPerSplit: Int) -> Estimator {
    let fit = { @Sendable (table: FeatureTable, seed: UInt64, execution: Execution) in
      try IsolationForest.Configuration(trees: 20, featuresPerSplit: featuresPerSplit)
        .fit(table, seed: seed, execution: execution)
    }
    return Estimator(
      testDescription: name,
      fitAndScore: { try fit($0, $2, $3).scores(of: $1, execution: $3) },
      fitAndScoreOneByOne: { table, seed in
        let model = try fit(table, seed, .serial)
        return (0..<table.rowCount).map { table.row($0).withUnsafeBufferPointer(model.score) }
      })
  }

  private static func classifier(
    _ name: String, classes: Int, levels: Int = 256
  ) -> Estimator {
    let fit = { @Sendable (table: FeatureTable, seed: UInt64, execution: Execution) in
      try RandomForestClassifier.Configuration(trees: 20, levels: levels).fit(
        table, labels: ClassLabels((0..<table.rowCount).map { $0 % classes }), seed: seed,
        execution: execution)
    }
    return Estimator(
      testDescription: name,
      fitAndScore: { try fit($0, $2, $3).scores(of: $1, execution: $3) },
      fitAndScoreOneByOne: { table, seed in
        let model = try fit(table, seed, .serial)
        return (0..<table.rowCount).map { table.row($0).withUnsafeBufferPointer(model.score) }
      })
  }

  private static func regressor(_ name: String, levels: Int) -> Estimator {
    let fit = { @Sendable (table: FeatureTable, seed: UInt64, execution: Execution) in
      try RandomForestRegressor.Configuration(trees: 20, levels: levels).fit(
        table, targets: (0..<table.rowCount).map { Double($0 * 7 % 31) }, seed: seed,
        execution: execution)
    }
    return Estimator(
      testDescription: name,
      fitAndScore: { try fit($0, $2, $3).predictions(of: $1, execution: $3) },
      fitAndScoreOneByOne: { table, seed in
        let model = try fit(table, seed, .serial)
        return (0..<table.rowCount).map { table.row($0).withUnsafeBufferPointer(model.prediction) }
      })
  }
}

@Suite("Every estimator")
struct EstimatorContractTests {
  @Test(
    "gives the same model for the same seed and any number of workers", arguments: Estimator.all)
  func determinism(_ estimator: Estimator) throws {
    let table = try cloudTable(rows: 700)
    let serial = try estimator.fitAndScore(table, table, 7, .serial)
    for workers in [1, 2, 3] {
      #expect(try estimator.fitAndScore(table, table, 7, .concurrent(workers: workers)) == serial)
    }
    #expect(try estimator.fitAndScore(table, table, 8, .serial) != serial)
  }

  @Test("scores a row alone as it does in a batch", arguments: Estimator.all)
  func oneRow(_ estimator: Estimator) throws {
    let table = try cloudTable(rows: 333)
    #expect(
      try estimator.fitAndScoreOneByOne(table, 3)
        == estimator.fitAndScore(table, table, 3, .serial))
  }

  @Test("finds its columns by name and names those that are missing", arguments: Estimator.all)
  func names(_ estimator: Estimator) throws {
    let table = try cloudTable(rows: 300, columns: 3)
    let expected = try estimator.fitAndScore(table, table, 5, .serial)
    let shuffled = try table.selecting(columns: ["x2", "x0", "x1"])
    #expect(try estimator.fitAndScore(table, shuffled, 5, .serial) == expected)
    let narrow = try table.selecting(columns: ["x1"])
    #expect(throws: TableError.missingColumns(names: ["x0", "x2"])) {
      try estimator.fitAndScore(table, narrow, 5, .serial)
    }
  }

  @Test("takes missing and infinite values and gives finite numbers", arguments: Estimator.all)
  func nonFinite(_ estimator: Estimator) throws {
    var rows = try cloudTable(rows: 300)
    var values = rows.values
    values[5] = .nan
    values[300 + 8] = .infinity
    values[600 + 9] = -.infinity
    for row in 0..<300 { values[900 + row] = .nan }
    rows = try FeatureTable(names: rows.names, rowCount: 300, values: values)
    let scores = try estimator.fitAndScore(rows, rows, 5, .serial)
    #expect(!scores.contains { !$0.isFinite })
  }

  @Test("refuses a table without rows or columns, or with too many", arguments: Estimator.all)
  func empty(_ estimator: Estimator) throws {
    let noRows = try FeatureTable(names: ["a"], rowCount: 0, values: [])
    #expect(throws: TableError.noRows) {
      try estimator.fitAndScore(noRows, noRows, 1, .serial)
    }
    let noColumns = try FeatureTable(names: [], rowCount: 3, values: [])
    #expect(throws: TableError.noColumns) {
      try estimator.fitAndScore(noColumns, noColumns, 1, .serial)
    }
    let wide = try FeatureTable(
      names: (0..<65_536).map { "x\($0)" }, rowCount: 1,
      values: [Float](repeating: 1, count: 65_536))
    #expect(throws: TableError.tooManyColumns(found: 65_536, limit: 65_535)) {
      try estimator.fitAndScore(wide, wide, 1, .serial)
    }
  }

  @Test("learns from one row, from equal rows and from constant columns", arguments: Estimator.all)
  func degenerate(_ estimator: Estimator) throws {
    let one = try FeatureTable(names: ["a", "b"], rows: [[1, 2]])
    #expect(try !estimator.fitAndScore(one, one, 1, .serial).contains { !$0.isFinite })
    let equal = try FeatureTable(names: ["a", "b"], rows: Array(repeating: [1, 2], count: 50))
    let scores = try estimator.fitAndScore(equal, equal, 1, .serial)
    #expect(Set(scores).count == 1)
  }
}
