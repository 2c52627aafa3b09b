/// When a search stops: at the first limit that it meets.
public struct Termination: Equatable, Sendable {
  /// Which limit stopped a search.
  public enum Reason: String, Sendable {
    /// The generations were done.
    case generations
    /// The evaluations were used up.
    case evaluations
    /// The time was over.
    case time
    /// Too many generations brought nothing better.
    case stall
    /// The target was reached.
    case target
  }

  /// The most generations, the initial one counted.
  public var generations: Int?
  /// The most evaluations; the last generation may exceed them.
  public var evaluations: Int?
  /// The most seconds; what a search finds then depends on the machine.
  public var seconds: Double?
  /// The most generations in a row without a better best.
  public var stallGenerations: Int?
  /// A feasible objective that is good enough.
  public var target: Double?

  /// A search that stops at the first of these limits.
  ///
  /// - Precondition: at least one limit is given.
  public init(
    generations: Int? = nil, evaluations: Int? = nil, seconds: Double? = nil,
    stallGenerations: Int? = nil, target: Double? = nil
  ) {
    precondition(
      generations != nil || evaluations != nil || seconds != nil || stallGenerations != nil,
      "a search without a limit would not end")
    self.generations = generations
    self.evaluations = evaluations
    self.seconds = seconds
    self.stallGenerations = stallGenerations
    self.target = target
  }

  /// The limit that `progress` has met, nil while the search may go on.
  public func reason(for progress: SearchProgress) -> Reason? {
    if let target, progress.best.isFeasible, progress.best.objective <= target { return .target }
    if let generations, progress.generation >= generations { return .generations }
    if let evaluations, progress.evaluations >= evaluations { return .evaluations }
    if let stallGenerations, progress.stalledGenerations >= stallGenerations { return .stall }
    if let seconds, progress.elapsedSeconds >= seconds { return .time }
    return nil
  }
}
