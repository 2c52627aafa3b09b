import Learning
import Numerics
import Testing

/// A table that is hardly one, with what random forests are to say of its rows.
struct DegenerateCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let rows: [[Double]]
  let targets: [Double]
  /// What every row is predicted to be; nil for the target of the row.
  var prediction: Double?
  var weights: [Double]?
  var tolerance = 1e-6

  static let all = [
    DegenerateCase(testDescription: "one row", rows: [[1, 2]], targets: [1]),
    DegenerateCase(
      testDescription: "constant columns", rows: Array(repeating: [3, 3], count: 40),
      targets: (0..<40).map { Double($0 % 4 == 0 ? 1 : 0) }, prediction: 0.25, tolerance: 0.06),
    DegenerateCase(
      testDescription: "one class", rows: (0..<40).map { [Double($0), Double($0 % 3)] },
      targets: Array(repeating: 1, count: 40)),
    DegenerateCase(
      testDescription: "a column that is missing throughout",
      rows: (0..<400).map { [.nan, Double($0)] }, targets: (0..<400).map { $0 < 200 ? 0 : 1 },
      tolerance: 0.7),
    DegenerateCase(
      testDescription: "nothing but missing values",
      rows: Array(repeating: [.nan, .nan], count: 30), targets: Array(repeating: 0, count: 30)),
    DegenerateCase(
      testDescription: "missing values that tell the classes apart",
      rows: (0..<40).map { [$0 % 2 == 0 ? .nan : -1e30] }, targets: (0..<40).map { Double($0 % 2) }),
    DegenerateCase(
      testDescription: "infinities that tell the classes apart",
      rows: (0..<40).map { [$0 % 2 == 0 ? -.infinity : .infinity] },
      targets: (0..<40).map { Double($0 % 2) }),
    DegenerateCase(
      testDescription: "values at the ends of single precision",
      rows: (0..<40).map { [$0 % 2 == 0 ? -3.4e38 : 3.4e38] },
      targets: (0..<40).map { Double($0 % 2) }),
    DegenerateCase(
      testDescription: "neighbouring numbers",
      rows: (0..<40).map { [$0 % 2 == 0 ? 1 : Double(Float(1).nextUp)] },
      targets: (0..<40).map { Double($0 % 2) }),
    DegenerateCase(
      testDescription: "numbers below the normal ones",
      rows: (0..<40).map { [$0 % 2 == 0 ? 0 : Double(Float.leastNonzeroMagnitude)] },
      targets: (0..<40).map { Double($0 % 2) }),
    DegenerateCase(
      testDescription: "both zeros, which are one number",
      rows: (0..<40).map { [$0 % 2 == 0 ? 0 : -0.0] }, targets: (0..<40).map { Double($0 % 2) },
      prediction: 0.5, tolerance: 0.06),
    DegenerateCase(
      testDescription: "the same rows again and again",
      rows: (0..<90).map { [Double($0 % 3)] }, targets: (0..<90).map { $0 % 3 == 1 ? 1 : 0 }),
    DegenerateCase(
      testDescription: "more columns than rows",
      rows: (0..<20).map { row in (0..<500).map { Double(row < 10 ? -$0 : $0) } },
      targets: (0..<20).map { $0 < 10 ? 0 : 1 }),
    DegenerateCase(
      testDescription: "rows of weight 0 that contradict the others",
      rows: (0..<40).map { _ in [1] }, targets: (0..<40).map { Double($0 % 2) }, prediction: 1,
      weights: (0..<40).map { Double($0 % 2) }),
    DegenerateCase(
      testDescription: "weights of every size", rows: (0..<40).map { [Double($0 % 2)] },
      targets: (0..<40).map { Double($0 % 2) },
      weights: (0..<40).map { $0 < 2 ? 1e12 : 1e4 }),
  ]

  func table() throws -> FeatureTable {
    try FeatureTable(names: rows[0].indices.map { "x\($0)" }, rows: rows)
  }
}

@Suite("A table that is hardly one")
struct DegenerateTableTests {
  @Test("is learned by a regressor", arguments: DegenerateCase.all, [256, 65_535])
  func regressor(_ given: DegenerateCase, levels: Int) throws {
    let model = try RandomForestRegressor.Configuration(trees: 200, levels: levels).fit(
      given.table(), targets: given.targets, weights: given.weights, seed: 1, execution: .serial)
    let found = try model.predictions(of: given.table(), execution: .serial)
    for (found, target) in zip(found, given.targets) {
      #expect(abs(found - (given.prediction ?? target)) <= given.tolerance)
    }
  }

  @Test("is learned by a classifier", arguments: DegenerateCase.all, [256, 65_535])
  func classifier(_ given: DegenerateCase, levels: Int) throws {
    let model = try RandomForestClassifier.Configuration(trees: 200, levels: levels).fit(
      given.table(), labels: ClassLabels(given.targets.map { Int($0) }), weights: given.weights,
      seed: 1, execution: .serial)
    let shares = try model.probabilities(of: given.table(), execution: .serial)
    for row in given.rows.indices {
      let found = model.classNames.indices.reduce(0) {
        $0 + (Double(model.classNames[$1]) ?? .nan) * shares[row, $1]
      }
      #expect(abs(found - (given.prediction ?? given.targets[row])) <= given.tolerance)
    }
  }

  @Test(
    "is scored by an isolation forest, equal rows alike", arguments: DegenerateCase.all, [1, 2])
  func isolation(_ given: DegenerateCase, featuresPerSplit: Int) throws {
    let table = try given.table()
    let model = try IsolationForest.Configuration(featuresPerSplit: featuresPerSplit)
      .fit(table, seed: 1, execution: .serial)
    let scores = try model.scores(of: table, execution: .serial)
    #expect(scores.allSatisfy { $0 >= 0 && $0 <= 1 })
    if Set(given.rows.map(\.description)).count == 1 {
      #expect(scores.allSatisfy { abs($0 - 0.5) < 1e-6 })
    }
    for row in given.rows.indices.dropFirst() where given.rows[row] == given.rows[0] {
      #expect(scores[row] == scores[0])
    }
  }

