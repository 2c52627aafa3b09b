public import Documents

// The trees of a document are columns over all of them, each tree in preorder: `features` has the
// columns that a split looks at, or −1 for a leaf. Depths and children follow from the order, so a
// document cannot describe a cycle.

extension IsolationForest {
  /// The kind of its model documents.
  public static let documentKind = "isolation-forest"

  /// The newest version of its model documents.
  public static let documentVersion = 1

  /// The parameters, as documents hold them.
  public var configurationJSON: JSONValue {
    [
      "trees": JSONValue(configuration.trees),
      "rows_per_tree": JSONValue(configuration.rowsPerTree),
      "features_per_split": JSONValue(configuration.featuresPerSplit),
    ]
  }

  /// The model, as documents hold it.
  public var json: JSONValue {
    let columns = trees.columns
    return [
      "configuration": configurationJSON, "rows_per_tree": JSONValue(rowsPerTree),
      "features": .column(columns.features), "thresholds": .column(columns.thresholds),
      "coefficients": .column(columns.coefficients), "leaf_rows": .column(columns.leafRows),
    ]
  }

  /// The model that `json` holds, for columns of these names.
  ///
  /// - Throws: `ModelDocumentError` for anything that no fitted model would have written.
  public init(_ json: JSONValue, featureNames: [String]) throws(ModelDocumentError) {
    let members = ModelMembers(json: json, path: "model")
    let parameters = try members.members("configuration")
    let trees = try parameters.integer("trees", in: 1...100_000)
    let rows = try parameters.integer("rows_per_tree", in: 2...65_536)
    let perSplit = try parameters.integer("features_per_split", in: 1...64)
    configuration = try members.configuration { () throws(ConfigurationError) in
      try Configuration(trees: trees, rowsPerTree: rows, featuresPerSplit: perSplit)
    }
    rowsPerTree = try members.integer("rows_per_tree", in: 1...rows)
    self.featureNames = featureNames
    guard !featureNames.isEmpty, featureNames.count <= TreeEnsemble.columnLimit else {
      throw members.damaged("features", "for at least one column")
    }
    self.trees = try IsolationTrees(
      members, count: trees, rowsPerTree: rowsPerTree,
      featuresPerSplit: min(perSplit, featureNames.count), featureCount: featureNames.count)
  }
}

extension IsolationTrees {
  /// All trees in preorder.
  fileprivate struct Columns {
    var features: [Int32] = []
    var thresholds: [Float] = []
    var coefficients: [Float] = []
    var leafRows: [Int32] = []
  }

  fileprivate var columns: Columns {
    var columns = Columns()
    for tree in 0..<count { append(tree: tree, node: 1, level: 0, to: &columns) }
    return columns
  }

  private func append(tree: Int, node: Int, level: Int, to columns: inout Columns) {
    let place = tree << depth + node
    if level == depth || thresholds[place] == .infinity {
      columns.features.append(-1)
      columns.leafRows.append(leafSizes[tree << depth + node << (depth - level) - width])
      return
    }
    let terms = place * featuresPerSplit..<(place + 1) * featuresPerSplit
    columns.features.append(contentsOf: features[terms].map { Int32($0) })
    columns.thresholds.append(thresholds[place])
    if !coefficients.isEmpty { columns.coefficients.append(contentsOf: coefficients[terms]) }
    append(tree: tree, node: 2 * node, level: level + 1, to: &columns)
    append(tree: tree, node: 2 * node + 1, level: level + 1, to: &columns)
  }

  fileprivate init(
    _ members: ModelMembers, count: Int, rowsPerTree: Int, featuresPerSplit: Int,
    featureCount: Int
  ) throws(ModelDocumentError) {
    let depth = Self.depth(forRows: rowsPerTree)
    let columns = Columns(
      features: try members.integers("features", in: -1...Int32(featureCount - 1)),
      thresholds: try members.singles("thresholds", "numbers") { $0 < .infinity },
      coefficients: try members.singles("coefficients"),
      leafRows: try members.integers("leaf_rows", in: 1...Int32(rowsPerTree)))
    guard count <= columns.leafRows.count,
      columns.leafRows.reduce(0, { $0 + Int($1) }) == count * rowsPerTree
    else {
      throw members.damaged("leaf_rows", "\(count) trees of \(rowsPerTree) rows each")
    }
    self.init(count: count, depth: depth, featuresPerSplit: featuresPerSplit)
    var reader = ColumnReader(columns: columns)
    for tree in 0..<count {
      let before = reader.leaf
      guard read(tree: tree, node: 1, level: 0, from: &reader) else {
        throw members.damaged("features", "\(count) trees of at most \(depth) levels in preorder")
      }
      let rows = columns.leafRows[before..<reader.leaf].reduce(0) { $0 + Int($1) }
      guard rows == rowsPerTree else {
        throw members.damaged("leaf_rows", "\(rowsPerTree) rows for tree \(tree) but \(rows)")
      }
    }
    guard reader.isAtEnd(featuresPerSplit: featuresPerSplit) else {
      throw members.damaged("features", "as long as the other columns say")
    }
  }

  private struct ColumnReader {
    let columns: Columns
    var feature = 0
    var split = 0
    var leaf = 0

    func isAtEnd(featuresPerSplit: Int) -> Bool {
      feature == columns.features.count && split == columns.thresholds.count
        && leaf == columns.leafRows.count
        && columns.coefficients.count == (featuresPerSplit > 1 ? split * featuresPerSplit : 0)
    }
  }

  /// Reads a node and what is below it; false if the columns end too early or lead too deep.
  private mutating func read(
    tree: Int, node: Int, level: Int, from reader: inout ColumnReader
  ) -> Bool {
    guard reader.feature < reader.columns.features.count else { return false }
    if reader.columns.features[reader.feature] < 0 {
      guard reader.leaf < reader.columns.leafRows.count else { return false }
      let size = reader.columns.leafRows[reader.leaf]
      let leaf = tree << depth + node << (depth - level) - width
      leafSizes[leaf] = size
      leafLengths[leaf] = Float(Double(level) + meanSearchDepth(of: Int(size)))
      reader.feature += 1
      reader.leaf += 1
      return true
    }
    let terms = reader.feature..<reader.feature + featuresPerSplit
    guard level < depth, terms.upperBound <= reader.columns.features.count,
      reader.split < reader.columns.thresholds.count,
      coefficients.isEmpty
        || (reader.split + 1) * featuresPerSplit <= reader.columns.coefficients.count,
      !reader.columns.features[terms].contains(where: { $0 < 0 })
    else { return false }
    let place = tree << depth + node
    thresholds[place] = reader.columns.thresholds[reader.split]
    for (term, feature) in reader.columns.features[terms].enumerated() {
      features[place * featuresPerSplit + term] = UInt16(feature)
      if featuresPerSplit > 1 {
        coefficients[place * featuresPerSplit + term] =
          reader.columns.coefficients[reader.split * featuresPerSplit + term]
      }
    }
    reader.feature += featuresPerSplit
    reader.split += 1
    return read(tree: tree, node: 2 * node, level: level + 1, from: &reader)
      && read(tree: tree, node: 2 * node + 1, level: level + 1, from: &reader)
  }
}
