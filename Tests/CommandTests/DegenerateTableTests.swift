import Documents
import Testing

/// A table that is hardly one, and what the commands make of it.
struct HardlyATable: Sendable, CustomTestStringConvertible {
  /// What the scores of a random forest must say of the rows that it was trained on.
  enum Scores: Sendable {
    /// Above 0.5 where the label is 1, below where it is 0.
    case tellLabels
    /// About one half everywhere.
    case knowNothing
    /// Lowest for the rows of class 0.
    case tellFirstClass
  }

  let testDescription: String
  let content: String
  /// What the one line of a refusal says, by model; nil for a model that is trained.
  let refusals: [String: String]
  /// What a random forest knows of the rows; nil if it is refused.
  let scores: Scores?
  /// Whether no row is easier to isolate than another.
  let isAllOne: Bool

  init(
    _ name: String, _ header: String, rows: Int = 60, refused: [String: String] = [:],
    scores: Scores? = nil, isAllOne: Bool = false, _ row: (Int) -> String
  ) {
    testDescription = name
    content = header + "\n" + (0..<rows).map { row($0) + "\n" }.joined()
    refusals = refused
    self.scores = scores
    self.isAllOne = isAllOne
  }

  private static let forest = "random-forest"
  private static let isolation = "isolation-forest"

  static let all = [
    HardlyATable("constant columns", "a,b,label", scores: .knowNothing, isAllOne: true) {
      "1,2,\($0 % 2)"
    },
    HardlyATable("a constant column beside another", "a,b,label", scores: .tellLabels) {
      "1,\($0),\($0 / 30)"
    },
    HardlyATable(
      "one row", "a,label", rows: 1,
      refused: [forest: "1 row is too few", isolation: "1 row is too few"]
    ) { "1,\($0)" },
    HardlyATable(
      "two rows", "a,label", rows: 2, refused: [forest: "2 rows are too few"], isAllOne: true
    ) { "\($0),\($0)" },
    HardlyATable("one class", "a,label", refused: [forest: "needs two classes"]) { "\($0),1" },
    HardlyATable("a column that is missing throughout", "a,b,label", scores: .tellLabels) {
      ",\($0),\($0 / 30)"
    },
    HardlyATable("nothing but missing values", "a,b,label", scores: .knowNothing, isAllOne: true) {
      "NaN,,\($0 % 2)"
    },
    HardlyATable("missing values here and there", "a,b,label", scores: .tellLabels) {
      "\($0 % 3 == 0 ? "nan" : "1.5"),\($0),\($0 / 30)"
    },
    HardlyATable(
      "missing values that tell the classes apart", "a,label", scores: .tellLabels, isAllOne: true
    ) {
      "\($0 % 2 == 0 ? "" : "-1"),\($0 % 2)"
    },
    HardlyATable("equal rows", "a,label", scores: .tellLabels) {
      "\($0 % 3),\($0 % 3 == 1 ? 1 : 0)"
    },
    HardlyATable("equal rows of different classes", "a,label", scores: .knowNothing) {
      "\($0 / 2 % 3),\($0 % 2)"
    },
    HardlyATable("values beyond single precision", "a,label", scores: .tellLabels) {
      "\($0 % 2 == 0 ? "-" : "")1e300,\($0 % 2)"
    },
    HardlyATable(
      "infinities", "a,label", refused: [forest: "is not a number", isolation: "is not a number"]
    ) { "\($0 % 2 == 0 ? "inf" : "1"),\($0 % 2)" },
    HardlyATable("one anomaly", "a,label", rows: 500, scores: .tellLabels) {
      "\($0),\($0 == 499 ? 1 : 0)"
    },
    HardlyATable(
      "more columns than rows", (0..<300).map { "c\($0)," }.joined() + "label", scores: .tellLabels
    ) { row in
      (0..<300).map { "\($0 == 290 ? row : 0)," }.joined() + "\(row / 30)"
    },
    HardlyATable(
      "as many classes as pairs of rows", "a,label", rows: 3_000, scores: .tellFirstClass
    ) { "\($0),\($0 / 2)" },
    HardlyATable(
      "a million classes", "a,label", rows: 1_000_000,
      refused: [forest: "1000000 classes are more than the 10000"]
    ) { "\($0),\($0)" },
    HardlyATable(
      "more columns than a forest can hold", (0..<66_000).map { "c\($0)," }.joined() + "label",
      rows: 8, refused: [forest: "66000 columns", isolation: "66000 columns"]
    ) { row in String(repeating: "\(row),", count: 66_000) + "\(row % 2)" },
    HardlyATable(
      "no rows", "a,label", rows: 0, refused: [forest: "no rows", isolation: "no rows"]
    ) { "\($0)" },
  ]
}

@Suite("A table that is hardly one, by command")
struct DegenerateTableTests {
  @Test(
    "is learned and scored, or refused in one line", arguments: HardlyATable.all,
    ["random-forest", "isolation-forest"])
  func table(_ given: HardlyATable, model: String) throws {
    try withFolder { folder in
      try DocumentFile.write(Array(given.content.utf8), to: "\(folder)/t.csv")
      let trained = try Kilowatch.run(
        "detect train --table --data t.csv --label label --trees 60 --out m.json --model \(model)"
          .split(separator: " ").map(String.init), in: folder)
      if let refusal = given.refusals[model] {
        #expect(trained.exitCode == 65 && trained.errors.contains(refusal), "\(trained.errors)")
        #expect(trained.errors.split(separator: "\n").count == 1)
        return
      }
      #expect(trained.exitCode == 0, "\(trained.errors)")
      let scored = try Kilowatch.run(
        "detect score --table --data t.csv --model m.json --out s.csv"
          .split(separator: " ").map(String.init), in: folder)
      #expect(scored.exitCode == 0, "\(scored.errors)")
      let rows = try ScoredRow.all(in: "\(folder)/s.csv")
      #expect(rows.count + 1 == given.content.split(separator: "\n").count)
      #expect(rows.allSatisfy { $0.score >= 0 && $0.score <= 1 })
      #expect(
        Set(rows.map { [$0.features, "\($0.score)"] }).count == Set(rows.map(\.features)).count)
      if model == "isolation-forest" {
        #expect(rows.allSatisfy { abs($0.score - 0.5) < 1e-6 } == given.isAllOne)
        return
      }
      switch given.scores {
      case .tellLabels: #expect(rows.allSatisfy { ($0.score > 0.5) == ($0.label == 1) })
      case .knowNothing: #expect(rows.allSatisfy { abs($0.score - 0.5) < 0.2 })
      case .tellFirstClass:
        let own = rows.filter { $0.label == 0 }.map(\.score).max() ?? 1
        #expect(rows.allSatisfy { $0.label < 2 || $0.score > own })
      case nil: Issue.record("a table that should have been refused")
      }
    }
  }
}

/// A row of scores, as a file has it.
private struct ScoredRow {
  let features: String
  let label: Int
  let score: Double

  static func all(in path: String) throws -> [ScoredRow] {
    let lines = try String(decoding: DocumentFile.read(path), as: UTF8.self)
      .split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let label = try #require(lines.first?.firstIndex(of: "label"))
    return try lines.dropFirst().map { fields in
      ScoredRow(
        features: fields[..<label].joined(separator: ","),
        label: try #require(Int(fields[label])), score: try #require(Double(fields[label + 1])))
    }
  }
}
