public import GridModel

/// The load of one series over a horizon, with its uncertainty.
public struct LoadForecast: Sendable, Equatable {
  /// The shares of outcomes that are expected below each quantile.
  public static let levels = [0.05, 0.1, 0.5, 0.9, 0.95]

  /// The meter or node.
  public let name: String
  /// The start of each interval.
  public let intervalStarts: [Timestamp]
  /// The expected load of each interval.
  public let expected: [Double]
  /// For each of `levels`, the quantile of each interval; never falling from level to level.
  public let quantiles: [[Double]]

  /// A forecast of `expected` for the intervals that start at `intervalStarts`.
  init(
    name: String, intervalStarts: [Timestamp], expected: [Double], unsortedQuantiles: [[Double]]
  ) {
    self.name = name
    self.intervalStarts = intervalStarts
    self.expected = expected
    var quantiles = unsortedQuantiles
    for step in expected.indices {
      let sorted = quantiles.map { $0[step] }.sorted()
      for level in quantiles.indices { quantiles[level][step] = sorted[level] }
    }
    self.quantiles = quantiles
  }

  /// This forecast as a node of a demand profile, its unit `kilowatts` kW.
  public func node(unitKW kilowatts: Double = 1) -> DemandProfile.Node {
    DemandProfile.Node(
      name: name, demandKW: expected.map { $0 * kilowatts },
      demandKWP10: quantiles[1].map { $0 * kilowatts },
      demandKWP90: quantiles[3].map { $0 * kilowatts })
  }
}
