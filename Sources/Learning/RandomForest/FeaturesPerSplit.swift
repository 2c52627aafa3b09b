/// How many features, drawn anew at every node, a split is chosen from.
///
/// Only where it is all of them do nodes take over sums from their parents: children that look at
/// other features than their parents must sum their rows themselves.
public enum FeaturesPerSplit: Sendable, Equatable {
  /// The square root of their number, rounded down: usual for classes.
  case squareRoot
  /// All of them: usual for numbers.
  case all
  /// A share of them in 0 … 1, rounded down.
  case share(Double)
  /// This many, or all if there are fewer.
  case count(Int)

  /// The number of features out of `available`, at least 1.
  public func count(of available: Int) -> Int {
    let wanted =
      switch self {
      case .squareRoot: Int(Double(available).squareRoot())
      case .all: available
      case .share(let share): Int(share * Double(available))
      case .count(let count): count
      }
    return max(1, min(wanted, available))
  }

  func check() throws(ConfigurationError) {
    switch self {
    case .squareRoot, .all: return
    case .share(let share):
      guard share > 0 && share <= 1 else {
        throw .outOfRange(
          parameter: "features per split", value: share, allowed: "a share above 0 and up to 1")
      }
    case .count(let count):
      try ConfigurationError.check("features per split", count, in: 1...TreeEnsemble.columnLimit)
    }
  }
}
