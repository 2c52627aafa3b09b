import Learning
import Testing

@Suite("A feature table")
struct FeatureTableTests {
  @Test("stores its columns one after another")
  func layout() throws {
    let table = try FeatureTable(names: ["a", "b"], rows: [[1, 2], [3, 4], [5, 6]])
    #expect(table.values == [1, 3, 5, 2, 4, 6])
    #expect(table.rowCount == 3)
    #expect(Array(table.column(1)) == [2, 4, 6])
    #expect(table.row(1) == [3, 4])
    #expect(try FeatureTable(columns: [("a", [1, 3, 5]), ("b", [2, 4, 6])]) == table)
  }

  @Test("is matched by the names of columns, not by their places")
  func selection() throws {
    let table = try FeatureTable(names: ["a", "b", "c"], rows: [[1, 2, 3], [4, 5, 6]])
    #expect(
      try table.selecting(columns: ["c", "a"])
        == FeatureTable(names: ["c", "a"], rows: [[3, 1], [6, 4]]))
    #expect(throws: TableError.missingColumns(names: ["x", "y"])) {
      try table.selecting(columns: ["x", "a", "y"])
    }
    #expect(table.selecting(rows: [1, 1]).row(0) == [4, 5, 6])
  }

  @Test("refuses what does not fit together")
  func refusals() {
    #expect(throws: TableError.duplicateColumn(name: "a")) {
      try FeatureTable(names: ["a", "a"], rowCount: 1, values: [1, 2])
    }
    #expect(throws: TableError.valueCount(expected: 4, found: 3)) {
      try FeatureTable(names: ["a", "b"], rowCount: 2, values: [1, 2, 3])
    }
    #expect(throws: TableError.rowWidth(row: 1, expected: 2, found: 1)) {
      try FeatureTable(names: ["a", "b"], rows: [[1, 2], [3]])
    }
    #expect(throws: TableError.columnLength(name: "b", expected: 2, found: 1)) {
      try FeatureTable(columns: [("a", [1, 2]), ("b", [3])])
    }
  }
}
