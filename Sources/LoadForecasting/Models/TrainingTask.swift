import Learning
import Numerics

/// The series that a forecaster learns from, cut into examples.
struct TrainingTask {
  /// Up to which step examples are learnt from.
  enum Cut {
    case heldOut
    case end
  }

  let recipes: [LearnerRecipe]
  private let configuration: Forecaster.Configuration
  private let series: [LoadSeries]
  private let prepared: [Forecaster.Prepared]
  let features: ForecastFeatures
  private let horizonSteps: Int
  private let seed: UInt64
  private let execution: Execution
  private let heldOut: Examples
  /// The days that are learnt from, of the longest series.
  private let historyDays: Double
  /// The days that are held out, of the series with most.
  let heldOutDays: Double
  private let early: Examples
  let all: Examples

  /// The days before the first example, which give it its lags.
  static let leadInDays = 7
  static let longestHoldOutDays = 56
  static let fewestExamples = 100

  init(
    series: [LoadSeries], configuration: Forecaster.Configuration, seed: UInt64,
    execution: Execution
  ) throws(ForecastError) {
    guard let stepS = series.first?.stepS else { throw .tooFewRows(found: 0, needed: 4) }
    for other in series where other.stepS != stepS {
      throw .cadenceDiffers(model: stepS, series: other.stepS)
    }
    guard configuration.intervals == .conformal || configuration.kind.learnsQuantiles else {
      throw .quantilesNotLearnt(by: configuration.kind)
    }
    let limit = 31 * 86_400 / stepS
    guard configuration.horizonS % stepS == 0, (1...limit).contains(configuration.horizonS / stepS)
    else {
      throw .horizonNotSupported(
        seconds: configuration.horizonS, stepSeconds: stepS, limit: limit)
    }
    let horizonSteps = configuration.horizonS / stepS
    let purge = (configuration.purgeS + stepS - 1) / stepS
    let perDay = 86_400 / stepS
    let longest = series.map(\.values.count).max() ?? 0
    let needed = TrainingTask.leadInDays * perDay + 4 * max(horizonSteps, perDay) + purge
    guard longest >= needed else {
      throw .historyTooShort(
        days: Double(longest) / Double(perDay), neededDays: Double(needed) / Double(perDay))
    }
    let features = ForecastFeatures(
      weather: configuration.weather, hasHolidays: !configuration.holidays.isEmpty,
      hasYear: longest >= 400 * perDay)
    var prepared: [Forecaster.Prepared] = []
    for load in series {
      prepared.append(
        (
          load,
          try SeriesFeatures(
            features, series: load, count: load.values.count, scale: Forecaster.scale(of: load),
            calendar: configuration.calendar, holidays: configuration.holidays)
        ))
    }
    // What is unknown at the end of a series says nothing of errors.
    let ends = series.map { load in
      min(load.values.count - purge, (load.values.lastIndex(where: \.isFinite) ?? -1) + 1)
    }
    let cuts = ends.map { end in
      end
        - min(
          TrainingTask.longestHoldOutDays * perDay, (end - TrainingTask.leadInDays * perDay) / 4)
    }
    historyDays = Double(longest - purge) / Double(perDay)
    heldOutDays = Double(zip(ends, cuts).map { $0 - $1 }.max() ?? 0) / Double(perDay)
    func examples(from: [Int], to: [Int], limit: Int) throws(ForecastError) -> Examples {
      let origins = TrainingTask.origins(
        from: from, to: to, horizonSteps: horizonSteps, stepsPerDay: perDay, limit: limit)
      // The load is known to the end of the part, so a horizon may reach beyond it and is cut.
      return try Examples(
        of: origins, horizonSteps: horizonSteps,
        features: features, in: prepared, knownBefore: to, execution: execution)
    }
    let starts = ends.map { _ in TrainingTask.leadInDays * perDay }
    early = try examples(from: starts, to: cuts, limit: configuration.exampleLimit)
    heldOut = try examples(from: cuts, to: ends, limit: configuration.exampleLimit / 3)
    all = try examples(from: starts, to: ends, limit: configuration.exampleLimit)
    let found = min(early.sources.count, heldOut.sources.count * 4)
    guard found >= TrainingTask.fewestExamples else {
      throw .tooFewExamples(found: found, needed: TrainingTask.fewestExamples)
    }
    recipes = LearnerRecipe.candidates(for: configuration.kind)
    self.configuration = configuration
    self.series = series
    self.prepared = prepared
    self.features = features
    self.horizonSteps = horizonSteps
    self.seed = seed
    self.execution = execution
  }

