/// Single forecasts and what became of them: enough to compute every measure again.
public struct ForecastRecord: Sendable, Equatable {
  /// What another model expected at the same moments.
  public struct Reference: Sendable, Equatable {
    /// The model.
    public let name: String
    /// Its expected loads, one for each point.
    public let expected: [Double]

    /// What `name` expected.
    public init(name: String, expected: [Double]) {
      self.name = name
      self.expected = expected
    }
  }

  /// The forecasts.
  public let points: [ForecastPoint]
  /// The local hour in which each point's interval starts; empty if that is not known.
  public let hours: [Int]
  /// The mean absolute error of the seasonal naive forecast in training; NaN if that is not known.
  public let naiveError: Double
  /// Other models at the same moments.
  public let references: [Reference]

  /// A record of `points`.
  public init(
    points: [ForecastPoint], hours: [Int], naiveError: Double, references: [Reference] = []
  ) {
    self.points = points
    self.hours = hours
    self.naiveError = naiveError
    self.references = references
  }

  /// The measures over all points; nil if no load is known.
  public var metrics: ForecastMetrics? { ForecastMetrics(points, naiveError: naiveError) }

  /// The measures for each number of steps ahead.
  public var metricsByLead: [(lead: Int, metrics: ForecastMetrics)] {
    grouped(points) { points[$0].lead }.map { (lead: $0, metrics: $1) }
  }

  /// The measures for each local hour.
  public var metricsByHour: [(hour: Int, metrics: ForecastMetrics)] {
    guard hours.count == points.count else { return [] }
    return grouped(points) { hours[$0] }.map { (hour: $0, metrics: $1) }
  }

  /// The measures of a reference; those of quantiles are NaN.
  public func metrics(of reference: Reference) -> ForecastMetrics? {
    ForecastMetrics(
      zip(points, reference.expected).map { point, expected in
        ForecastPoint(
          origin: point.origin, step: point.step, actual: point.actual, expected: expected,
          quantiles: [])
      }, naiveError: naiveError)
  }

  private func grouped(
    _ points: [ForecastPoint], by key: (Int) -> Int
  ) -> [(Int, ForecastMetrics)] {
    Dictionary(grouping: points.indices, by: key).sorted { $0.key < $1.key }.compactMap {
      group, members in
      ForecastMetrics(members.map { points[$0] }, naiveError: naiveError).map { (group, $0) }
    }
  }
}
