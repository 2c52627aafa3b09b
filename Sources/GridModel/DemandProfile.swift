/// What a forecaster hands the optimisers: the demand of each node over time, with its uncertainty.
public struct DemandProfile: Equatable, Sendable {
  /// The demand of one node.
  public struct Node: Equatable, Sendable {
    /// The name that files and reports know the node by.
    public let name: String
    /// Expected demand in kW, one value per interval.
    public let demandKW: [Double]
    /// The value that demand exceeds nine times in ten, in kW, if the forecaster states it.
    public let demandKWP10: [Double]?
    /// The value that demand exceeds once in ten times, in kW, if the forecaster states it.
    public let demandKWP90: [Double]?

    /// A node with one value per interval in every series.
    public init(
      name: String, demandKW: [Double], demandKWP10: [Double]? = nil, demandKWP90: [Double]? = nil
    ) {
      self.name = name
      self.demandKW = demandKW
      self.demandKWP10 = demandKWP10
      self.demandKWP90 = demandKWP90
    }
  }

  /// The start of each interval, in order.
  public let intervalStarts: [Timestamp]
  /// The nodes, each with as many values as there are intervals.
  public let nodes: [Node]

  /// A profile of `nodes` over the intervals that start at `intervalStarts`.
  public init(intervalStarts: [Timestamp], nodes: [Node]) {
    for node in nodes {
      for series in [node.demandKW, node.demandKWP10, node.demandKWP90].compactMap(\.self) {
        precondition(
          series.count == intervalStarts.count,
          "node \(node.name) has \(series.count) values for \(intervalStarts.count) intervals")
      }
    }
    self.intervalStarts = intervalStarts
    self.nodes = nodes
  }
}
