public import Documents

/// Why a file is not a network that can be read.
public enum NetworkFileError: Error, Equatable, Sendable {
  /// The text is not JSON.
  case notJSON(JSONError)
  /// The text is something else than the format says; what is wrong, in words.
  case malformed(String)
  /// A table lacks a column.
  case missingColumn(table: String, column: String)
  /// A cell is empty or holds something else than it must.
  case wrongValue(table: String, row: Int, column: String, expected: String)
  /// A row refers to an element that the file does not have.
  case unknownReference(table: String, row: Int, column: String, id: Int)
  /// Two rows have the same number.
  case duplicateID(table: String, id: Int)
  /// Elements in service that have no model here, with how many there are of each.
  case unsupportedElements([String])
  /// The elements do not make a network.
  case impossible(NetworkError)
}

extension NetworkFileError: CustomStringConvertible {
  /// The error as one line.
  public var description: String {
    switch self {
    case .notJSON(let error): "not JSON: \(error)"
    case .malformed(let what): what
    case .missingColumn(let table, let column): "table \(table) has no column \(column)"
    case .wrongValue(let table, let row, let column, let expected):
      "table \(table), row \(row), column \(column): expected \(expected)"
    case .unknownReference(let table, let row, let column, let id):
      "table \(table), row \(row), column \(column): there is no element \(id)"
    case .duplicateID(let table, let id): "table \(table) has two rows \(id)"
    case .unsupportedElements(let elements):
      "elements that are not supported: \(elements.joined(separator: ", "))"
    case .impossible(let error): error.description
    }
  }
}
