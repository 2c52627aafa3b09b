import Documents
import Foundation
import Learning
import Numerics
import Testing

@Suite("A random forest")
struct RandomForestTests {
  @Test("tells apart what can be told apart, whatever the seed", arguments: 1...10)
  func learns(seed: UInt64) throws {
    let model = try RandomForestClassifier.Configuration(trees: 30, estimatesOutOfBag: true)
      .fit(cloudTable(rows: 600), labels: cloudLabels(rows: 600), seed: seed, execution: .serial)
    let test = try cloudTable(rows: 400, seed: 99)
    let found = try model.predictions(of: test, execution: .serial)
    let right = found.enumerated().count { $0.element == $0.offset % 2 }
    #expect(Double(right) / 400 > 0.95)
    let estimate = try #require(model.outOfBagScore)
    #expect(abs(estimate - Double(right) / 400) < 0.03)
  }

  @Test("reproduces distinct training rows with many trees' majority")
  func memorizes() throws {
    let table = try cloudTable(rows: 200)
    let labels = ClassLabels((0..<200).map { $0 * 7 % 5 })
    let model = try RandomForestClassifier.Configuration(trees: 200)
      .fit(table, labels: labels, seed: 1, execution: .serial)
    let found = try model.predictions(of: table, execution: .serial)
    #expect(found == labels.indices.map { Int($0) })
  }

