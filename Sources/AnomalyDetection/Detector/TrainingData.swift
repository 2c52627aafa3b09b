public import GridModel

/// The data that a model was learned from, as its document tells it.
public struct TrainingData: Equatable, Sendable {
  /// The digest of the file, if there was one.
  public let sha256: String?
  /// The rows that were learned from.
  public let rowCount: Int
  /// The first moment, if rows have a time.
  public let start: Timestamp?
  /// The last moment, if rows have a time.
  public let end: Timestamp?
  /// The typical time between two rows, in seconds, if rows have a time.
  public let intervalS: Double?

  /// What is known of the data.
  public init(
    sha256: String?, rowCount: Int, start: Timestamp? = nil, end: Timestamp? = nil,
    intervalS: Double? = nil
  ) {
    self.sha256 = sha256
    self.rowCount = rowCount
    self.start = start
    self.end = end
    self.intervalS = intervalS
  }
}
