/// A moment in UTC, to the millisecond.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  public var millisecondsSinceEpoch: Int64

  /// The moment `millisecondsSinceEpoch` after the start of 1970 in UTC.
  @inlinable
  public init(millisecondsSinceEpoch: Int64) {
    self.millisecondsSinceEpoch = millisecondsSinceEpoch
  }

  /// The moment `seconds` later (or earlier, if negative).
  @inlinable
  public func advanced(bySeconds seconds: Double) -> Timestamp {
    Timestamp(millisecondsSinceEpoch: millisecondsSinceEpoch + Int64((seconds * 1_000).rounded()))
  }

  /// The seconds from `earlier` to this moment.
  @inlinable
  public func seconds(since earlier: Timestamp) -> Double {
    Double(millisecondsSinceEpoch - earlier.millisecondsSinceEpoch) / 1_000
  }

  /// Whether `left` comes before `right`.
  @inlinable
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
  }
}