  @Test("ignores rows of weight 0 and follows the weights of classes")
  func weights() throws {
    let table = try cloudTable(rows: 300)
    let labels = ClassLabels((0..<300).map { $0 < 150 ? 0 : 1 })
    let firstHalf = (0..<300).map { $0 < 150 ? 1.0 : 0 }
    let model = try RandomForestClassifier.Configuration(trees: 5)
      .fit(table, labels: labels, weights: firstHalf, seed: 1, execution: .serial)
    #expect(try model.predictions(of: table, execution: .serial).allSatisfy { $0 == 0 })
    let onlyOne = try RandomForestClassifier.Configuration(
      trees: 5, classWeights: .byName(["0": 0])
    ).fit(table, labels: labels, seed: 1, execution: .serial)
    #expect(try onlyOne.predictions(of: table, execution: .serial).allSatisfy { $0 == 1 })
    #expect(throws: TableError.noWeight) {
      try RandomForestClassifier.Configuration().fit(
        table, labels: labels, weights: Array(repeating: 0, count: 300), seed: 1,
        execution: .serial)
    }
    #expect(throws: TableError.weightInvalid(row: 0, value: -1)) {
      try RandomForestClassifier.Configuration().fit(
        table, labels: labels, weights: Array(repeating: -1, count: 300), seed: 1,
        execution: .serial)
    }
  }

  @Test("uses missing values: a gap that means something is learned")
  func missing() throws {
    let table = try FeatureTable(columns: [
      ("x", (0..<200).map { $0 % 3 == 0 ? .nan : Double($0) }),
      ("gone", Array(repeating: .nan, count: 200)),
    ])
    let model = try RandomForestClassifier.Configuration(trees: 20)
      .fit(
        table, labels: ClassLabels((0..<200).map { $0 % 3 == 0 ? 1 : 0 }), seed: 1,
        execution: .serial)
    let found = try model.predictions(of: table, execution: .serial)
    #expect(found == (0..<200).map { $0 % 3 == 0 ? 1 : 0 })
  }

  @Test("refuses more classes than it can hold, and says so in a line")
  func tooManyClasses() throws {
    let rows = 20_000
    let table = try FeatureTable(names: ["x"], rowCount: rows, values: (0..<rows).map(Float.init))
    let error = #expect(throws: TableError.self) {
      try RandomForestClassifier.Configuration().fit(
        table, labels: ClassLabels(Array(0..<rows)), seed: 1, execution: .serial)
    }
    #expect(
      error?.description
        == "20000 classes are more than the 10000 that a forest can tell apart; "
        + "is the target a number to regress on?")
  }

  @Test("finds the features that matter, by impurity and by permutation")
  func importances() throws {
    var random = RandomSource(seed: 3)
    let rows = (0..<800).map { _ in [random.normal(), random.normal(), random.normal()] }
    let table = try FeatureTable(names: ["strong", "weak", "none"], rows: rows)
    let targets = rows.map { 3 * $0[0] + $0[1] }
    let model = try RandomForestRegressor.Configuration(trees: 30, estimatesOutOfBag: true)
      .fit(table, targets: targets, seed: 1, execution: .serial)
    let impurity = model.impurityImportances
    #expect(abs(impurity.reduce(0, +) - 1) < 1e-9)
    #expect(impurity[0] > 0.8 && impurity[1] > 2 * impurity[2])
    #expect(try #require(model.outOfBagScore) > 0.9)
    let permuted = PermutationImportance.ofColumns(
      of: table, repeats: 3, seed: 1, execution: .concurrent
    ) { shuffled in
      guard let found = try? model.predictions(of: shuffled, execution: .serial) else { return 0 }
      return -zip(found, targets).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    #expect(permuted.map(\.name) == ["strong", "weak", "none"])
    #expect(permuted[0].mean > permuted[1].mean && permuted[1].mean > permuted[2].mean)
  }

  @Test("finds a step to the row by exact splits, and to a level of rows by 256", arguments: 1...3)
  func exactSplits(seed: UInt64) throws {
    let rows = 9_001
    let table = try FeatureTable(columns: [("x", (0..<rows).map { Double($0 * 37 % rows) })])
    let targets = table.values.map { $0 < 4_321 ? 0.0 : 1.0 }
    let errors = try [65_535, 256].map { levels in
      let model = try RandomForestRegressor.Configuration(trees: 50, levels: levels)
        .fit(table, targets: targets, seed: seed, execution: .serial)
      let found = try model.predictions(of: table, execution: .serial)
      return zip(found, targets).reduce(0) { $0 + abs($1.0 - $1.1) }
    }
    #expect(errors[0] < 2 && errors[1] > 4 && errors[1] < 40)
  }

  @Test("splits exactly where numbers or columns are few, unless told how many levels to cut")
  func levelsByTable() throws {
    for (rows, columns, levels) in [(5_000, 20, 4_999), (5_001, 20, 254), (33_334, 3, 9_972)] {
      let table = try FeatureTable(
        columns: (0..<columns).map { place in
          ("x\(place)", (0..<rows).map { Double($0 * (2 * place + 7) % 9_973) })
        })
      let model = try RandomForestRegressor.Configuration(trees: 20)
        .fit(
          table, targets: (0..<rows).map { Double($0 * 31 % 101) }, seed: 1, execution: .concurrent)
      let kept = try #require(model.json["trees"]?["edge_counts"]?.numbers)
      #expect(kept.allSatisfy { $0 > 0 && Int($0) <= levels })
      #expect(kept.contains { $0 > 254 } == (levels > 254))
      let asked = model.json["configuration"]?["levels"]?.integer
      #expect(asked == (levels > 254 ? 65_535 : 256))
    }
  }

  @Test("tells the ends of a column from the values beside them", arguments: [1, 2])
  func ends(seed: UInt64) throws {
    let last = 19_999
    let table = try FeatureTable(columns: [("x", (0...last).map { Double($0) })])
    let targets = (0...last).map { $0 == 0 || $0 == last ? 100.0 : 0 }
    let model = try RandomForestRegressor.Configuration(trees: 50, levels: 256)
      .fit(table, targets: targets, seed: seed, execution: .serial)
    let found = try model.predictions(of: table, execution: .serial)
    #expect(found[0] > 40 && found[last] > 40 && found[10] < 1 && found[last - 10] < 1)
  }

  @Test("finds the one column of many that tells, wherever it stands", arguments: 0..<7)
  func oneColumn(column: Int) throws {
    let rows = 3_000
    let table = try FeatureTable(
      columns: (0..<7).map { place in
        ("x\(place)", (0..<rows).map { Double($0 * (2 * place + 7) % rows) })
      })
    let targets = table.column(column).map { $0 < 1_000 ? 0.0 : 1.0 }
    let model = try RandomForestRegressor.Configuration(trees: 3, maximumDepth: 1, levels: 256)
      .fit(table, targets: targets, seed: 1, execution: .serial)
    #expect(model.impurityImportances[column] == 1)
    let found = try model.predictions(of: table, execution: .serial)
    // All rows but those of the level in which the step lies.
    #expect(zip(found, targets).count { abs($0 - $1) > 0.05 } <= 12)
  }

  @Test("keeps of nearly all values only those at which it cuts")
  func usedEdges() throws {
    let table = try cloudTable(rows: 2_000)
    let model = try RandomForestClassifier.Configuration(trees: 3, maximumDepth: 4, levels: 65_535)
      .fit(table, labels: cloudLabels(rows: 2_000), seed: 1, execution: .serial)
    let counts = try #require(model.json["trees"]?["edge_counts"]?.numbers)
    #expect(counts.reduce(0, +) <= 3 * 15)
  }

  @Test("keeps its leaves as large and its trees as shallow as it is told")
  func limits() throws {
    let table = try cloudTable(rows: 400)
    let model = try RandomForestRegressor.Configuration(trees: 5, maximumDepth: 3).fit(
      table, targets: table.column(0).map { Double($0) }, seed: 1, execution: .serial)
    let counts = try #require(model.json["trees"]?["node_counts"]?.numbers)
    #expect(counts.allSatisfy { $0 <= 15 })
    let broad = try RandomForestRegressor.Configuration(trees: 5, minimumLeafRows: 40).fit(
      table, targets: table.column(0).map { Double($0) }, seed: 1, execution: .serial)
    let covers = try #require(broad.json["trees"]?["leaf_covers"]?.numbers)
    #expect(covers.allSatisfy { $0 >= 40 })
  }

  @Test(
    "refuses parameters that make no sense",
    arguments: [
      (0, 1, 256), (-1, 1, 256), (.max, 1, 256), (10_000_000, 1, 256), (1, 0, 256), (1, .max, 256),
      (1, 1, 2), (1, 1, 65_536),
    ])
  func configuration(trees: Int, leafRows: Int, levels: Int) {
    #expect(throws: ConfigurationError.self) {
      try RandomForestClassifier.Configuration(
        trees: trees, minimumLeafRows: leafRows, levels: levels)
    }
    #expect(throws: ConfigurationError.self) {
      try RandomForestRegressor.Configuration(
        trees: trees, minimumLeafRows: leafRows, levels: levels)
    }
  }

  @Test(
    "refuses choices of features and depths that make no sense",
    arguments: [
      .share(0), .share(-1), .share(.nan), .share(.infinity), .share(1.001), .count(0),
      .count(-1), .count(.max),
    ] as [FeaturesPerSplit])
  func features(_ choice: FeaturesPerSplit) {
    #expect(throws: ConfigurationError.self) {
      try RandomForestRegressor.Configuration(featuresPerSplit: choice)
    }
    #expect(throws: ConfigurationError.self) {
      try RandomForestClassifier.Configuration(maximumDepth: 0)
    }
    #expect(throws: ConfigurationError.self) {
      try RandomForestClassifier.Configuration(classWeights: .byName(["a": .nan]))
    }
  }

  @Test(
    "refuses samples and trees of isolation forests that make no sense",
    arguments: [
      (0, 256, 1), (.max, 256, 1), (100, 0, 1), (100, 1, 1), (100, .max, 1), (100, 65_537, 1),
      (100_000, 65_536, 1), (100, 256, 0), (100, 256, 65), (100, 256, .max),
    ])
  func isolation(trees: Int, rowsPerTree: Int, featuresPerSplit: Int) {
    #expect(throws: ConfigurationError.self) {
      try IsolationForest.Configuration(
        trees: trees, rowsPerTree: rowsPerTree, featuresPerSplit: featuresPerSplit)
    }
  }

  @Test(
    "names the most probable class without listing all, by the same bits", arguments: [1, 2, 3, 40])
  func decisions(classes: Int) throws {
    let table = try cloudTable(rows: 700)
    let labels = ClassLabels((0..<700).map { $0 * $0 % 47 % classes })
    let model = try RandomForestClassifier.Configuration(trees: 9, minimumLeafRows: 3).fit(
      table, labels: labels, seed: 1, execution: .serial)
    let all = try model.probabilities(of: table, execution: .serial)
    let width = model.classNames.count
    for label in 0..<width {
      let found = try model.decisions(of: table, label: label, execution: .concurrent)
      #expect(found.probabilities == (0..<700).map { all[$0, label] })
      #expect(
        found.predictions
          == (0..<700).map { row in
            (0..<width).reduce(0) { all[row, $1] > all[row, $0] ? $1 : $0 }
          })
    }
  }

  @Test("estimates on the rows left out how often it will be right, for many classes")
  func outOfBagClasses() throws {
    let table = try cloudTable(rows: 2_000, columns: 2)
    let label = { (row: [Float]) in Int(row[0].rounded(.down)) }
    let model = try RandomForestClassifier.Configuration(trees: 40, estimatesOutOfBag: true).fit(
      table, labels: ClassLabels((0..<2_000).map { label(table.row($0)) }), seed: 1,
      execution: .serial)
    let test = try cloudTable(rows: 2_000, columns: 2, seed: 9)
    let found = try model.predictions(of: test, execution: .serial)
    let right = found.enumerated().count {
      model.classNames[$0.element] == "\(label(test.row($0.offset)))"
    }
    #expect(model.classNames.count > 4)
    #expect(abs(try #require(model.outOfBagScore) - Double(right) / 2_000) < 0.02)
  }
}

