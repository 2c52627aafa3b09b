/// Refuses a list that is empty or too long.
func require(_ count: Int, in range: ClosedRange<Int>, _ field: String) throws(DispatchError) {
  guard count >= range.lowerBound else { throw .missingField(field: field) }
  guard count <= range.upperBound else {
    throw .tooLarge(field: field, count: count, limit: range.upperBound)
  }
}

/// Refuses a number that is below `bound` or not a finite number.
func require(
  _ value: Double, atLeast bound: Double, _ field: String, orInfinite: Bool = false
) throws(DispatchError) {
  guard value >= bound, value.isFinite || (orInfinite && value == .infinity) else {
    throw .valueOutOfRange(field: field, value: value, allowed: "a number of at least \(bound)")
  }
}

/// Refuses a loss that is negative or leaves nothing.
func requireLoss(_ value: Double, _ field: String) throws(DispatchError) {
  guard value >= 0 && value < 1 else {
    throw .valueOutOfRange(field: field, value: value, allowed: "at least 0 and below 1")
  }
}

/// Refuses a list of another length.
func requireCount(_ found: Int, _ expected: Int, _ field: String) throws(DispatchError) {
  guard found == expected else {
    throw .wrongCount(field: field, expected: expected, found: found)
  }
}

/// Refuses a name that two things share.
func requireDistinct(_ names: [String], _ kind: String) throws(DispatchError) {
  var known = Set<String>()
  for name in names where !known.insert(name).inserted {
    throw .duplicateName(kind: kind, name: name)
  }
}
