import Numerics

/// A forecaster that walks along a series and learns how well it does.
struct RollingForecast {
  /// A forecast whose loads are not all known yet.
  private struct Open {
    let origin: Int
    let judged: Forecaster.Judged
  }

  private(set) var model: Forecaster
  private(set) var prepared: Forecaster.Prepared
  private var uncertainty: AdaptiveQuantiles
  private var weights: ExpertWeights
  private var recentErrors: RecentErrors
  private var open: [Open] = []
  private let execution: Execution

  /// Starts with what `model` learnt of its errors in training; the features are made for the steps
  /// of `series` before `count`.
  init(
    _ model: Forecaster, series: LoadSeries, through count: Int, execution: Execution
  ) throws(ForecastError) {
    self.model = model
    self.execution = execution
    uncertainty = AdaptiveQuantiles(model.intervals)
    weights = model.weights
    recentErrors = RecentErrors(stepS: series.stepS)
    prepared = try model.prepare(series, through: count)
  }

  /// Goes on with a model that was fitted anew; what past forecasts taught of errors stays.
  mutating func take(_ model: Forecaster) throws(ForecastError) {
    prepared = try model.prepare(prepared.load, through: prepared.load.values.count)
    self.model = model
  }

  /// Issues the forecast at `origin`, after learning from those that have run out by then.
  mutating func advance(to origin: Int) throws(ForecastError) -> LoadForecast {
    let horizon = model.horizonSteps
    for past in open where past.origin + horizon <= origin {
      uncertainty.learn((0..<horizon).compactMap { outcome(of: past, lead: $0) })
      let steps = past.origin..<past.origin + horizon
      weights.learn(past.judged.experts, loads: Array(prepared.load.values[steps]))
      for (step, expected) in zip(steps, past.judged.experts[0]) {
        recentErrors.learn(
          (prepared.load.values[step] - expected) / prepared.features.scale, at: step,
          of: prepared.features.timeline)
      }
    }
    open.removeAll { $0.origin + horizon <= origin }
    let judged = try model.forecast(
      prepared, origin: origin, uncertainty: uncertainty, weights: weights,
      recentErrors: recentErrors, execution: execution)
    open.append(Open(origin: origin, judged: judged))
    return judged.forecast
  }

  /// What became of one load of a forecast; nil if that is not known.
  private func outcome(of past: Open, lead: Int) -> AdaptiveQuantiles.Outcome? {
    let step = past.origin + lead
    let load = prepared.load.values[step]
    guard load.isFinite else { return nil }
    let scale = prepared.features.scale
    return AdaptiveQuantiles.Outcome(
      hour: prepared.features.timeline.hour(step), leadShare: model.leadShare(lead),
      difficulty: past.judged.difficulties[lead] / scale,
      error: (load - past.judged.forecast.expected[lead]) / scale,
      levelErrors: past.judged.bases.map { (load - $0[lead]) / scale })
  }
}
