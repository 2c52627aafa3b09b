import Documents
import Testing

/// A table that is hardly one, and what the commands make of it.
struct HardlyATable: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let content: String
  /// What the one line of a refusal says, by model; nil for a model that is trained.
  let refusals: [String: String]

  init(
    _ name: String, _ header: String, rows: Int = 60, refused: [String: String] = [:],
    _ row: (Int) -> String
  ) {
    testDescription = name
    content = header + "\n" + (0..<rows).map { row($0) + "\n" }.joined()
    refusals = refused
  }

  private static let forest = "random-forest"
  private static let isolation = "isolation-forest"

  static let all = [
    HardlyATable("constant columns", "a,b,label") { "1,2,\($0 % 2)" },
    HardlyATable("a constant column beside another", "a,b,label") { "1,\($0),\($0 / 30)" },
    HardlyATable(
      "one row", "a,label", rows: 1,
      refused: [forest: "1 row is too few", isolation: "1 row is too few"]
    ) { "1,\($0)" },
    HardlyATable("two rows", "a,label", rows: 2, refused: [forest: "2 rows are too few"]) {
      "\($0),\($0)"
    },
    HardlyATable("one class", "a,label", refused: [forest: "needs two classes"]) { "\($0),1" },
    HardlyATable("a column that is missing throughout", "a,b,label") { ",\($0),\($0 / 30)" },
    HardlyATable("nothing but missing values", "a,b,label") { "NaN,,\($0 % 2)" },
    HardlyATable("missing values here and there", "a,b,label") {
      "\($0 % 3 == 0 ? "nan" : "1.5"),\($0),\($0 / 30)"
    },
    HardlyATable("equal rows", "a,label") { "\($0 % 3),\($0 % 3 == 1 ? 1 : 0)" },
    HardlyATable("equal rows of different classes", "a,label") { "\($0 % 3),\($0 % 2)" },
    HardlyATable("values beyond single precision", "a,label") {
      "\($0 % 2 == 0 ? "-" : "")1e300,\($0 % 2)"
    },
    HardlyATable(
      "infinities", "a,label", refused: [forest: "is not a number", isolation: "is not a number"]
    ) { "\($0 % 2 == 0 ? "inf" : "1"),\($0 % 2)" },
    HardlyATable("one anomaly", "a,label", rows: 500) { "\($0),\($0 == 250 ? 1 : 0)" },
    HardlyATable("more columns than rows", (0..<300).map { "c\($0)," }.joined() + "label") { row in
      (0..<300).map { "\(row * $0 % 7)," }.joined() + "\(row % 2)"
    },
    HardlyATable("more classes than rows of one", "a,label", rows: 3_000) { "\($0),\($0 / 2)" },
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
        "detect train --table --data t.csv --label label --trees 20 --out m.json --model \(model)"
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
      let lines = try DocumentFile.read("\(folder)/s.csv").split(separator: 0x0a)
      #expect(lines.count == given.content.split(separator: "\n").count)
      #expect(!lines.contains { String(decoding: $0.suffix(40), as: UTF8.self).contains("nan") })
    }
  }
}
