/// Why a table cannot be made, learned from or scored.
public enum TableError: Error, Equatable, Sendable {
  case duplicateColumn(name: String)
  case columnLength(name: String, expected: Int, found: Int)
  case rowWidth(row: Int, expected: Int, found: Int)
  case valueCount(expected: Int, found: Int)
  case missingColumns(names: [String])
  case noColumns
  case noRows
  case tooManyColumns(found: Int, limit: Int)
  case targetCount(expected: Int, found: Int)
  case targetNotFinite(row: Int, value: Double)
  case targetTooLarge(row: Int, value: Double, limit: Double)
  case weightCount(expected: Int, found: Int)
  case weightInvalid(row: Int, value: Double)
  case noWeight
  case weightsTooUnequal(smallest: Double, largest: Double)
  case tooManyClasses(found: Int, limit: Int)
}

extension TableError: CustomStringConvertible {
  /// What is wrong, in one line.
  public var description: String {
    switch self {
    case .duplicateColumn(let name):
      "two columns are called \"\(name)\""
    case .columnLength(let name, let expected, let found):
      "column \"\(name)\" has \(found) values where the first column has \(expected)"
    case .rowWidth(let row, let expected, let found):
      "row \(row) has \(found) values for \(expected) columns"
    case .valueCount(let expected, let found):
      "a table of \(expected) cells cannot hold \(found) values"
    case .missingColumns(let names):
      "the table lacks \(names.count == 1 ? "the column" : "the columns") "
        + names.map { "\"\($0)\"" }.joined(separator: ", ")
    case .noColumns:
      "the table has no columns"
    case .noRows:
      "the table has no rows"
    case .tooManyColumns(let found, let limit):
      "\(found) columns are more than the \(limit) that a forest can hold"
    case .targetCount(let expected, let found):
      "\(found) targets for \(expected) rows"
    case .targetNotFinite(let row, let value):
      "the target of row \(row) is \(value), not a finite number"
    case .targetTooLarge(let row, let value, let limit):
      "the target of row \(row) is \(value); with these weights at most ±\(limit) can be summed"
    case .weightCount(let expected, let found):
      "\(found) weights for \(expected) rows"
    case .weightInvalid(let row, let value):
      "the weight of row \(row) is \(value), not a number from 0 to 1e30"
    case .noWeight:
      "every row has weight 0, nothing can be learned"
    case .weightsTooUnequal(let smallest, let largest):
      "weights from \(smallest) to \(largest) cannot be summed; at most a factor of 1e9 can"
    case .tooManyClasses(let found, let limit):
      "\(found) classes are more than the \(limit) that a forest can tell apart; "
        + "is the target a number to regress on?"
    }
  }
}
