/// A table of numbers that models learn from and score: named columns of single precision, stored
/// one column after another.
///
/// A missing value is NaN.
public struct FeatureTable: Sendable, Equatable {
  /// The name of each column, all different.
  public let names: [String]

  /// The number of rows.
  public let rowCount: Int

  /// The values, column-major: row `r` of column `c` is at `c * rowCount + r`.
  public let values: [Float]

  /// The number of columns.
  public var columnCount: Int { names.count }

  /// A table from its column-major values.
  ///
  /// - Throws: `TableError` if two columns share a name or the values do not fill the table.
  /// - Complexity: O(columns).
  public init(names: [String], rowCount: Int, values: [Float]) throws(TableError) {
    let cellCount = names.count.multipliedReportingOverflow(by: max(rowCount, 0))
    guard rowCount >= 0, !cellCount.overflow, values.count == cellCount.partialValue else {
      throw .valueCount(
        expected: cellCount.overflow ? .max : cellCount.partialValue, found: values.count)
    }
    var seen = Set<String>(minimumCapacity: names.count)
    for name in names where !seen.insert(name).inserted {
      throw .duplicateColumn(name: name)
    }
    self.names = names
    self.rowCount = rowCount
    self.values = values
  }

  /// A table from named columns of doubles, rounded to single precision.
  ///
  /// - Throws: `TableError` if two columns share a name or the columns differ in length.
  public init(columns: [(name: String, values: [Double])]) throws(TableError) {
    let rowCount = columns.first?.values.count ?? 0
    for column in columns where column.values.count != rowCount {
      throw .columnLength(name: column.name, expected: rowCount, found: column.values.count)
    }
    let cellCount = columns.count * rowCount
    let values = [Float](unsafeUninitializedCapacity: cellCount) { buffer, initialized in
      var next = 0
      for column in columns {
        for value in column.values {
          buffer.initializeElement(at: next, to: Float(value))
          next += 1
        }
      }
      initialized = cellCount
    }
    try self.init(names: columns.map(\.name), rowCount: rowCount, values: values)
  }

  /// A table from rows of doubles, rounded to single precision.
  ///
  /// - Throws: `TableError` if two columns share a name or a row is not as wide as `names`.
  public init(names: [String], rows: [[Double]]) throws(TableError) {
    for (index, row) in rows.enumerated() where row.count != names.count {
      throw .rowWidth(row: index, expected: names.count, found: row.count)
    }
    var values: [Float] = []
    values.reserveCapacity(names.count * rows.count)
    for column in names.indices {
      for row in rows { values.append(Float(row[column])) }
    }
    try self.init(names: names, rowCount: rows.count, values: values)
  }

  /// The values of column `index`, one for each row.
  public func column(_ index: Int) -> ArraySlice<Float> {
    precondition(
      names.indices.contains(index), "column \(index) of a table of \(columnCount) columns")
    return values[index * rowCount..<(index + 1) * rowCount]
  }

  /// The values of row `index`, one for each column.
  public func row(_ index: Int) -> [Float] {
    precondition(index >= 0 && index < rowCount, "row \(index) of a table of \(rowCount) rows")
    return names.indices.map { values[$0 * rowCount + index] }
  }
}
