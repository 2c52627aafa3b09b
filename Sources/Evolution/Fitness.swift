/// How good a candidate is: an objective to be minimised, and how far it is from being allowed.
///
/// A feasible candidate is better than every infeasible one; feasible ones compare by objective,
/// infeasible ones by violation (Deb 2000, "An efficient constraint handling method for genetic
/// algorithms").
public struct Fitness: Equatable, Sendable {
  /// What is minimised; `.infinity` where it is not a number.
  public let objective: Double
  /// How much the constraints are broken, 0 if the candidate is feasible.
  public let violation: Double

  /// A candidate of `objective` that breaks its constraints by `violation`.
  @inlinable
  public init(_ objective: Double, violation: Double = 0) {
    self.objective = objective.isNaN ? .infinity : objective
    self.violation = violation.isNaN ? .infinity : max(violation, 0)
  }

  /// A candidate that cannot be rated: worse than every other.
  public static let worst = Fitness(.infinity, violation: .infinity)

  /// Whether no constraint is broken.
  @inlinable
  public var isFeasible: Bool { violation == 0 }
}

extension Fitness: Comparable {
  /// Whether `left` is better than `right`.
  @inlinable
  public static func < (left: Fitness, right: Fitness) -> Bool {
    left.violation == right.violation
      ? left.objective < right.objective : left.violation < right.violation
  }
}