  @Test("of more classes than a forest can tell apart is refused with both numbers")
  func classes() throws {
    let table = try FeatureTable(columns: [("x", (0..<1_000_000).map { Double($0) })])
    let error = #expect(throws: TableError.tooManyClasses(found: 1_000_000, limit: 10_000)) {
      try RandomForestClassifier.Configuration(trees: 1).fit(
        table, labels: ClassLabels(Array(0..<1_000_000)), seed: 1, execution: .serial)
    }
    #expect(error?.description.contains("1000000 classes") == true)
  }

  @Test("of as many classes as rows is learned")
  func manyClasses() throws {
    let table = try FeatureTable(columns: [("x", (0..<2_000).map { Double($0) })])
    let model = try RandomForestClassifier.Configuration(trees: 30, levels: 65_535).fit(
      table, labels: ClassLabels(Array(0..<2_000)), seed: 1, execution: .serial)
    let found = try model.predictions(of: table, execution: .serial)
    let right = found.enumerated().count { Int(model.classNames[$0.element]) == $0.offset }
    #expect(right > 1_900)
  }

  @Test(
    "with targets or weights beyond single precision is refused",
    arguments: [
      ([1, .nan], nil), ([1, .infinity], nil), ([1, 1e39], nil), ([1, 2e38], nil),
      ([1, 1e20], [1, 1e20]), ([1, 2], [1, -1]), ([1, 2], [1, .nan]), ([1, 2], [0, 0]),
      ([1, 2], [1e-20, 1e20]),
      ([1, 2], [1]), ([1], nil),
      ([1, 2], [1e31, 1]), ([1, 2], [.infinity, 1]),
    ] as [([Double], [Double]?)])
  func refused(targets: [Double], weights: [Double]?) throws {
    let table = try FeatureTable(columns: [("x", [1, 2])])
    let error = #expect(throws: TableError.self) {
      try RandomForestRegressor.Configuration(trees: 5)
        .fit(table, targets: targets, weights: weights, seed: 1, execution: .serial)
    }
    #expect(error?.description.contains("\n") == false)
  }

  @Test("in which hardly a row has weight is learned from that row by every tree", arguments: 2...4)
  func hardlyAWeight(classes: Int) throws {
    let table = try cloudTable(rows: 60)
    let weights = (0..<60).map { $0 == 41 ? 1.0 : 0 }
    let labels = (0..<60).map { $0 % classes }
    let model = try RandomForestClassifier.Configuration(trees: 30, estimatesOutOfBag: true).fit(
      table, labels: ClassLabels(labels), weights: weights, seed: 1, execution: .serial)
    #expect(model.classNames.count == classes)
    #expect(
      try model.predictions(of: table, execution: .serial).allSatisfy { $0 == labels[41] })
    let read = try RandomForestClassifier(model.json, featureNames: table.names)
    #expect(
      try read.scores(of: table, execution: .serial) == model.scores(of: table, execution: .serial))
    let number = try RandomForestRegressor.Configuration(trees: 30, estimatesOutOfBag: true).fit(
      table, targets: labels.map { Double($0) }, weights: weights, seed: 1, execution: .serial)
    #expect(
      try number.predictions(of: table, execution: .serial).allSatisfy {
        $0 == Double(labels[41])
      })
  }

  @Test("is not fitted with more places for splits than memory should be asked for")
  func places() {
    #expect(throws: ConfigurationError.self) {
      try IsolationForest.Configuration(trees: 256, rowsPerTree: 65_536, featuresPerSplit: 64)
    }
  }

  @Test("of a size that no memory holds is refused with both numbers")
  func size() {
    #expect(throws: TableError.valueCount(expected: .max, found: 1)) {
      try FeatureTable(names: ["a", "b"], rowCount: .max, values: [1])
    }
    #expect(throws: TableError.valueCount(expected: 0, found: 1)) {
      try FeatureTable(names: ["a", "b"], rowCount: -1, values: [1])
    }
  }

  @Test("of fewer rows than a leaf must have is a leaf", arguments: [256, 65_535])
  func fewerThanALeaf(levels: Int) throws {
    let table = try FeatureTable(columns: [("x", (0..<20).map { Double($0) })])
    let model = try RandomForestRegressor.Configuration(
      trees: 300, minimumLeafRows: 1_000_000_000, levels: levels
    ).fit(
      table, targets: (0..<20).map { Double($0) }, seed: 1, execution: .serial)
    let found = try model.predictions(of: table, execution: .serial)
    #expect(Set(found).count == 1 && abs(found[0] - 9.5) < 0.5)
  }

  @Test("with more features a split than columns uses all of them")
  func features() throws {
    let table = try cloudTable(rows: 200)
    let all = try RandomForestClassifier.Configuration(trees: 5, featuresPerSplit: .all)
      .fit(table, labels: cloudLabels(rows: 200), seed: 1, execution: .serial)
    let more = try RandomForestClassifier.Configuration(trees: 5, featuresPerSplit: .count(99))
      .fit(table, labels: cloudLabels(rows: 200), seed: 1, execution: .serial)
    #expect(
      try all.scores(of: table, execution: .serial) == more.scores(of: table, execution: .serial))
    let oblique = try IsolationForest.Configuration(trees: 5, featuresPerSplit: 64)
      .fit(table, seed: 1, execution: .serial)
    #expect(try !oblique.scores(of: table, execution: .serial).contains { !$0.isFinite })
  }
}
