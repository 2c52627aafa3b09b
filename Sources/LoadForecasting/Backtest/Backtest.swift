public import Numerics

// Rolling origin: the forecaster stands at the first origin knowing only what lies before it,
// forecasts a horizon, moves on by the stride, learns what became of its forecast, and so on to the
// end of the series. What is unknown at an origin is not handed to the model, so that it cannot be
// used: training sees the prefix of the series, features are asked of an origin.

/// A forecaster tried on the past as it would have been used.
public struct Backtest: Sendable {
  /// How a backtest proceeds, in seconds.
  public struct Configuration: Sendable, Equatable {
    /// The length of the part at the end that is forecast.
    public let lastS: Int
    /// The time from origin to origin; nil for the horizon.
    public let strideS: Int?
    /// The time after which the model is fitted anew; nil for never.
    public let refitS: Int?

    /// How a backtest proceeds.
    public init(lastS: Int, strideS: Int? = nil, refitS: Int? = nil) {
      self.lastS = lastS
      self.strideS = strideS
      self.refitS = refitS
    }
  }

  /// What a backtest tells while it goes on.
  public enum Progress: Sendable, Equatable {
    /// A model is in training.
    case training(Forecaster.Progress)
    /// Forecast `number` of `count` has been issued.
    case forecast(number: Int, count: Int)
  }

  /// What was forecast and what became of it, origin after origin.
  public let points: [ForecastPoint]
  /// The forecasts of each reference model at the same moments.
  public let references: [(kind: ForecastModelKind, points: [ForecastPoint])]
  /// The calendar days of the season that MASE compares with.
  public let seasonDays: Int
  /// The mean absolute error of the seasonal naive forecast before the first origin.
  public let naiveError: Double
  /// The number of steps of a forecast.
  public let horizonSteps: Int
  /// The first step that was forecast.
  public let firstOrigin: Int
  /// How often the model was fitted.
  public let fits: Int
  /// The last model that was fitted.
  public let model: Forecaster

  /// The measures over all points.
  public var metrics: ForecastMetrics? { ForecastMetrics(points, naiveError: naiveError) }

  /// The forecasts as a record, with the local hour of each by `calendar`.
  public func record(of series: LoadSeries, calendar: LocalCalendar) -> ForecastRecord {
    let timeline = Timeline(series, count: series.values.count, calendar: calendar)
    return ForecastRecord(
      points: points, hours: points.map { timeline.hour($0.step) }, naiveError: naiveError,
      references: references.map { kind, points in
        ForecastRecord.Reference(name: kind.rawValue, expected: points.map(\.expected))
      })
  }
}

extension Backtest {
  /// Tries `configuration` on the end of `series`.
  ///
  /// At most half of the series is forecast, so that there is something to learn from.
  ///
  /// - Throws: `ForecastError` if the series is too short.
  public static func run(
    on series: LoadSeries, forecaster: Forecaster.Configuration, configuration: Configuration,
    seed: UInt64, execution: Execution, onProgress: @Sendable (Progress) -> Void = { _ in }
  ) throws(ForecastError) -> Backtest {
    let origins = try origins(series, forecaster: forecaster, configuration)
    let (stepS, horizon, first) = (series.stepS, forecaster.horizonS / series.stepS, origins[0])
    func train(_ kind: ForecastModelKind, before origin: Int) throws(ForecastError) -> Forecaster {
      try Forecaster.train(
        on: [series.prefix(origin)], configuration: forecaster.with(kind), seed: seed,
        execution: execution, onProgress: { onProgress(.training($0)) })
    }
    func start(_ kind: ForecastModelKind) throws(ForecastError) -> Course {
      Course(
        rolling: try RollingForecast(
          try train(kind, before: first), series: series, through: series.values.count,
          execution: execution))
    }
    var course = try start(forecaster.kind)
    var references: [Course] = []
    for kind in ForecastModelKind.references + [.ridge] where kind != forecaster.kind {
      references.append(try start(kind))
    }
    var (fits, lastFit) = (1, first)
    for (done, origin) in origins.enumerated() {
      if let refitS = configuration.refitS, (origin - lastFit) * stepS >= refitS {
        try course.rolling.take(try train(forecaster.kind, before: origin))
        fits += 1
        lastFit = origin
      }
      try course.advance(to: origin)
      for index in references.indices { try references[index].advance(to: origin) }
      onProgress(.forecast(number: done + 1, count: origins.count))
    }
    let naive = naiveErrors(course.rolling.prepared, before: first)
    return Backtest(
      points: course.points,
      references: references.map { ($0.rolling.model.configuration.kind, $0.points) },
      seasonDays: naive.days, naiveError: naive.error, horizonSteps: horizon, firstOrigin: first,
      fits: fits, model: course.rolling.model)
  }

  /// The steps at which forecasts are issued.
  static func origins(
    _ series: LoadSeries, forecaster: Forecaster.Configuration, _ configuration: Configuration
  ) throws(ForecastError) -> [Int] {
    let stepS = series.stepS
    let last = min(configuration.lastS / stepS, series.values.count / 2)
    let horizon = forecaster.horizonS / stepS
    let advance = max(1, (configuration.strideS ?? forecaster.horizonS) / stepS)
    let first = series.values.count - last
    let origins = Array(stride(from: first, to: series.values.count - horizon + 1, by: advance))
    guard !origins.isEmpty else {
      throw .nothingToForecast(lastS: last * stepS, horizonS: forecaster.horizonS)
    }
    return origins
  }

  /// The mean absolute error of repeating the day before, over the steps before `end`.
  private static func naiveErrors(
    _ series: Forecaster.Prepared, before end: Int
  ) -> (days: Int, error: Double) {
    let errors = (0..<end).compactMap { step -> Double? in
      let earlier = series.features.timeline.step(step, daysEarlier: 1)
      guard earlier >= 0 && earlier < step else { return nil }
      let error = abs(series.load.values[step] - series.load.values[earlier])
      return error.isFinite ? error : nil
    }
    return (1, errors.isEmpty ? 0 : errors.mean)
  }
}

extension Forecaster.Configuration {
  /// This configuration for another kind of model.
  fileprivate func with(_ kind: ForecastModelKind) -> Forecaster.Configuration {
    Forecaster.Configuration(
      kind: kind, horizonS: horizonS, calendar: calendar, holidays: holidays, weather: weather,
      intervals: kind == self.kind ? intervals : .conformal, purgeS: purgeS,
      exampleLimit: exampleLimit)
  }
}

/// A rolling forecast and what it has forecast so far.
private struct Course {
  var rolling: RollingForecast
  private(set) var points: [ForecastPoint] = []

  init(rolling: RollingForecast) {
    self.rolling = rolling
  }

  mutating func advance(to origin: Int) throws(ForecastError) {
    let forecast = try rolling.advance(to: origin)
    points += forecast.expected.indices.map { lead in
      ForecastPoint(
        origin: origin, step: origin + lead, actual: rolling.prepared.load.values[origin + lead],
        expected: forecast.expected[lead], quantiles: forecast.quantiles.map { $0[lead] })
    }
  }
}