  /// The model that `recipe` makes of the examples before `cut`; one that is not `light` and may
  /// not see the held-out days stops early by its loss on them.
  func fit(
    _ recipe: LearnerRecipe, before cut: Cut, light: Bool,
    _ onEpoch: @Sendable (NeuralNetwork.Epoch) -> Void = { _ in }
  ) throws(ForecastError) -> Forecaster {
    let examples = cut == .heldOut ? early : all
    return Forecaster(
      configuration: configuration, stepS: series[0].stepS,
      scales: Dictionary(
        zip(series.map(\.name), prepared.map(\.features.scale)),
        uniquingKeysWith: { first, _ in first }),
      features: features,
      learner: try PointLearner.fit(
        configuration.kind, recipe: recipe, to: examples,
        validation: cut == .heldOut && !light ? heldOut : nil, seed: seed, light: light,
        execution: execution, onEpoch),
      weights: .alone, naiveDays: naiveDays(of: examples),
      intervals: ConformalIntervals(hourSizes: [], leadFactors: [], errors: []),
      quantileLearner: nil, trainedUntil: nil, learningCurve: [])
  }

  /// The model of quantiles beside `model`, from the examples before `cut`; nil if none is wanted.
  func quantiles(
    beside model: Forecaster, before cut: Cut
  ) throws(ForecastError) -> QuantileLearner? {
    guard configuration.intervals == .quantile else { return nil }
    return try QuantileLearner.fit(
      beside: model.learner, to: cut == .heldOut ? early : all, seed: seed, execution: execution)
  }

  /// What a model said of the held-out examples: by itself, and among the experts.
  struct Judged {
    let model: Forecaster
    let own: [Double]
    let combined: [Double]
  }

  /// The mean absolute error of `model` by itself on the held-out examples.
  func heldOutError(of model: Forecaster) throws(ForecastError) -> Double {
    let outputs = try model.experts(for: heldOut, in: prepared, execution: execution)[0]
    return zip(heldOut.targets, outputs).map { abs($0 - $1) }.mean
  }

  /// The errors of a judged model, and of a model of quantiles, on the held-out examples.
  func heldOutErrors(
    of judged: Judged, quantiles learner: QuantileLearner?
  ) throws(ForecastError) -> [ConformalIntervals.Residual] {
    let quantiles =
      try learner?.predict(
        heldOut.table, moved: zip(judged.combined, judged.own).map { $0 - $1 },
        execution: execution) ?? []
    return heldOut.sources.indices.map { row in
      let source = heldOut.sources[row]
      return ConformalIntervals.Residual(
        hour: prepared[source.series].features.timeline.hour(source.step),
        leadShare: judged.model.leadShare(source.step - source.origin),
        error: heldOut.targets[row] - judged.combined[row],
        quantileErrors: quantiles.map { heldOut.targets[row] - $0[row] })
    }
  }

  /// The `model` whose learner counts for the share that is nearest on the held-out examples.
  func withBestShare(_ model: Forecaster) throws(ForecastError) -> Forecaster {
    if case .nothing = model.learner.fitted { return model }
    let parts = try model.learner.parts(of: heldOut.table, execution: execution)
    let candidates = LearnerRecipe.shares.map { model.learner.with(share: $0) }
    let errors = candidates.map { learner in
      zip(learner.combined(parts), heldOut.targets).map { abs($0 - $1) }.mean
    }
    let best = errors.indices.min { errors[$0] < errors[$1] } ?? errors.endIndex - 1
    return model.with(candidates[best], model.weights)
  }

