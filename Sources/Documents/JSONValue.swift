/// A JSON value as Kilowatch's documents use them: a tree whose long columns of numbers stay packed.
public enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  /// A number written without fraction or exponent that fits 64 bits.
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  /// A column of doubles, packed. Reading gives this case for every non-empty array of only numbers.
  case numbers([Double])
  case object([String: JSONValue])
}
