import Documents
import Learning
import Numerics
import Testing

@Suite("The document of a forest")
struct ForestDocumentTests {
  @Test("gives back the very model, thresholds and all", arguments: [1, 3])
  func isolationForest(featuresPerSplit: Int) throws {
    let table = try cloudTable(rows: 500)
    let model = try IsolationForest.Configuration(trees: 10, featuresPerSplit: featuresPerSplit)
      .fit(table, seed: 3, execution: .serial)
    let read = try JSONValue(parsing: model.json.serialized())
    #expect(try IsolationForest(read, featureNames: table.names) == model)
  }

  @Test("gives back the very classifier", arguments: [1, 2, 5], [1, 7])
  func classifier(classes: Int, leafRows: Int) throws {
    let table = try cloudTable(rows: 400)
    let model = try RandomForestClassifier.Configuration(
      trees: 10, minimumLeafRows: leafRows, classWeights: .byName(["0": 0.3])
    ).fit(
      table, labels: ClassLabels((0..<400).map { $0 % classes }), seed: 3, execution: .serial)
    let read = try JSONValue(parsing: model.json.serialized())
    #expect(try RandomForestClassifier(read, featureNames: table.names) == model)
  }

  @Test(
    "gives back the very regressor, its leaves' targets included", arguments: [false, true],
    [256, 65_535])
  func regressor(keepsTargets: Bool, levels: Int) throws {
    let table = try cloudTable(rows: 400)
    let model = try RandomForestRegressor.Configuration(
      trees: 10, minimumLeafRows: 3, levels: levels, keepsTargets: keepsTargets
    ).fit(
      table, targets: table.column(0).map { Double($0) * 0.1 }, seed: 3, execution: .serial)
    let read = try JSONValue(parsing: model.json.serialized())
    #expect(try RandomForestRegressor(read, featureNames: table.names) == model)
  }

  /// Trees of so many rows have branches that workers share.
  @Test("of large trees is the same for any number of workers, and gives back the very model")
  func largeTrees() throws {
    let rows = 150_000
    let table = try cloudTable(rows: rows)
    let targets = (0..<rows).map { Double(table.values[$0] + table.values[rows + $0]) }
    let fit = { (execution: Execution) throws in
      try RandomForestRegressor.Configuration(
        trees: 2, featuresPerSplit: .count(2), minimumLeafRows: 20, keepsTargets: true
      ).fit(table, targets: targets, seed: 3, execution: execution)
    }
    let model = try fit(.serial)
    for workers in [2, 3] { #expect(try fit(.concurrent(workers: workers)) == model) }
    let read = try JSONValue(parsing: model.json.serialized())
    #expect(try RandomForestRegressor(read, featureNames: table.names) == model)
  }

  @Test("of large trees for classes is the same too", arguments: [2, 3])
  func largeTreesOfClasses(classes: Int) throws {
    let rows = 100_000
    let table = try cloudTable(rows: rows)
    let labels = ClassLabels(
      table.values.prefix(rows).map { min(classes - 1, max(0, Int($0))) })
    let fit = { (execution: Execution) throws in
      try RandomForestClassifier.Configuration(trees: 2, maximumDepth: 12)
        .fit(table, labels: labels, seed: 3, execution: execution)
    }
    let model = try fit(.serial)
    for workers in [2, 3] { #expect(try fit(.concurrent(workers: workers)) == model) }
    let read = try JSONValue(parsing: model.json.serialized())
    #expect(try RandomForestClassifier(read, featureNames: table.names) == model)
  }

  /// A small forest as its document's members.
  static func forestMembers() throws -> [String: JSONValue] {
    let table = try cloudTable(rows: 60)
    let model = try RandomForestRegressor.Configuration(trees: 2).fit(
      table, targets: table.column(0).map { Double($0) }, seed: 3, execution: .serial)
    return try #require(model.json.object)
  }

  @Test(
    "that was damaged or forged is refused with the name of the part",
    arguments: [
      ("features", JSONValue.numbers([0, -1])), ("features", [0, 4, -1]), ("features", "none"),
      ("node_counts", .numbers([3, 1e12])), ("node_counts", .numbers([1])),
      ("node_counts", .numbers([-1, 3])), ("levels", .numbers([0.5])), ("levels", .numbers([1e9])),
      ("edges", .numbers([])), ("edge_counts", .numbers([65_534, 65_534, 65_534, 65_534])),
      ("leaf_values", .numbers([1])), ("leaf_covers", .numbers([0, 0])), ("leaf_covers", .null),
      ("leaf_covers", .numbers(Array(repeating: 3e38, count: 54))),
    ] as [(String, JSONValue)])
  func hostileForest(name: String, value: JSONValue) throws {
    var members = try Self.forestMembers()
    var trees = try #require(members["trees"]?.object)
    trees[name] = value
    members["trees"] = .object(trees)
    let json = JSONValue.object(members)
    let error = #expect(throws: ModelDocumentError.self) {
      try RandomForestRegressor(json, featureNames: ["x0", "x1", "x2", "x3"])
    }
    let message = error?.description ?? ""
    #expect(message.contains("model.trees.") && !message.contains("\n"))
  }

  @Test("of a classifier whose leaves are no probabilities is refused")
  func valueRange() throws {
    let table = try cloudTable(rows: 60)
    let model = try RandomForestClassifier.Configuration(trees: 2)
      .fit(table, labels: cloudLabels(rows: 60), seed: 3, execution: .serial)
    var members = try #require(model.json.object)
    var trees = try #require(members["trees"]?.object)
    var values = try #require(trees["leaf_values"]?.numbers)
    values[0] = 1.5
    trees["leaf_values"] = .numbers(values)
    members["trees"] = .object(trees)
    let json = JSONValue.object(members)
    #expect(
      throws: ModelDocumentError.damaged(
        member: "model.trees.leaf_values", expected: "a list of numbers from 0.0 to 1.0")
    ) {
      try RandomForestClassifier(json, featureNames: table.names)
    }
  }