  /// The `model` among experts that count for what the held-out examples taught, forecast after
  /// forecast: of each series those a horizon apart.
  func judge(_ model: Forecaster) throws(ForecastError) -> Judged {
    var weights =
      model.learner.fitted == .nothing
      ? ExpertWeights.alone : ExpertWeights(historyDays: historyDays)
    var experts = try model.with(model.learner, weights).experts(
      for: heldOut, in: prepared, execution: execution)
    var corrections = [Double](repeating: 0, count: heldOut.sources.count)
    var recentErrors = series.map { RecentErrors(stepS: $0.stepS) }
    var open = [HeldOutForecast?](repeating: nil, count: series.count)
    for forecast in heldOutForecasts() {
      let number = forecast.series
      let timeline = prepared[number].features.timeline
      if let past = open[number], past.origin + horizonSteps <= forecast.origin {
        weights.learn(
          weights.experts(
            experts.map { Array($0[past.rows]) }, corrections: Array(corrections[past.rows])),
          loads: Array(heldOut.targets[past.rows]), importance: 1 / Double(series.count))
        for row in past.rows {
          recentErrors[number].learn(
            heldOut.targets[row] - experts[0][row], at: heldOut.sources[row].step, of: timeline)
        }
        open[number] = nil
      }
      for row in forecast.rows {
        corrections[row] = recentErrors[number].mean(at: heldOut.sources[row].step, of: timeline)
      }
      open[number] = open[number] ?? forecast
    }
    experts = weights.experts(experts, corrections: corrections)
    return Judged(
      model: model.with(model.learner, weights), own: experts[0],
      combined: weights.combined(experts))
  }

  /// The held-out rows of one series and origin.
  private struct HeldOutForecast {
    let series: Int
    let origin: Int
    var rows: Range<Int>
  }

  /// The held-out forecasts in order of time.
  private func heldOutForecasts() -> [HeldOutForecast] {
    var forecasts: [HeldOutForecast] = []
    for (row, source) in heldOut.sources.enumerated() {
      if let last = forecasts.last, last.series == source.series, last.origin == source.origin {
        forecasts[forecasts.count - 1].rows = last.rows.lowerBound..<row + 1
      } else {
        forecasts.append(
          HeldOutForecast(series: source.series, origin: source.origin, rows: row..<row + 1))
      }
    }
    return forecasts.sorted { ($0.origin, $0.series) < ($1.origin, $1.series) }
  }

  /// The season of a naive forecast: 1 or 7 days, whichever was nearer on `examples`.
  private func naiveDays(of examples: Examples) -> Int {
    switch configuration.kind {
    case .seasonalNaiveDay: return 1
    case .seasonalNaive: break
    default: return 7
    }
    let errors = [1, 7].map { days in
      var sum = 0.0
      for (source, target) in zip(examples.sources, examples.targets) {
        let features = prepared[source.series].features
        let value = features.lag(days: days, of: source.step, before: source.origin)
        if !value.isNaN { sum += abs((value - source.level) / features.scale - target) }
      }
      return sum
    }
    return errors[0] <= errors[1] ? 1 : 7
  }

  /// Origins in each series between `from` and `to`, evenly apart, so that examples stay within
  /// `limit`.
  private static func origins(
    from: [Int], to: [Int], horizonSteps: Int, stepsPerDay: Int, limit: Int
  ) -> [(series: Int, origin: Int)] {
    let steps = zip(from, to).map { max(0, $1 - $0) }.reduce(0, +)
    var stride = max(1, (steps * horizonSteps + limit - 1) / limit)
    while greatestCommonDivisor(stride, stepsPerDay) != 1 { stride += 1 }
    return from.indices.flatMap { series in
      Swift.stride(from: from[series], to: to[series], by: stride).map { (series, $0) }
    }
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : greatestCommonDivisor(b, a % b)
  }
}
