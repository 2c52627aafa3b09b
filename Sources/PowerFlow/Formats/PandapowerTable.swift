import Documents

/// One element table of a pandapower file: a DataFrame in "split" orientation.
struct PandapowerTable {
  let name: String
  /// The index: the number of each row.
  let ids: [Int]
  private let columns: [String: Int]
  private let rows: [[JSONValue]]
  private let positions: [Int: Int]

  /// The table `name` of `members`, empty if the file has none.
  init(_ name: String, in members: [String: JSONValue]) throws(NetworkFileError) {
    self.name = name
    guard let frame = members[name], !frame.isNull else {
      ids = []
      columns = [:]
      rows = []
      positions = [:]
      return
    }
    guard case .string(let text)? = frame["_object"] else {
      throw .malformed("\(name) is not a table in pandapower's format")
    }
    let content: JSONValue
    do { content = try JSONValue(parsing: text, dialect: .python) } catch { throw .notJSON(error) }
    guard let titles = content["columns"]?.array, let index = content["index"]?.array,
      let data = content["data"]?.array, index.count == data.count
    else { throw .malformed("table \(name) lacks columns, index or data") }
    var columns: [String: Int] = [:]
    for (position, title) in titles.enumerated() {
      if let title = title.string { columns[title] = position }
    }
    self.columns = columns
    var ids: [Int] = []
    var rows: [[JSONValue]] = []
    var positions: [Int: Int] = [:]
    for (number, cells) in zip(index, data) {
      guard let id = number.integer else {
        throw .malformed("table \(name): the index is not whole")
      }
      guard let row = cells.array, row.count == titles.count else {
        throw .malformed("table \(name), row \(id): expected \(titles.count) cells")
      }
      guard positions.updateValue(ids.count, forKey: id) == nil else {
        throw .duplicateID(table: name, id: id)
      }
      ids.append(id)
      rows.append(row)
    }
    self.ids = ids
    self.rows = rows
    self.positions = positions
  }

  var count: Int { ids.count }

  func has(_ column: String) -> Bool { columns[column] != nil }

  /// The position of the row numbered `id`.
  func position(of id: Int) -> Int? { positions[id] }

  /// The cell, nil if it is empty or the column is absent.
  func cell(_ row: Int, _ column: String) -> JSONValue? {
    guard let position = columns[column], !rows[row][position].isNull else { return nil }
    return rows[row][position]
  }

  func optionalNumber(_ row: Int, _ column: String) throws(NetworkFileError) -> Double? {
    guard let cell = cell(row, column) else { return nil }
    if let truth = cell.bool { return truth ? 1 : 0 }
    guard let number = cell.double else { throw wrong(row, column, "a number") }
    return number
  }

  func number(
    _ row: Int, _ column: String, or standard: Double? = nil
  ) throws(NetworkFileError) -> Double {
    if let number = try optionalNumber(row, column) ?? standard { return number }
    throw has(column)
      ? wrong(row, column, "a number") : .missingColumn(table: name, column: column)
  }

  func whole(_ row: Int, _ column: String, or standard: Int? = nil) throws(NetworkFileError) -> Int
  {
    if cell(row, column) == nil, let standard { return standard }
    let number = try number(row, column)
    guard let whole = Int(exactly: number) else { throw wrong(row, column, "a whole number") }
    return whole
  }

  func truth(_ row: Int, _ column: String, or standard: Bool) throws(NetworkFileError) -> Bool {
    guard let cell = cell(row, column) else { return standard }
    if let truth = cell.bool { return truth }
    switch cell.integer {
    case 0: return false
    case 1: return true
    default: throw wrong(row, column, "true or false")
    }
  }

  func text(_ row: Int, _ column: String) -> String? { cell(row, column)?.string }

  /// The position in `target` of the row that this cell names.
  func reference(
    _ row: Int, _ column: String, to target: PandapowerTable
  ) throws(NetworkFileError) -> Int {
    let id = try whole(row, column)
    guard let position = target.position(of: id) else {
      throw .unknownReference(table: name, row: ids[row], column: column, id: id)
    }
    return position
  }

  func wrong(_ row: Int, _ column: String, _ expected: String) -> NetworkFileError {
    .wrongValue(table: name, row: ids[row], column: column, expected: expected)
  }
}
