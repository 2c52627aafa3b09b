public import Numerics

extension AllocationCase {
  /// The ranges that a random case is drawn from; the defaults are those of the reference problem.
  public struct Ranges: Equatable, Sendable {
    /// How many nodes there are.
    public var nodes = 10
    /// How many sources there are.
    public var sources = 3
    /// How many hours there are.
    public var hours = 24
    /// Demand of a node in an hour, in MW.
    public var demandMW = 50.0...150.0
    /// The most power that may be sent to a node, in MW.
    public var nodeCapacityMW = 200.0
    /// The share lost on the way.
    public var loss = 0.05...0.15
    /// Power of a source, in MW, for ten nodes and three sources; scaled with their number.
    public var sourceCapacityMW = 300.0...500.0
    /// The price of a MWh.
    public var costPerMWh = 5.0...15.0
    /// The share of a source's capacity that is available in an hour.
    public var availability = 0.8...1.0
    /// Whether losses belong to pairs of node and source rather than to nodes.
    public var hasPairLosses = false
    /// The price of a MWh that is not served; nil forbids shedding.
    public var unservedCostPerMWh: Double? = 100

    /// The reference problem.
    public init() {}
  }

  /// A case drawn uniformly from `ranges`.
  ///
  /// Larger cases have the supply per demand of the reference problem.
  ///
  /// - Throws: ``DispatchError``.
  public static func random(
    _ ranges: Ranges = Ranges(), using random: inout RandomSource
  ) throws(DispatchError) -> AllocationCase {
    try requireSize(nodes: ranges.nodes, sources: ranges.sources, hours: ranges.hours)
    let scale = Double(ranges.nodes) / 10 * 3 / Double(ranges.sources)
    let sources = (0..<ranges.sources).map { index in
      Source(
        name: "S\(index + 1)",
        capacityMW: random.uniform(in: ranges.sourceCapacityMW) * scale,
        costPerMWh: random.uniform(in: ranges.costPerMWh),
        availability: (0..<ranges.hours).map { _ in random.uniform(in: ranges.availability) })
    }
    let nodes = (0..<ranges.nodes).map { index in
      Node(
        name: "N\(index + 1)", capacityMW: ranges.nodeCapacityMW,
        loss: ranges.hasPairLosses ? 0 : random.uniform(in: ranges.loss),
        demandMW: (0..<ranges.hours).map { _ in random.uniform(in: ranges.demandMW) })
    }
    let pairs = ranges.hasPairLosses ? ranges.nodes * ranges.sources : 0
    return try AllocationCase(
      nodes: nodes, sources: sources,
      pairLoss: (0..<pairs).map { _ in random.uniform(in: ranges.loss) },
      unservedCostPerMWh: ranges.unservedCostPerMWh)
  }
}