@Suite("Documents of format version 1")
struct ForestFormatTests {
  @Test("load for ever and score as they did", arguments: ["isolation", "classifier", "regressor"])
  func versionOne(name: String) throws {
    let document = try JSONValue(
      parsing: [UInt8](Data(contentsOf: fixture("models/forests-1/\(name).json"))))
    let model = try #require(document["model"])
    let expected = try #require(document["expected"]?.numbers)
    let table = try cloudTable(rows: expected.count, columns: 3, seed: 5)
    let found =
      switch name {
      case "isolation":
        try IsolationForest(model, featureNames: table.names).scores(of: table, execution: .serial)
      case "classifier":
        try RandomForestClassifier(model, featureNames: table.names)
          .scores(of: table, execution: .serial)
      default:
        try RandomForestRegressor(model, featureNames: table.names)
          .predictions(of: table, execution: .serial)
      }
    #expect(found == expected)
  }

  @Test("ONNX has no trees of oblique splits, and the others are files")
  func onnx() throws {
    let table = try cloudTable(rows: 100)
    let plain = try IsolationForest.Configuration(trees: 3)
      .fit(table, seed: 1, execution: .serial)
    #expect(try plain.onnx().starts(with: [8, 8, 18, 9] + Array("kilowatch".utf8)))
    let oblique = try IsolationForest.Configuration(trees: 3, featuresPerSplit: 2)
      .fit(table, seed: 1, execution: .serial)
    #expect(throws: ONNXError.splitsOfSeveralFeatures(count: 2)) { try oblique.onnx() }
  }

  /// As onnxruntime reads them: it ends the process for a classifier of one class.
  @Test("ONNX of a forest that knows one class or one row gives its probability or score")
  func onnxOfLittle() throws {
    let table = try cloudTable(rows: 1)
    let classifier = try RandomForestClassifier.Configuration(trees: 3)
      .fit(table, labels: ClassLabels([7]), seed: 1, execution: .serial)
    let text = String(decoding: classifier.onnx, as: UTF8.self)
    #expect(text.contains("LabelEncoder") && !text.contains("TreeEnsembleClassifier"))
    let isolation = try IsolationForest.Configuration(trees: 3)
      .fit(table, seed: 1, execution: .serial)
    // Scores are e to the power of the trees' leaves, each 1, times this.
    let scale = withUnsafeBytes(of: (Float(-log(2.0)) / 3).bitPattern.littleEndian) { Array($0) }
    #expect(try isolation.onnx().contains(scale))
  }
}
