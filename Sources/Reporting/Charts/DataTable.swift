public import GridModel

/// Rows and columns of a page, with their numbers whole.
public struct DataTable: Equatable, Sendable {
  /// What a column holds.
  public struct Column: Equatable, Sendable {
    /// What stands above the column; units in parentheses.
    public let title: String
    /// How its numbers are shown.
    public let style: NumberStyle

    /// A column called `title`.
    public init(_ title: String, _ style: NumberStyle = .significant(4)) {
      self.title = title
      self.style = style
    }
  }

  /// One value.
  public enum Cell: Equatable, Sendable {
    /// Words.
    case text(String)
    /// A name as files spell it.
    case code(String)
    /// A number, shown as its column says.
    case number(Double)
    /// A moment.
    case time(Timestamp)
    /// A length of time in seconds.
    case duration(Double)
    /// A judgement, shown with its sign and its word.
    case tone(Tone, String)
    /// Nothing was measured.
    case missing

    /// `value` to six significant digits, as tables behind charts show it; nothing if not finite.
    static func rounded(_ value: Double) -> Cell {
      value.isFinite ? .number(NumberStyle.rounded(value, significant: 6)) : .missing
    }
  }

  /// What the table shows, in a few words.
  public var title: String
  /// The columns, from left to right; the first names the row.
  public var columns: [Column]
  /// The rows, each with a cell for every column.
  public var rows: [[Cell]]

  /// A table of `rows`.
  public init(title: String, columns: [Column], rows: [[Cell]]) {
    for row in rows {
      precondition(
        row.count == columns.count, "a row of \(row.count) cells in \(columns.count) columns")
    }
    self.title = title
    self.columns = columns
    self.rows = rows
  }
}

/// Whether something is as it should be.
public enum Tone: String, Equatable, Sendable {
  /// It is a fact without a judgement.
  case neutral
  /// It is as it should be.
  case good
  /// It wants to be looked at.
  case warning
  /// It is not as it should be.
  case bad
}
