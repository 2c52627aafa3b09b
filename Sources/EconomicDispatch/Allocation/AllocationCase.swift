/// Sources that supply nodes over losses, hour by hour.
///
/// Per hour, with x the power that source *j* sends for node *i*:
///
///     minimise   Σ cⱼ xᵢⱼ + v Σ uᵢ
///     so that    Σⱼ gᵢⱼ xᵢⱼ + uᵢ = Dᵢ      demand is met or counted as unserved
///                Σⱼ xᵢⱼ ≤ Cᵢ               the node's intake
///                Σᵢ xᵢⱼ ≤ Sⱼ               what the source has available in this hour
///
/// where gᵢⱼ = (1 − node loss)(1 − pair loss) is the share that arrives.
public struct AllocationCase: Equatable, Sendable {
  /// Where power is used.
  public struct Node: Equatable, Sendable {
    /// The name that files and reports know the node by.
    public let name: String
    /// The most power that may be sent to the node, in MW, before losses.
    public let capacityMW: Double
    /// The share of the power sent that is lost on the way to the node, whoever sends it.
    public let loss: Double
    /// Demand per hour, in MW.
    public let demandMW: [Double]

    /// A node with its demand per hour.
    public init(name: String, capacityMW: Double, loss: Double, demandMW: [Double]) {
      self.name = name
      self.capacityMW = capacityMW
      self.loss = loss
      self.demandMW = demandMW
    }
  }

  /// Where power comes from.
  public struct Source: Equatable, Sendable {
    /// The name that files and reports know the source by.
    public let name: String
    /// Power when all of it is available, in MW.
    public let capacityMW: Double
    /// The price of a MWh sent.
    public let costPerMWh: Double
    /// The share of the capacity that is available, per hour.
    public let availability: [Double]

    /// A source with its availability per hour.
    public init(name: String, capacityMW: Double, costPerMWh: Double, availability: [Double]) {
      self.name = name
      self.capacityMW = capacityMW
      self.costPerMWh = costPerMWh
      self.availability = availability
    }
  }

  /// Where power is used.
  public let nodes: [Node]
  /// Where power comes from.
  public let sources: [Source]
  /// The share lost between node *i* and source *j* at place *i* · sources + *j*; empty if losses
  /// belong to nodes alone.
  public let pairLoss: [Double]
  /// The price of a MWh that is not served; nil if every MWh must be.
  public let unservedCostPerMWh: Double?

  /// The number of hours.
  public var hourCount: Int { nodes[0].demandMW.count }

  /// The most that is accepted: what fits in memory with room to spare.
  public static let limits = (nodes: 20_000, sources: 1_000, hours: 8_784, flows: 50_000_000)

  /// A case whose numbers have been checked.
  ///
  /// - Throws: ``DispatchError`` that names the first number that cannot be.
  public init(
    nodes: [Node], sources: [Source], pairLoss: [Double] = [], unservedCostPerMWh: Double?
  ) throws(DispatchError) {
    try require(nodes.count, in: 1...Self.limits.nodes, "nodes")
    let hours = nodes[0].demandMW.count
    try Self.requireSize(nodes: nodes.count, sources: sources.count, hours: hours)
    try requireDistinct(nodes.map(\.name), "node")
    try requireDistinct(sources.map(\.name), "source")
    for node in nodes {
      try require(node.capacityMW, atLeast: 0, "capacity_mw of node \(node.name)", orInfinite: true)
      try requireLoss(node.loss, "loss of node \(node.name)")
      try requireCount(node.demandMW.count, hours, "demand_mw of node \(node.name)")
      for demand in node.demandMW {
        try require(demand, atLeast: 0, "demand_mw of node \(node.name)")
      }
    }
    for source in sources {
      try require(source.capacityMW, atLeast: 0, "capacity_mw of source \(source.name)")
      try require(source.costPerMWh, atLeast: 0, "cost_per_mwh of source \(source.name)")
      try requireCount(source.availability.count, hours, "availability of source \(source.name)")
      for share in source.availability where !(0...1).contains(share) {
        throw .valueOutOfRange(
          field: "availability of source \(source.name)", value: share, allowed: "between 0 and 1")
      }
    }
    if !pairLoss.isEmpty {
      try requireCount(pairLoss.count, nodes.count * sources.count, "pair_loss")
      for loss in pairLoss { try requireLoss(loss, "pair_loss") }
    }
    if let unservedCostPerMWh {
      try require(unservedCostPerMWh, atLeast: 0, "unserved_cost_per_mwh")
    }
    self.nodes = nodes
    self.sources = sources
    self.pairLoss = pairLoss
    self.unservedCostPerMWh = unservedCostPerMWh
  }

  /// Refuses a case that is empty or too large.
  static func requireSize(nodes: Int, sources: Int, hours: Int) throws(DispatchError) {
    try require(nodes, in: 1...limits.nodes, "nodes")
    try require(sources, in: 1...limits.sources, "sources")
    try require(hours, in: 1...limits.hours, "hours")
    try require(
      nodes * sources * hours, in: 1...limits.flows, "the product of nodes, sources and hours")
  }
}
