/// What a page about a network is made of: its state over time, and perhaps a placement on it.
public struct NetworkContent: Sendable {
  /// A bus over the steps of a calculation.
  public struct Bus: Sendable {
    /// The bus.
    public let name: String
    /// The size of its voltage in each step, in per unit.
    public let voltagePU: [Double]
    /// The least and the most that is allowed, in per unit.
    public let limitsPU: ClosedRange<Double>?

    /// A bus called `name`.
    public init(_ name: String, voltagePU: [Double], limitsPU: ClosedRange<Double>? = nil) {
      self.name = name
      self.voltagePU = voltagePU
      self.limitsPU = limitsPU
    }
  }

  /// A line or a transformer over the steps of a calculation.
  public struct Branch: Sendable {
    /// The branch.
    public let name: String
    /// The index of the bus at one end.
    public let from: Int
    /// The index of the bus at the other end.
    public let to: Int
    /// How much of its rating it carries in each step, in percent.
    public let loadingPercent: [Double]
    /// What it loses in each step, in MW.
    public let lossMW: [Double]
    /// How much it carried in each step before a placement, in percent; empty if that is not known.
    public var loadingBeforePercent: [Double] = []

    /// A branch called `name`.
    public init(
      _ name: String, from: Int, to: Int, loadingPercent: [Double], lossMW: [Double] = []
    ) {
      self.name = name
      self.from = from
      self.to = to
      self.loadingPercent = loadingPercent
      self.lossMW = lossMW
    }
  }

  /// What a search for places found.
  public struct Placement: Sendable {
    /// What was made as small as possible, in words with its unit.
    public let objectiveName: String
    /// What was reached.
    public let objective: Double
    /// What the network had before, if that is known.
    public let before: Double?
    /// What was connected to which bus: bus index and word.
    public let placed: [(bus: Int, what: String)]
    /// How many placements were tried.
    public let evaluations: Int
    /// How long the search took, in seconds.
    public let elapsedS: Double?
    /// Below this no placement can be, if that is known.
    public var lowerBound: Double?
    /// The searches and the best that each of them found.
    public var searches: [Search] = []

    /// One way to search.
    public struct Search: Sendable {
      /// The way.
      public let name: String
      /// The best that it found.
      public let objective: Double
      /// How many placements it tried.
      public let evaluations: Int
      /// How many moves it screened by a cheaper estimate, if it does so.
      public let screenedMoves: Int
      /// Whether the best is within all limits.
      public let isFeasible: Bool
      /// The best objective so far after so many placements tried, where it became better.
      public let progress: [(evaluations: Double, objective: Double)]

      /// A search called `name`.
      public init(
        _ name: String, objective: Double, evaluations: Int, screenedMoves: Int = 0,
        isFeasible: Bool, progress: [(evaluations: Double, objective: Double)] = []
      ) {
        self.name = name
        self.objective = objective
        self.evaluations = evaluations
        self.screenedMoves = screenedMoves
        self.isFeasible = isFeasible
        self.progress = progress
      }
    }

    /// A placement that reached `objective`.
    public init(
      objectiveName: String, objective: Double, before: Double?,
      placed: [(bus: Int, what: String)], evaluations: Int, elapsedS: Double? = nil
    ) {
      self.objectiveName = objectiveName
      self.objective = objective
      self.before = before
      self.placed = placed
      self.evaluations = evaluations
      self.elapsedS = elapsedS
    }
  }

  /// The network.
  public var name: String
  /// Where its data came from.
  public var source: Prose
  /// What each step is called, such as an hour; one if the state is a single one.
  public var steps: [Double]
  /// The buses.
  public var buses: [Bus]
  /// The branches.
  public var branches: [Branch]
  /// What the whole network loses in each step, in MW; nil: the sum over its branches.
  public var lossMW: [Double]?
  /// The index of the bus that the network is fed from.
  public var root: Int
  /// The most iterations that a step took.
  public var iterations: Int?
  /// The largest mismatch of power that remains, in per unit.
  public var largestMismatchPU: Double?
  /// What a search for places found, if there was one.
  public var placement: Placement?
  /// Limits that are broken, in words.
  public var violations: [String]
  /// How the report was made.
  public var provenance: [Page.Provenance]

  /// A page about the state of `buses` and `branches`.
  public init(
    name: String, source: Prose, steps: [Double], buses: [Bus], branches: [Branch], root: Int,
    iterations: Int? = nil, largestMismatchPU: Double? = nil, placement: Placement? = nil,
    violations: [String] = [], provenance: [Page.Provenance] = []
  ) {
    self.name = name
    self.source = source
    self.steps = steps
    self.buses = buses
    self.branches = branches
    self.root = root
    self.iterations = iterations
    self.largestMismatchPU = largestMismatchPU
    self.placement = placement
    self.violations = violations
    self.provenance = provenance
  }
}
