public import Learning
public import Numerics

// Training, in this order:
//
// 1. The last days (a quarter of the history, at most eight weeks) are held out.
// 2. Each recipe is fitted to the days before them, and the one with the smallest absolute error on
//    the held-out days is chosen.
// 3. It is fitted again in full size, networks stopping early by their loss on the held-out days,
//    and how much it counts beside the linear regression is chosen in the same way; its errors on
//    the held-out days make the intervals.
// 4. The model that is kept is fitted to all days by the chosen recipe and for as many epochs.
//
// Origins are taken in steps that share no factor with the day, so that forecasts are learnt for
// every hour of issue.

extension Forecaster {
  /// What training tells while it goes on.
  public enum Progress: Sendable, Equatable {
    /// Recipe `number` of `count` had this mean absolute error, in units of the scale, on the
    /// held-out days.
    case triedRecipe(number: Int, count: Int, error: Double)
    /// An epoch of the first of the networks is over; it has a validation loss as long as the
    /// held-out days are not learnt from.
    case epoch(NeuralNetwork.Epoch)
    /// The errors on the held-out days are known.
    case calibrated
    /// The model is fitted to all days.
    case fitted
  }

  /// Trains a forecaster on the past of `series`, which may be several of one cadence.
  ///
  /// `onProgress` is called by one worker at a time, whichever it is.
  ///
  /// - Throws: `ForecastError` if the series are too short or do not fit the configuration.
  /// - Complexity: dominated by some fits of up to `exampleLimit` examples.
  public static func train(
    on series: [LoadSeries], configuration: Configuration, seed: UInt64, execution: Execution,
    onProgress: @Sendable (Progress) -> Void = { _ in }
  ) throws(ForecastError) -> Forecaster {
    let task = try TrainingTask(
      series: series, configuration: configuration, seed: seed, execution: execution)
    let onEpoch: @Sendable (NeuralNetwork.Epoch) -> Void = { onProgress(.epoch($0)) }
    var chosen = task.recipes[0]
    if task.recipes.count > 1 {
      var smallest = Double.infinity
      for (index, recipe) in task.recipes.enumerated() {
        let candidate = try task.fit(recipe, before: .heldOut, light: true)
        let error = try task.heldOutError(of: candidate)
        onProgress(.triedRecipe(number: index + 1, count: task.recipes.count, error: error))
        if error < smallest { (smallest, chosen) = (error, recipe) }
      }
    }
    let judged = try task.judge(
      try task.withBestShare(
        try task.fit(chosen, before: .heldOut, light: false, onEpoch)))
    let intervals = ConformalIntervals(
      try task.heldOutErrors(
        of: judged, quantiles: try task.quantiles(beside: judged.model, before: .heldOut)),
      days: task.heldOutDays, horizonSteps: judged.model.horizonSteps)
    onProgress(.calibrated)
    let model = try task.fit(
      judged.model.learner.stoppedRecipe, before: .end, light: false, onEpoch)
    let quantiles = try task.quantiles(beside: model, before: .end)
    onProgress(.fitted)
    return Forecaster(
      configuration: configuration, stepS: model.stepS, scales: model.scales,
      features: model.features, learner: model.learner, weights: judged.model.weights,
      naiveDays: model.naiveDays, intervals: intervals, quantileLearner: quantiles,
      trainedUntil: series.map { $0.timestamp(ofStep: $0.values.count) }.max(),
      learningCurve: judged.model.learner.learningCurve)
  }

  /// The same forecaster with a learner and experts that count otherwise.
  func with(_ learner: PointLearner, _ weights: ExpertWeights) -> Forecaster {
    Forecaster(
      configuration: configuration, stepS: stepS, scales: scales, features: features,
      learner: learner, weights: weights, naiveDays: naiveDays, intervals: intervals,
      quantileLearner: quantileLearner, trainedUntil: trainedUntil, learningCurve: learningCurve)
  }
}
