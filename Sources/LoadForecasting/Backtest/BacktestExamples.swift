public import Learning
public import Numerics

/// The rows that a backtest's model learns from and is asked for, so that other tools can be tried
/// on identical features and splits.
public struct BacktestExamples: Sendable {
  /// The features of the rows that are learnt from.
  public let training: FeatureTable
  /// What is to be learnt: the load's distance from the level, in units of the scale.
  public let trainingTargets: [Double]
  /// The features of the rows that are forecast.
  public let test: FeatureTable
  /// The level of each of them: its load is the level plus the scale times the prediction.
  public let testLevels: [Double]
  /// The load of each of them.
  public let testLoads: [Double]
  /// What the loads are measured in.
  public let scale: Double

  /// The rows of `Backtest.run` with the same arguments and no refit.
  ///
  /// - Throws: `ForecastError` as the backtest does.
  public init(
    of series: LoadSeries, forecaster: Forecaster.Configuration,
    configuration: Backtest.Configuration, execution: Execution
  ) throws(ForecastError) {
    let origins = try Backtest.origins(series, forecaster: forecaster, configuration)
    let past = series.prefix(origins[0])
    let task = try TrainingTask(
      series: [past], configuration: forecaster, seed: 0, execution: execution)
    let horizon = forecaster.horizonS / series.stepS
    let scale = Forecaster.scale(of: past)
    let features = try SeriesFeatures(
      task.features, series: series, count: series.values.count, scale: scale,
      calendar: forecaster.calendar, holidays: forecaster.holidays)
    let asked = try Examples(
      of: origins.map { (0, $0) }, horizonSteps: horizon, features: task.features,
      in: [(series, features)], knownBefore: [series.values.count], execution: execution)
    training = task.all.table
    trainingTargets = task.all.targets
    test = asked.table
    testLevels = asked.sources.map(\.level)
    testLoads = asked.sources.map { series.values[$0.step] }
    self.scale = scale
  }
}
