/// Why a case cannot be dispatched.
public enum DispatchError: Error, Equatable, Sendable {
  /// A number lies outside what its field allows.
  case valueOutOfRange(field: String, value: Double, allowed: String)
  /// A list has the wrong length.
  case wrongCount(field: String, expected: Int, found: Int)
  /// The case is larger than can be dispatched.
  case tooLarge(field: String, count: Int, limit: Int)
  /// A field that the schema does not know.
  case unknownField(field: String)
  /// A field is missing.
  case missingField(field: String)
  /// A field holds another type of value than it should.
  case wrongType(field: String, expected: String)
  /// Two nodes or two sources have one name.
  case duplicateName(kind: String, name: String)
  /// A node of a case or of a demand profile is not in the other.
  case unknownNode(name: String, where: String)
  /// Demand cannot be met in an hour, and the case forbids shedding.
  case demandExceedsSupply(hour: Int, shortMW: Double)
  /// No schedule keeps every limit.
  case noFeasibleSchedule(hour: Int, reason: String)
  /// An exact method did not end.
  case didNotConverge(hour: Int, iterations: Int)
}

extension DispatchError: CustomStringConvertible {
  /// The failure in one sentence.
  public var description: String {
    switch self {
    case .valueOutOfRange(let field, let value, let allowed):
      "\(field) is \(value), must be \(allowed)"
    case .wrongCount(let field, let expected, let found):
      "\(field) needs \(expected) values, has \(found)"
    case .tooLarge(let field, let count, let limit):
      "\(field) has \(count), more than the \(limit) that can be dispatched"
    case .unknownField(let field):
      "\(field) is not a field of a dispatch case"
    case .missingField(let field):
      "\(field) is missing"
    case .wrongType(let field, let expected):
      "\(field) must be \(expected)"
    case .duplicateName(let kind, let name):
      "there are two \(kind)s called \(name)"
    case .unknownNode(let name, let place):
      "node \(name) is not in \(place)"
    case .demandExceedsSupply(let hour, let shortMW):
      "demand in hour \(hour) exceeds supply by \(shortMW) MW, and shedding is forbidden"
    case .noFeasibleSchedule(let hour, let reason):
      "no schedule keeps every limit in hour \(hour): \(reason)"
    case .didNotConverge(let hour, let iterations):
      "the exact method did not end after \(iterations) pivots in hour \(hour)"
    }
  }
}
