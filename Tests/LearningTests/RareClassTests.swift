import Learning
import Numerics
import Testing

@Suite("Rare classes among 256 levels")
struct RareClassTests {
  /// The rows whose class is not the most probable one, of a column where class `i` + 1 is a band of
  /// `width` neighbouring values, and class 0 all others.
  private func mistakes(
    rows: Int, width: Int, bands: [Int], trees: Int, _ execution: Execution
  ) throws -> Int {
    let values = (0..<rows).map { $0 * 7_919 % rows }
    let table = try FeatureTable(columns: [("x", values.map { Double($0) })])
    let classes = values.map { value in
      1 + (bands.firstIndex { $0..<$0 + width ~= value } ?? -1)
    }
    let model = try RandomForestClassifier.Configuration(trees: trees, levels: 256)
      .fit(table, labels: ClassLabels(classes), seed: 1, execution: execution)
    let found = try model.predictions(of: table, execution: execution)
    return zip(found, classes).count { $0 != $1 }
  }

  @Test(
    "finds bands of a few rows, one or two classes of them, within a column and at its end",
    arguments: [[9_000], [19_980], [5_000, 5_050], [0, 12_345]])
  func bands(of places: [Int]) throws {
    #expect(
      try mistakes(rows: 20_000, width: 20, bands: places, trees: 50, .serial) == 0)
  }

  @Test("finds a band among more rows than are looked at for levels")
  func sampledRows() throws {
    let few = try mistakes(rows: 200_000, width: 20, bands: [123_456], trees: 10, .concurrent)
    #expect(few < 10)
  }
}
