public import GridModel

/// Something that is wrong, or looks wrong, in a telemetry file.
public struct Finding: Equatable, Sendable {
  /// What is wrong.
  public enum Kind: String, CaseIterable, Sendable {
    /// Rows are missing between two rows of a meter.
    case gap
    /// A meter has two rows of one moment.
    case duplicate
    /// A row is earlier than the one before it of the same meter.
    case outOfOrder = "out_of_order"
    /// A value does not change for an hour or more, though it should.
    case flatline
    /// A value that physics does not allow.
    case outOfRange = "out_of_range"
    /// A whole column looks as if it were in another unit.
    case unitSuspicion = "unit_suspicion"
    /// A column without a single value.
    case emptyColumn = "empty_column"
  }

  /// What is wrong.
  public let kind: Kind
  /// The meter, unless it is the whole file.
  public let meterID: String?
  /// The column, unless it is the time.
  public let column: String?
  /// When it begins.
  public let start: Timestamp?
  /// When it ends.
  public let end: Timestamp?
  /// How many rows are missing, repeated, stuck or out of range.
  public let rowCount: Int
  /// One sentence.
  public let message: String

  init(
    _ kind: Kind, meterID: String? = nil, column: String? = nil, start: Timestamp? = nil,
    end: Timestamp? = nil, rowCount: Int = 0, message: String
  ) {
    self.kind = kind
    self.meterID = meterID
    self.column = column
    self.start = start
    self.end = end
    self.rowCount = rowCount
    self.message = message
  }
}
