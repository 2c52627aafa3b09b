import Documents
import Foundation
import Learning
import Numerics
import Testing

@Suite("A forest of scikit-learn")
struct ScikitLearnForestTests {
  @Test(
    "is read and gives scikit-learn's predictions",
    arguments: ["classes2", "classes3", "regression", "isolation"])
  func predictions(name: String) throws {
    let (forest, rows, expected) = try Self.reference(name)
    let wanted = try #require(expected["predictions"]?.numbers)
    let found: [Double]
    switch forest {
    case .classifier(let model):
      let shares = try model.probabilities(of: rows, execution: .serial)
      found = (0..<rows.rowCount).flatMap { row in
        model.classNames.indices.map { shares[row, $0] }
      }
    case .regressor(let model): found = try model.predictions(of: rows, execution: .serial)
    case .isolationForest(let model): found = try model.scores(of: rows, execution: .serial)
    }
    try #require(found.count == wanted.count)
    for (value, expected) in zip(found, wanted) {
      #expect(abs(value - expected) <= 1e-6 * max(1, abs(expected)))
    }
  }

  @Test(
    "has the Shapley values that the shap package computes",
    arguments: ["classes2", "classes3", "regression"])
  func shapleyValues(name: String) throws {
    let (forest, rows, expected) = try Self.reference(name)
    let wanted = try #require(expected["shap"]?.numbers)
    let parts =
      switch forest {
      case .classifier(let model): try model.shapleyValues(of: rows, execution: .serial)
      case .regressor(let model): try model.shapleyValues(of: rows, execution: .serial)
      case .isolationForest: try #require(nil as Contributions?)
      }
    let scale = name == "regression" ? 100.0 : 1
    #expect(
      abs(parts.baseline - (expected["shap_baseline"]?.double ?? .nan)) <= 1e-6 * scale)
    for (place, value) in wanted.enumerated() {
      #expect(abs(parts.values[place / 5, place % 5] - value) <= 1e-6 * scale)
    }
  }

  @Test("that was damaged is refused")
  func damage() throws {
    let text = try Self.json("classes3", "forest")
    for (name, value) in [
      ("left", JSONValue.numbers([0])), ("right", .null), ("task", "clustering"),
      ("node_counts", .numbers([1e9])), ("threshold", .numbers([1])), ("features", ["a"]),
    ] {
      var members = try #require(text.object)
      members[name] = value
      let json = JSONValue.object(members)
      #expect(throws: ModelDocumentError.self) { try ScikitLearnForest(json) }
    }
  }

  @Test(
    "that is no forest of trees is refused", arguments: ["classes3", "isolation"],
    ["cycle", "two parents", "the other tree", "cover"])
  func forgedStructure(name: String, forgery: String) throws {
    var members = try #require(try Self.json(name, "forest").object)
    var left = try #require(members["left"]?.numbers)
    var right = try #require(members["right"]?.numbers)
    var covers = try #require(members["cover"]?.numbers)
    switch forgery {
    case "cycle": left[0] = 0
    case "two parents": right[0] = left[0]
    case "the other tree": right[0] = Double(left.count - 1)
    default: for node in covers.indices { covers[node] = 3e38 }
    }
    members["left"] = .numbers(left)
    members["right"] = .numbers(right)
    members["cover"] = .numbers(covers)
    let json = JSONValue.object(members)
    #expect(throws: ModelDocumentError.self) { try ScikitLearnForest(json) }
  }

  private static func reference(
    _ name: String
  ) throws -> (ScikitLearnForest, FeatureTable, JSONValue) {
    let expected = try json(name, "expected")
    let cells = try #require(expected["rows"]?.numbers)
    let rows = stride(from: 0, to: cells.count, by: 5).map { Array(cells[$0..<$0 + 5]) }
    return (
      try ScikitLearnForest(try json(name, "forest")),
      try FeatureTable(names: ["a", "b", "c", "d", "e"], rows: rows), expected
    )
  }

  private static func json(_ folder: String, _ file: String) throws -> JSONValue {
    let path = fixture("forests/\(folder)/\(file).json")
    return try JSONValue(parsing: [UInt8](Data(contentsOf: path)))
  }
}

/// A file under `Tests/Fixtures`.
func fixture(_ path: String) -> URL {
  URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures").appending(path: path)
}
