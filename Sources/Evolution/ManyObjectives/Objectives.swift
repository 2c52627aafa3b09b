/// How good a candidate is in several respects, all minimised.
public struct Objectives: Equatable, Sendable {
  /// One value per objective; `.infinity` where it is not a number.
  public let values: [Double]
  /// How much the constraints are broken, 0 if the candidate is feasible.
  public let violation: Double

  /// A candidate of `values` that breaks its constraints by `violation`.
  public init(_ values: [Double], violation: Double = 0) {
    self.values = values.map { $0.isNaN ? .infinity : $0 }
    self.violation = violation.isNaN ? .infinity : max(violation, 0)
  }

  /// Whether this candidate is as good in every respect and better in one; a feasible candidate
  /// dominates every infeasible one, and less violation more.
  ///
  /// - Complexity: O(*m*) for *m* objectives.
  public func dominates(_ other: Objectives) -> Bool {
    if violation != other.violation { return violation < other.violation }
    if violation > 0 { return false }
    var isBetter = false
    for index in values.indices {
      if values[index] > other.values[index] { return false }
      if values[index] < other.values[index] { isBetter = true }
    }
    return isBetter
  }
}
