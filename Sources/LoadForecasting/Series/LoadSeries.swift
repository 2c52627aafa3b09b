public import GridModel

/// A load over time at a steady cadence, with gaps where nothing is known.
public struct LoadSeries: Sendable, Equatable {
  /// A column that is known ahead of time: temperature, wind, prices.
  public struct Weather: Sendable, Equatable {
    /// The name of the column.
    public let name: String
    /// A value for each step from the start of the series on, NaN where unknown; it may run on
    /// beyond the load, as a weather forecast does.
    public let values: [Double]

    /// A column called `name`.
    public init(name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// The meter or node.
  public let name: String
  /// The start of the first interval.
  public let start: Timestamp
  /// The length of an interval, in seconds; it divides a day.
  public let stepS: Int
  /// The mean of each interval, NaN where unknown.
  public let values: [Double]
  /// What is known ahead of time.
  public let weather: [Weather]

  /// A series of `values` from `start` on, `stepS` seconds apart.
  ///
  /// - Throws: `ForecastError.cadenceNotSupported` if the step does not divide a day.
  public init(
    name: String, start: Timestamp, stepS: Int, values: [Double], weather: [Weather] = []
  ) throws(ForecastError) {
    guard stepS > 0 && 86_400 % stepS == 0 else { throw .cadenceNotSupported(seconds: stepS) }
    self.name = name
    self.start = start
    self.stepS = stepS
    self.values = values
    self.weather = weather
  }

  /// The number of steps in 24 hours.
  public var stepsPerDay: Int { 86_400 / stepS }

  /// The start of interval number `step`, which may lie beyond the series.
  public func timestamp(ofStep step: Int) -> Timestamp {
    Timestamp(
      millisecondsSinceEpoch: start.millisecondsSinceEpoch + Int64(step) * Int64(stepS) * 1_000)
  }

  /// The number of steps that end at or before `moment`.
  public func steps(before moment: Timestamp) -> Int {
    let distance = moment.millisecondsSinceEpoch - start.millisecondsSinceEpoch
    return max(0, Int(distance.floorDivided(by: Int64(stepS) * 1_000)))
  }

  /// The steps before number `count`, with the weather of all.
  public func prefix(_ count: Int) -> LoadSeries {
    LoadSeries(self, values: Array(values.prefix(count)))
  }

  /// The series up to step number `count`, unknown where it ends sooner.
  public func extended(to count: Int) -> LoadSeries {
    LoadSeries(
      self,
      values: values + [Double](repeating: .nan, count: max(0, count - values.count)))
  }

  private init(_ other: LoadSeries, values: [Double]) {
    name = other.name
    start = other.start
    stepS = other.stepS
    self.values = values
    weather = other.weather
  }
}
