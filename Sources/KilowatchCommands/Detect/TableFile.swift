import Documents
import Learning
import Numerics

/// A numeric table from a file: any delimiter, with or without a header, no times needed.
struct TableFile {
  let path: String
  let table: DelimitedTable

  /// The options that every command with `--table` has.
  static let options: [Option] = [
    .flag("table", "The data is a plain table: take every numeric column as it is, no times."),
    .value("label", "COLUMN", "With --table, the column of the class."),
    .value(
      "normal", "CLASS", "With --table, the class that is no anomaly.",
      default: "0, normal, false or the most frequent one"),
    .value("exclude", "A,B", "With --table, columns to leave out.", isRepeating: true),
  ]

  /// Reads the file at `path`; `textColumns` stay text, and so do columns that do not begin with
  /// numbers.
  ///
  /// If `numeric` is given, its columns must be numbers, and no others are.
  ///
  /// - Throws: A failure that names the file, the row and the column.
  init(
    _ path: String, format: DelimitedFormat, textColumns: Set<String>, numeric: [String]? = nil,
    _ execution: Execution
  ) throws(CommandFailure) {
    self.path = path
    do throws(DelimitedError) {
      var reader = try DelimitedReader(detectingLayoutOf: path, format: format)
      let areNumbers = reader.numericColumns(amongFirst: 1_000)
      let wanted = numeric.map(Set.init)
      let kinds = zip(reader.header, areNumbers).map { name, isNumber -> DelimitedColumnKind in
        if let wanted { return wanted.contains(name) ? .number : .text }
        return isNumber && !textColumns.contains(name) ? .number : .text
      }
      table = try reader.readAll(as: kinds, in: execution.loop)
    } catch {
      throw CommandFailure(error)
    }
    guard table.rowCount > 0 else { throw .badData("\(path): no rows below the header") }
  }

  /// The columns of numbers but `excluded`, as features.
  func features(excluding excluded: Set<String>) throws(CommandFailure) -> FeatureTable {
    let columns = table.header.compactMap { name in
      excluded.contains(name) ? nil : table.numbers(name).map { (name: name, values: $0) }
    }
    guard !columns.isEmpty else { throw .badData("\(path): no column of numbers to learn from") }
    return try made { () throws(TableError) in try FeatureTable(columns: columns) }
  }

  /// The columns called `names`, as features.
  func features(named names: [String]) throws(CommandFailure) -> FeatureTable {
    let missing = names.filter { table.numbers($0) == nil }
    guard missing.isEmpty else {
      throw .badData("\(path): \(TableError.missingColumns(names: missing))")
    }
    let columns = names.compactMap { name in
      table.numbers(name).map { (name: name, values: $0) }
    }
    return try made { () throws(TableError) in try FeatureTable(columns: columns) }
  }

  /// The class of each row.
  func classes(_ label: String) throws(CommandFailure) -> [String] {
    guard let column = table.text(label) else {
      throw .badData(
        "\(path): no column '\(label)' among \(table.header.joined(separator: ", ")); "
          + "name the column of the class with --label")
    }
    if let empty = (0..<column.count).first(where: { column[$0].isEmpty }) {
      throw .badData("\(path): row \(empty + 1): column \(label): the class is missing")
    }
    return (0..<column.count).map { column[$0] }
  }

  /// Every column as it was read, to be written again.
  var outputs: [DelimitedOutput] {
    table.columns.map { column in
      switch column {
      case .numbers(let values): .numbers(values)
      case .text(let texts): .text(texts)
      case .scanned, .skipped: .text(TextColumn([String](repeating: "", count: table.rowCount)))
      }
    }
  }

  private func made<Value>(
    _ body: () throws(TableError) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(TableError) {
      return try body()
    } catch {
      throw .badData("\(path): \(error)")
    }
  }
}

/// The class that is no anomaly: the one asked for, else one whose name says so, else the most
/// frequent.
func normalClass(
  of classes: [String], asked: String?, path: String
) throws(CommandFailure) -> String {
  var counts: [String: Int] = [:]
  for name in classes { counts[name, default: 0] += 1 }
  if let asked {
    guard counts[asked] != nil else {
      throw .badData(
        "\(path): no row has the class '\(asked)' among \(counts.keys.sorted().prefix(20).joined(separator: ", "))"
      )
    }
    return asked
  }
  let names = ["0", "0.0", "normal", "false", "no", "n", "negative", "inlier"]
  if let named = counts.keys.sorted().first(where: { names.contains($0.lowercased()) }) {
    return named
  }
  return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
}
