/// What a page about a dispatch is made of.
public struct DispatchContent: Sendable {
  /// A source of energy and what it is asked to give.
  public struct Source: Sendable {
    /// The source.
    public let name: String
    /// Its output in each interval, in MW.
    public let outputMW: [Double]

    /// A source called `name`.
    public init(_ name: String, outputMW: [Double]) {
      self.name = name
      self.outputMW = outputMW
    }
  }

  /// A store of energy.
  public struct Storage: Sendable {
    /// The store.
    public let name: String
    /// What is in it at the end of each interval, in MWh.
    public let energyMWh: [Double]
    /// What it takes from the grid in each interval, in MW, negative where it gives.
    public let chargeMW: [Double]

    /// A store called `name`.
    public init(_ name: String, energyMWh: [Double], chargeMW: [Double]) {
      self.name = name
      self.energyMWh = energyMWh
      self.chargeMW = chargeMW
    }
  }

  /// A place where energy is used.
  public struct Node: Sendable {
    /// The place.
    public let name: String
    /// What it asks for, in MWh.
    public let demandMWh: Double
    /// What it does not get, in MWh.
    public let unservedMWh: Double

    /// A place called `name`.
    public init(_ name: String, demandMWh: Double, unservedMWh: Double) {
      self.name = name
      self.demandMWh = demandMWh
      self.unservedMWh = unservedMWh
    }
  }

  /// A method and what it reached.
  public struct Method: Sendable {
    /// The method.
    public let name: String
    /// What its schedule costs.
    public let cost: Double
    /// How far that is above the optimum, in percent.
    public let gapPercent: Double?
    /// How long it took, in seconds.
    public let elapsedS: Double?
    /// What it left unserved, in MWh.
    public let unservedMWh: Double?

    /// A method called `name`.
    public init(
      _ name: String, cost: Double, gapPercent: Double? = nil, elapsedS: Double? = nil,
      unservedMWh: Double? = nil
    ) {
      self.name = name
      self.cost = cost
      self.gapPercent = gapPercent
      self.elapsedS = elapsedS
      self.unservedMWh = unservedMWh
    }
  }

  /// The same case with another demand, such as the tenth percentile of its forecast.
  public struct Scenario: Sendable {
    /// What the demand is.
    public let name: String
    /// What its schedule costs.
    public let cost: Double
    /// What it leaves unserved, in MWh.
    public let unservedMWh: Double

    /// A demand called `name`.
    public init(_ name: String, cost: Double, unservedMWh: Double) {
      self.name = name
      self.cost = cost
      self.unservedMWh = unservedMWh
    }
  }

  /// A schedule that no other one beats in both cost and emission.
  public struct Compromise: Sendable {
    /// What it costs.
    public let cost: Double
    /// What it emits.
    public let emission: Double

    /// A schedule with this `cost` and `emission`.
    public init(cost: Double, emission: Double) {
      self.cost = cost
      self.emission = emission
    }
  }

  /// The case.
  public var name: String
  /// Where its data came from.
  public var source: Prose
  /// Where each interval starts, as a number on an axis of hours.
  public var hours: [Double]
  /// What was asked for in each interval, in MW.
  public var demandMW: [Double]
  /// The sources.
  public var sources: [Source]
  /// What was left unserved in each interval, in MW.
  public var unservedMW: [Double]
  /// What the schedule costs.
  public var cost: Double
  /// What the case pays with, such as “EUR”; empty if it does not say.
  public var currency = ""
  /// The lowest cost there is, if that is known.
  public var optimum: Double?
  /// A cost below which no schedule can be, if one is known.
  public var lowerBound: Double?
  /// What each interval costs.
  public var hourlyCost: [Double] = []
  /// The lowest cost, or a bound on it, of each interval.
  public var hourlyBound: [Double] = []
  /// What is lost on the way in each interval, in MW.
  public var lossMW: [Double] = []
  /// The stores.
  public var storages: [Storage] = []
  /// Where the energy goes.
  public var nodes: [Node] = []
  /// What the schedule emits, if the case says what its sources emit.
  public var emission: Double?
  /// The compromises between cost and emission, the cheapest first.
  public var front: [Compromise] = []
  /// What other demands would cost.
  public var scenarios: [Scenario] = []
  /// How the schedule was found, and others for comparison.
  public var methods: [Method] = []
  /// The best cost after each generation of the search.
  public var progress: [Double] = []
  /// Limits that the schedule breaks, in words.
  public var violations: [String] = []
  /// How the report was made.
  public var provenance: [Page.Provenance] = []

  /// A page about the schedule of `sources`, without what is optional.
  public init(
    name: String, source: Prose, hours: [Double], demandMW: [Double], sources: [Source],
    unservedMW: [Double], cost: Double
  ) {
    self.name = name
    self.source = source
    self.hours = hours
    self.demandMW = demandMW
    self.sources = sources
    self.unservedMW = unservedMW
    self.cost = cost
  }
}
