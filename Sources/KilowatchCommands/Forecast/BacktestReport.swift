import Documents
import GridModel
import LoadForecasting
import Numerics

/// The files that a backtest leaves.
struct BacktestReport {
  private let backtest: Backtest
  private let series: LoadSeries
  private let target: String
  private let seed: UInt64

  init(_ backtest: Backtest, of series: LoadSeries, target: String, seed: UInt64) {
    self.backtest = backtest
    self.series = series
    self.target = target
    self.seed = seed
  }

  /// The file of single forecasts that belongs to the metrics at `path`.
  static func predictionsPath(for path: String) -> String {
    (path.hasSuffix(".json") ? String(path.dropLast(5)) : path) + ".predictions.csv"
  }

  /// The metrics in one line.
  var summary: String {
    guard let metrics = backtest.metrics else { return "no load is known to compare with" }
    func short(_ value: Double) -> String { "\((value * 1e4).rounded() / 1e4)" }
    return "MAE \(short(metrics.mae)), MASE \(metrics.mase.map(short) ?? "undefined"), "
      + "90 % interval covers \(short(metrics.coverage90Percent)) %"
  }

  /// The metrics as a document.
  func json(of path: String) throws(CommandFailure) -> JSONValue {
    guard let metrics = backtest.metrics else {
      throw .badData("\(path): no load is known in the part that is forecast")
    }
    var members = metrics.json
    members["model"] = .string(backtest.model.configuration.kind.rawValue)
    members["target"] = .string(target)
    members["seed"] = JSONValue(seed)
    members["season"] = .string("P\(backtest.seasonDays)D")
    members["season_error"] = JSONValue(backtest.naiveError)
    members["horizon"] = .string(ISODuration.text(backtest.model.configuration.horizonS))
    members["interval_s"] = JSONValue(series.stepS)
    members["fits"] = JSONValue(backtest.fits)
    members["first_forecast"] = .string(
      series.timestamp(ofStep: backtest.firstOrigin).description)
    members["training_steps"] = JSONValue(backtest.firstOrigin)
    members["by_lead_time"] = .array(
      backtest.metricsByLead.enumerated().compactMap { index, metrics in
        guard var members = metrics?.json else { return nil }
        members["lead_s"] = JSONValue((index + 1) * series.stepS)
        return .object(members)
      })
    var baselines: [String: JSONValue] = [:]
    for (kind, points) in backtest.references {
      baselines[kind.rawValue] =
        ForecastMetrics(points, naiveError: backtest.naiveError).map { .object($0.json) } ?? .null
    }
    members["baselines"] = .object(baselines)
    return .object(members)
  }

  /// Writes every single forecast, so that metrics can be computed again.
  func writePredictions(to path: String, execution: Execution) throws(CommandFailure) {
    let points = backtest.points
    func moments(_ step: (ForecastPoint) -> Int) -> DelimitedOutput {
      .text(TextColumn(points.map { series.timestamp(ofStep: step($0)).description }))
    }
    let quantiles = LoadForecast.levels.indices.map { level in
      DelimitedOutput.numbers(points.map { $0.quantiles[level] })
    }
    try withFiles { () throws(FileFailure) in
      var writer = try DelimitedWriter(
        path: path,
        header: ["issued_at", "timestamp", "lead_s", "actual", "forecast"]
          + LoadForecast.levels.map { "p\($0 < 0.095 ? "0" : "")\(Int(($0 * 100).rounded()))" })
      try writer.append(
        [
          moments(\.origin), moments(\.step),
          .numbers(points.map { Double($0.lead * series.stepS) }),
          .numbers(points.map(\.actual)), .numbers(points.map(\.expected)),
        ] + quantiles, rowCount: points.count, in: execution.loop)
      try writer.commit()
    }
  }
}

extension ForecastMetrics {
  /// The measures by the names of the contract.
  fileprivate var json: [String: JSONValue] {
    [
      "count": JSONValue(count), "mae": JSONValue(mae), "rmse": JSONValue(rmse),
      "mape_percent": mapePercent.map { JSONValue($0) } ?? .null,
      "smape_percent": JSONValue(smapePercent), "mase": mase.map { JSONValue($0) } ?? .null,
      "pinball": JSONValue(pinball), "coverage_90_percent": JSONValue(coverage90Percent),
      "width_90": JSONValue(width90),
    ]
  }
}