  @Test("with a tree deeper than any stack is read, written, explained and predicts")
  func deepTree() throws {
    let depth = 300_000
    let table = try FeatureTable(columns: [("x", [0, 1, 2, 3])])
    let model = try RandomForestRegressor.Configuration(trees: 1)
      .fit(table, targets: [1, 2, 3, 4], seed: 3, execution: .serial)
    var members = try #require(model.json.object)
    // Left children are leaves, right ones go on; all splits but the first cut the same rows.
    members["trees"] = [
      "edge_counts": .numbers([1]), "edges": .numbers([1.5]),
      "node_counts": .numbers([Double(2 * depth + 1)]),
      "features": .numbers((0...2 * depth).map { $0 % 2 == 0 && $0 < 2 * depth ? 0 : -1 }),
      "levels": .numbers(Array(repeating: 1, count: depth)),
      "leaf_values": .numbers((0...depth).map { Double($0) }),
      "leaf_covers": .numbers(Array(repeating: 1, count: depth + 1)),
    ]
    let deep = try RandomForestRegressor(.object(members), featureNames: ["x"])
    let read = try RandomForestRegressor(deep.json, featureNames: ["x"])
    #expect(read == deep)
    for execution in [Execution.serial, .concurrent(workers: 2)] {
      #expect(try read.predictions(of: table, execution: execution) == [0, 0, 300_000, 300_000])
      let table = table.selecting(rows: [0, 3])
      for parts in [
        try read.contributions(of: table, execution: execution),
        try read.shapleyValues(of: table, execution: execution),
      ] {
        for (row, wanted) in [(0, 0.0), (1, 300_000)] {
          #expect(abs(parts.baseline + parts.values[row, 0] - wanted) < 1)
        }
      }
    }
    #expect(!read.onnx.isEmpty)
  }

  @Test("with a cut behind the last edge, or nodes out of order, is refused")
  func forgedStructure() throws {
    for name in ["levels", "features"] {
      var members = try Self.forestMembers()
      var trees = try #require(members["trees"]?.object)
      var column = try #require(trees[name]?.numbers)
      if name == "levels" {
        column[0] = 300
      } else {
        column.reverse()
      }
      trees[name] = .numbers(column)
      members["trees"] = .object(trees)
      let json = JSONValue.object(members)
      #expect(throws: ModelDocumentError.self) {
        try RandomForestRegressor(json, featureNames: ["x0", "x1", "x2", "x3"])
      }
    }
  }

  @Test(
    "of isolation trees that was forged is refused",
    arguments: [
      ("features", JSONValue.numbers(Array(repeating: 0, count: 5000))),
      ("features", .numbers([9])), ("thresholds", .numbers([])), ("leaf_rows", .numbers([300])),
      ("leaf_rows", .numbers([])), ("rows_per_tree", 300), ("configuration", ["trees": 1e9]),
      ("coefficients", .numbers([1])),
    ] as [(String, JSONValue)])
  func hostileIsolationForest(name: String, value: JSONValue) throws {
    let table = try cloudTable(rows: 300)
    let model = try IsolationForest.Configuration(trees: 3)
      .fit(table, seed: 3, execution: .serial)
    var members = try #require(model.json.object)
    members[name] = value
    let json = JSONValue.object(members)
    #expect(throws: ModelDocumentError.self) {
      try IsolationForest(json, featureNames: table.names)
    }
  }
}
