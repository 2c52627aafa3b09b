/// A parameter of a model that makes no sense.
public enum ConfigurationError: Error, Equatable, Sendable {
  /// `parameter` is `value`, which is not `allowed` ("from 1 to 10000").
  case outOfRange(parameter: String, value: Double, allowed: String)
}

extension ConfigurationError: CustomStringConvertible {
  /// What is wrong, in one line.
  public var description: String {
    switch self {
    case .outOfRange(let parameter, let value, let allowed):
      let shown = Int(exactly: value).map(String.init) ?? String(value)
      return "\(parameter) is \(shown) but must be \(allowed)"
    }
  }
}

extension ConfigurationError {
  /// Refuses a `value` outside of `range`.
  static func check(
    _ parameter: String, _ value: Int, in range: ClosedRange<Int>
  ) throws(ConfigurationError) {
    guard range.contains(value) else {
      throw .outOfRange(
        parameter: parameter, value: Double(value),
        allowed: "from \(range.lowerBound) to \(range.upperBound)")
    }
  }
}
