public import GridModel
public import Learning
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
  /// How much the learner counts beside the experts that need no learning.
  let weights: ExpertWeights
  /// The calendar days that a seasonal naive forecast looks back.
  let naiveDays: Int
  let intervals: ConformalIntervals
  /// The model of the quantiles; nil if intervals are conformal.
  let quantileLearner: QuantileLearner?
  /// The end of what it learnt from; nil if that is not known.
  public let trainedUntil: Timestamp?
  /// How the loss fell on the days before the held-out ones and on these, epoch by epoch; empty for
  /// models without epochs.
  public let learningCurve: [NeuralNetwork.Epoch]

  /// The number of steps of a forecast.
  public var horizonSteps: Int { configuration.horizonS / stepS }

  /// The names of the features.
  public var featureNames: [String] { features.names }
}

// MARK: - Forecasting

extension Forecaster {
  /// The forecast of the first horizon after the end of `series`.
  ///
  /// Days after the training are forecast first, as they would have been: what became of these
  /// forecasts moves the weights and the intervals, as it does in a backtest.
  ///
  /// - Throws: `ForecastError` if the series does not suit the model.
  public func forecast(
    _ series: LoadSeries, execution: Execution
  ) throws(ForecastError) -> LoadForecast {
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
    let end = series.values.count
    var rolling = try RollingForecast(
      self, series: series, through: end + horizonSteps, execution: execution)
    for origin in origins(since: trainedUntil, in: series) { _ = try rolling.advance(to: origin) }
    return try rolling.advance(to: end)
  }

  /// The most forecasts of the past that a forecast learns from.
  private static let replayLimit = 56

  /// Origins a horizon apart, the last one a horizon before the end, none before `training` or
  /// within the first days, which lack lags.
  private func origins(since training: Timestamp?, in series: LoadSeries) -> [Int] {
    guard let training else { return [] }
    let end = series.values.count
    let known = series.values.firstIndex(where: \.isFinite) ?? end
    let first = max(
      series.steps(before: training), known + TrainingTask.leadInDays * series.stepsPerDay)
    let fresh = end - min(end, first)
    return (0..<min(Forecaster.replayLimit, fresh / horizonSteps)).reversed().map {
      end - ($0 + 1) * horizonSteps
    }
  }

  /// A forecast and how its uncertainty came about.
  struct Judged {
    let forecast: LoadForecast
    /// The loads that each expert expected.
    let experts: [[Double]]
    /// How hard each of its moments is, in units of the load.
    let difficulties: [Double]
    /// For each level, what its errors are counted from: the expected load, or a learnt quantile.
    let bases: [[Double]]
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

  /// The forecast from `origin` on.
  func forecast(
    _ series: Prepared, origin: Int, uncertainty: AdaptiveQuantiles, weights: ExpertWeights,
    recentErrors: RecentErrors, execution: Execution
  ) throws(ForecastError) -> Judged {
    let examples = try Examples(
      of: [(0, origin)], horizonSteps: horizonSteps, features: features, in: [series],
      knownBefore: nil, execution: execution)
    guard examples.sources.count == horizonSteps else {
      throw .nothingKnown(series: series.load.name)
    }
    let scale = series.features.scale
    func restored(_ outputs: [Double]) -> [Double] { examples.restored(outputs, scales: [scale]) }
    let timeline = series.features.timeline
    let outputs = weights.experts(
      try experts(for: examples, in: [series], execution: execution),
      corrections: examples.sources.map { recentErrors.mean(at: $0.step, of: timeline) })
    let combined = weights.combined(outputs)
    let expected = restored(combined)
    let difficulties = examples.sources.map { source in
      scale
        * uncertainty.difficulty(
          hour: timeline.hour(source.step),
          leadShare: leadShare(source.step - origin))
    }
    let bases =
      try quantileLearner?.predict(
        examples.table, moved: zip(combined, outputs[0]).map { $0 - $1 }, execution: execution
      ).map(restored) ?? LoadForecast.levels.map { _ in expected }
    let bounds = zip(bases, uncertainty.quantiles()).map { base, quantile in
      zip(base, difficulties).map { $0 + quantile * $1 }
    }
    // A load that never was negative is not forecast to be.
    let least = series.load.values.prefix(origin).contains { $0 < 0 } ? -Double.infinity : 0
    return Judged(
      forecast: LoadForecast(
        name: series.load.name,
        intervalStarts: examples.sources.map { series.load.timestamp(ofStep: $0.step) },
        expected: expected.map { max($0, least) },
        unsortedQuantiles: bounds.map { $0.map { max($0, least) } }),
      experts: outputs.map(restored), difficulties: difficulties, bases: bases)
  }

  /// Where in the horizon the step `lead` after the origin lies, from 0 to 1.
  func leadShare(_ lead: Int) -> Double { (Double(lead) + 0.5) / Double(horizonSteps) }

  /// What each expert predicts: the distance from the level for each example.
  func experts(
    for examples: Examples, in series: [Prepared], execution: Execution
  ) throws(ForecastError) -> [[Double]] {
    func past(_ load: (SeriesFeatures, Examples.Source) -> Double) -> [Double] {
      examples.sources.map { source in
        let features = series[source.series].features
        let value = load(features, source)
        return value.isNaN ? 0 : (value - source.level) / features.scale
      }
    }
    func naive(days: Int) -> [Double] {
      past { $0.lag(days: days, of: $1.step, before: $1.origin) }
    }
    switch configuration.kind {
    case .network, .randomForest, .ridge:
      let parts = try learner.parts(of: examples.table, execution: execution)
      let own = learner.combined(parts)
      return weights.values.count == 1
        ? [own]
        : [
          own, parts.linear, naive(days: 1), naive(days: 7),
          past { $0.weekMedian(of: $1.step, before: $1.origin) },
        ]
    case .movingAverage:
      let column = examples.table.names.firstIndex(of: "load_mean_PT24H") ?? 0
      return [examples.table.column(column).map { $0.isNaN ? 0 : Double($0) }]
    case .seasonalNaive, .seasonalNaiveDay, .seasonalNaiveWeek:
      return [naive(days: naiveDays)]
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
