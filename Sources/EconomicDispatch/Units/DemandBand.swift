public import GridModel

/// Demand per hour as a forecaster sees it: what is expected, and what it may be instead.
public struct DemandBand: Equatable, Sendable {
  /// What is expected, in MW.
  public let expectedMW: [Double]
  /// What is exceeded nine times in ten, in MW; nil if the forecaster does not say.
  public let lowMW: [Double]?
  /// What is exceeded once in ten times, in MW; nil if the forecaster does not say.
  public let highMW: [Double]?

  /// Demand with its quantiles.
  public init(expectedMW: [Double], lowMW: [Double]? = nil, highMW: [Double]? = nil) {
    self.expectedMW = expectedMW
    self.lowMW = lowMW
    self.highMW = highMW
  }

  /// The sum of all nodes of `profile`, averaged over hours.
  ///
  /// Quantiles are added as if all nodes erred the same way, which is the widest band.
  /// - Throws: ``DispatchError/wrongType(field:expected:)`` if intervals do not fit into hours.
  public init(_ profile: DemandProfile) throws(DispatchError) {
    let starts = profile.intervalStarts
    let interval = starts.count > 1 ? starts[1].seconds(since: starts[0]) : 3_600
    let perHour = Int((3_600 / max(interval, 1)).rounded())
    let isEven = zip(starts, starts.dropFirst()).allSatisfy { $1.seconds(since: $0) == interval }
    guard isEven, perHour >= 1, Double(perHour) * interval == 3_600, starts.count >= perHour else {
      throw .wrongType(
        field: "the demand profile", expected: "even intervals of an hour or of a part of one")
    }
    func sum(_ series: (DemandProfile.Node) -> [Double]?) -> [Double]? {
      var total = [Double](repeating: 0, count: starts.count / perHour)
      for node in profile.nodes {
        guard let values = series(node) else { return nil }
        for hour in total.indices {
          let part = values[hour * perHour..<(hour + 1) * perHour]
          total[hour] += part.reduce(0, +) / Double(perHour) / 1_000
        }
      }
      return total
    }
    self.init(
      expectedMW: sum(\.demandKW) ?? [], lowMW: sum(\.demandKWP10), highMW: sum(\.demandKWP90))
  }
}
