internal import Learning
public import Numerics

/// A trained forecaster: from the past of a load to its next hours, with their uncertainty.
public struct Forecaster: Sendable, Equatable {
  /// What it forecasts and with what.
  public let configuration: Configuration
  /// The cadence of the series that it forecasts, in seconds.
  public let stepS: Int
  /// What each known series is measured in.
  let scales: [String: Double]
  let features: ForecastFeatures
  let learner: PointLearner
  /// The calendar days that a seasonal naive forecast looks back.
  let naiveDays: Int
  let intervals: ConformalIntervals
  /// The model of the quantiles; nil if intervals are conformal.
  let quantileLearner: QuantileLearner?

  /// The number of steps of a forecast.
  public var horizonSteps: Int { configuration.horizonS / stepS }

  /// The names of the features.
  public var featureNames: [String] { features.names }

  /// The series that it learnt from.
  public var seriesNames: [String] { scales.keys.sorted() }
}

// MARK: - Forecasting

extension Forecaster {
  /// The forecast of the first horizon after the end of `series`.
  ///
  /// - Throws: `ForecastError` if the series does not suit the model.
  public func forecast(
    _ series: LoadSeries, execution: Execution
  ) throws(ForecastError) -> LoadForecast {
    let prepared = try prepare(series, through: series.values.count + horizonSteps)
    for name in features.weather {
      guard let column = series.weather.first(where: { $0.name == name }) else {
        throw .weatherMissing(name: name)
      }
      for step in 0..<horizonSteps {
        let place = series.values.count + step
        guard place < column.values.count && column.values[place].isFinite else {
          throw .weatherUnknown(name: name, step: step + 1)
        }
      }
    }
    let quantiles = AdaptiveQuantiles(intervals).quantiles()
    return try forecast(
      prepared, origin: series.values.count, quantiles: quantiles,
      execution: execution
    ).forecast
  }

  /// A forecast and how hard each of its moments is.
  struct Judged {
    let forecast: LoadForecast
    let difficulties: [Double]
  }

  /// A series with its features.
  typealias Prepared = (load: LoadSeries, features: SeriesFeatures)

  /// The features of `series` for the steps before `count`.
  func prepare(_ series: LoadSeries, through count: Int) throws(ForecastError) -> Prepared {
    guard series.stepS == stepS else {
      throw .cadenceDiffers(model: stepS, series: series.stepS)
    }
    let scale = scales[series.name] ?? (scales.count == 1 ? scales.values.first : nil)
    return (
      series,
      try SeriesFeatures(
        features, series: series, count: count, scale: scale ?? Forecaster.scale(of: series),
        calendar: configuration.calendar, holidays: configuration.holidays)
    )
  }

  /// The forecast from `origin` on; `quantiles` are those of normalised errors.
  func forecast(
    _ series: Prepared, origin: Int, quantiles: [Double], execution: Execution
  ) throws(ForecastError) -> Judged {
    let examples = try Examples(
      of: [(0, origin)], horizonSteps: horizonSteps, features: features, in: [series],
      knownBefore: nil, execution: execution)
    guard examples.sources.count == horizonSteps else {
      throw .nothingKnown(series: series.load.name)
    }
    let scale = series.features.scale
    let expected = examples.restored(
      try outputs(for: examples, in: [series], execution: execution), scales: [scale])
    let difficulties = examples.sources.map { source in
      scale
        * intervals.difficulty(
          hour: Int(series.features.timeline.secondOfDay[source.step]) / 3_600,
          leadShare: (Double(source.step - origin) + 0.5) / Double(horizonSteps))
    }
    var bounds = quantiles.map { quantile in
      zip(expected, difficulties).map { $0 + quantile * $1 }
    }
    if let quantileLearner {
      bounds = try quantileLearner.predict(examples.table, execution: execution).map {
        examples.restored($0, scales: [scale])
      }
    }
    return Judged(
      forecast: LoadForecast(
        name: series.load.name,
        intervalStarts: examples.sources.map { series.load.timestamp(ofStep: $0.step) },
        expected: expected, unsortedQuantiles: bounds),
      difficulties: difficulties)
  }

  /// The predicted distance from the level for each example.
  func outputs(
    for examples: Examples, in series: [Prepared], execution: Execution
  ) throws(ForecastError) -> [Double] {
    switch configuration.kind {
    case .network, .randomForest, .ridge:
      return try learner.predict(examples.table, execution: execution)
    case .movingAverage:
      let column = examples.table.names.firstIndex(of: "load_mean_PT24H") ?? 0
      return examples.table.column(column).map { $0.isNaN ? 0 : Double($0) }
    case .seasonalNaive, .seasonalNaiveDay, .seasonalNaiveWeek:
      return examples.sources.map { source in
        let features = series[source.series].features
        let value = features.lag(days: naiveDays, of: source.step, before: source.origin)
        return value.isNaN ? 0 : (value - source.level) / features.scale
      }
    }
  }

  /// What the loads of a series are measured in: their standard deviation, 1 if they do not vary.
  static func scale(of series: LoadSeries) -> Double {
    let known = series.values.filter(\.isFinite)
    guard !known.isEmpty else { return 1 }
    let deviation = known.standardDeviation
    return deviation > 1e-9 * abs(known.mean) && deviation > 1e-30 ? deviation : 1
  }
}
