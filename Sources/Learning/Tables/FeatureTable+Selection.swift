extension FeatureTable {
  /// The table of the columns called `wanted`, in that order; the table itself if it is that.
  ///
  /// Models meet the tables they score through this: features are matched by name, and columns that
  /// a model does not know are left out.
  ///
  /// - Throws: `TableError.missingColumns` with every name that is not here.
  public func selecting(columns wanted: [String]) throws(TableError) -> FeatureTable {
    if wanted == names { return self }
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let missing = wanted.filter { places[$0] == nil }
    guard missing.isEmpty else { throw .missingColumns(names: missing) }
    var selected: [Float] = []
    selected.reserveCapacity(wanted.count * rowCount)
    for place in wanted.compactMap({ places[$0] }) {
      selected.append(contentsOf: column(place))
    }
    return try FeatureTable(names: wanted, rowCount: rowCount, values: selected)
  }

  /// The table of the rows whose indices are `rows`, in that order, repeats included.
  public func selecting(rows: [Int]) -> FeatureTable {
    var selected: [Float] = []
    selected.reserveCapacity(columnCount * rows.count)
    for column in names.indices {
      let start = column * rowCount
      for row in rows {
        precondition(row >= 0 && row < rowCount, "row \(row) of a table of \(rowCount) rows")
        selected.append(values[start + row])
      }
    }
    return FeatureTable(knownNames: names, rowCount: rows.count, values: selected)
  }

  /// A table whose shape and names are known to be right.
  init(knownNames: [String], rowCount: Int, values: [Float]) {
    self.names = knownNames
    self.rowCount = rowCount
    self.values = values
  }
}
