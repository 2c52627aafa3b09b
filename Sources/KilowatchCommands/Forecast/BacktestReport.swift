import Documents
import GridModel
import Learning
import LoadForecasting
import Numerics

/// The files that a backtest leaves.
struct BacktestReport {
  private let record: ForecastRecord
  private let start: Timestamp
  private let stepS: Int
  private let baselines: [(name: String, metrics: ForecastMetrics?)]
  /// What the metrics say beside the measures.
  private let facts: [String: JSONValue]

  /// What came of `backtest`.
  init(_ backtest: Backtest, of series: LoadSeries, target: String, seed: UInt64) {
    let configuration = backtest.model.configuration
    record = backtest.record(of: series, calendar: configuration.calendar)
    start = series.start
    stepS = series.stepS
    baselines = backtest.references.map { kind, points in
      (kind.rawValue, ForecastMetrics(points, naiveError: backtest.naiveError))
    }
    var facts: [String: JSONValue] = [
      "model": .string(configuration.kind.rawValue), "target": .string(target),
      "seed": JSONValue(seed), "season": .string("P\(backtest.seasonDays)D"),
      "horizon": .string(ISODuration.text(configuration.horizonS)),
      "intervals": .string(configuration.intervals.rawValue),
      "fits": JSONValue(backtest.fits),
      "first_forecast": .string(series.timestamp(ofStep: backtest.firstOrigin).description),
      "training_steps": JSONValue(backtest.firstOrigin),
    ]
    let curve = backtest.model.learningCurve
    if !curve.isEmpty {
      facts["learning_curve"] = [
        "training_loss": .numbers(curve.map(\.trainingLoss)),
        "validation_loss": .numbers(curve.compactMap(\.validationLoss)),
      ]
    }
    self.facts = facts
  }

  /// What the single forecasts in the file at `path` say: no model is needed to judge them again.
  init(
    predictions path: String, model: String, _ execution: Execution
  ) throws(CommandFailure) {
    let file = try PredictionsFile(reading: path, execution)
    record = file.record
    start = file.start
    stepS = file.stepS
    baselines = file.record.references.map { ($0.name, file.record.metrics(of: $0)) }
    facts = ["model": .string(model), "season": "P1D"]
  }

  /// The metrics in one line.
  var summary: String {
    guard let metrics = record.metrics else { return "no load is known to compare with" }
    func short(_ value: Double) -> String { "\(value.rounded(toPlaces: 4))" }
    return "MAE \(short(metrics.mae)), MASE \(metrics.mase.map(short) ?? "undefined"), "
      + "90 % interval covers \(short(metrics.coverage90Percent)) %"
  }

  /// The metrics as a document.
  func json(of path: String) throws(CommandFailure) -> JSONValue {
    guard let metrics = record.metrics else {
      throw .badData("\(path): no load is known in the part that is forecast")
    }
    var members = metrics.json
    members.merge(facts) { $1 }
    members["season_error"] = record.naiveError.isNaN ? .null : JSONValue(record.naiveError)
    members["interval_s"] = JSONValue(stepS)
    members["by_lead_time"] = .array(
      record.metricsByLead.map { lead, metrics in
        .object(metrics.json.merging(["lead_s": JSONValue(lead * stepS)]) { $1 })
      })
    members["by_hour"] = .array(
      record.metricsByHour.map { hour, metrics in
        .object(metrics.json.merging(["hour": JSONValue(hour)]) { $1 })
      })
    members["baselines"] = .object(
      Dictionary(
        baselines.map { ($0.name, $0.metrics.map { .object($0.json) } ?? .null) },
        uniquingKeysWith: { first, _ in first }))
    return .object(members)
  }

  /// Writes every single forecast, so that metrics can be computed again.
  func writePredictions(to path: String, execution: Execution) throws(CommandFailure) {
    try PredictionsFile(record: record, start: start, stepS: stepS).write(to: path, execution)
  }
}

extension ForecastMetrics {
  /// The measures by the names of the contract; those that are not known are null.
  var json: [String: JSONValue] {
    let measures: [String: Double?] = [
      "mae": mae, "rmse": rmse, "mape_percent": mapePercent, "smape_percent": smapePercent,
      "mase": mase, "pinball": pinball, "coverage_90_percent": coverage90Percent,
      "width_90": width90,
    ]
    var members = measures.mapValues { value in
      value.flatMap { $0.isFinite ? JSONValue($0) : nil } ?? .null
    }
    members["count"] = JSONValue(count)
    return members
  }
}
