extension Forecaster {
  /// What to forecast and with what.
  public struct Configuration: Sendable, Equatable {
    /// The way to forecast.
    public let kind: ForecastModelKind
    /// How far a forecast reaches, in seconds.
    public let horizonS: Int
    /// The local clock by which people live.
    public let calendar: LocalCalendar
    /// Days on which people live as if it were Sunday.
    public let holidays: Holidays
    /// The columns that are known ahead of time.
    public let weather: [String]
    /// How intervals are made.
    public let intervals: IntervalMethod
    /// The time between the last load that is learnt from and the first that is judged, in seconds.
    public let purgeS: Int
    /// The most examples that a model learns from; origins are thinned out evenly beyond.
    public let exampleLimit: Int

    /// What to forecast and with what.
    public init(
      kind: ForecastModelKind, horizonS: Int, calendar: LocalCalendar = .utc,
      holidays: Holidays = .none, weather: [String] = [],
      intervals: IntervalMethod = .conformal, purgeS: Int = 0, exampleLimit: Int = 60_000
    ) {
      self.kind = kind
      self.horizonS = horizonS
      self.calendar = calendar
      self.holidays = holidays
      self.weather = weather
      self.intervals = intervals
      self.purgeS = purgeS
      self.exampleLimit = exampleLimit
    }
  }
}

/// How the uncertainty of a forecast is learnt.
public enum IntervalMethod: String, CaseIterable, Sendable {
  /// From the errors on days that the model did not learn from (split-conformal).
  case conformal
  /// By a model of the quantiles themselves: a network with pinball loss, or a quantile forest.
  case quantile
}
