import Documents
import GridModel
import LoadForecasting
import Numerics
import Reporting

extension ForecastContent {
  /// What a page says about the metrics of `forecast backtest` in the file at `path`, with the
  /// forecasts of the last two weeks, which stand beside it unless `predictions` says where.
  init(
    metrics document: JSONValue, path: String, predictions: String? = nil, _ execution: Execution
  ) throws(CommandFailure) {
    guard document["mae"]?.double != nil, let model = document["model"]?.string else {
      throw .badData("\(path): is no result of forecast backtest: it has no mae and model")
    }
    let target = document["target"]?.string ?? "load"
    var scores = [Score(document, model: model)]
    for (name, baseline) in (document["baselines"]?.object ?? [:]).sorted(by: { $0.key < $1.key })
    where !baseline.isNull && name != model {
      scores.append(Score(baseline, model: name))
    }
    let predictions = try Self.predictions(
      predictions ?? PredictionsFile.path(besideMetrics: path), execution)
    self.init(
      target: target, unit: Self.unit(of: target),
      source: "Backtest of \(code: model), horizon \(document["horizon"]?.string ?? "unknown")",
      series: predictions.map { [$0] } ?? [], scores: scores,
      learningCurve: (
        document["learning_curve"]?["training_loss"]?.numbers ?? [],
        document["learning_curve"]?["validation_loss"]?.numbers ?? []
      ),
      provenance: [Page.Provenance("Kilowatch", Kilowatch.version)])
    if let seed = document["seed"]?.unsignedInteger {
      provenance.append(Page.Provenance("Seed", "\(seed)"))
    }
  }

  /// The unit that the name of a column ends with.
  private static func unit(of name: String) -> String {
    for unit in ["kW", "MW", "kWh", "MWh", "GW", "W"]
    where name.lowercased().hasSuffix("_\(unit.lowercased())") {
      return unit
    }
    return ""
  }

  /// The last two weeks of single forecasts; nil if there is no such file.
  private static func predictions(
    _ path: String, _ execution: Execution
  ) throws(CommandFailure) -> Series? {
    let file: PredictionsFile
    do {
      file = try PredictionsFile(reading: path, execution)
    } catch {
      if error.exitCode == .noInput { return nil }
      throw error
    }
    let points = file.record.points
    let times = points.map {
      Double(file.start.millisecondsSinceEpoch) + Double($0.step * file.stepS) * 1_000
    }
    let first = (times.last ?? 0) - 14 * 86_400_000
    // Forecasts that overlap are shown once: the one that was issued first stays.
    var rows: [Int] = []
    for row in times.indices where times[row] > (rows.last.map { times[$0] } ?? first) {
      rows.append(row)
    }
    let shown = rows.map { points[$0] }
    return Series(
      node: "load", times: rows.map { times[$0] }, expected: shown.map(\.expected),
      low: shown.map { $0.quantiles[1] }, high: shown.map { $0.quantiles[3] },
      actual: shown.map(\.actual))
  }
}

extension ForecastContent.Score {
  /// The measures of a document by the names of the contract.
  fileprivate init(_ document: JSONValue, model: String) {
    self.init(
      model: model, mae: document["mae"]?.double, rmse: document["rmse"]?.double,
      mapePercent: document["mape_percent"]?.double, mase: document["mase"]?.double,
      pinball: document["pinball"]?.double,
      coverage90Percent: document["coverage_90_percent"]?.double,
      byLeadTime: (document["by_lead_time"]?.array ?? []).compactMap { lead in
        lead["lead_s"]?.double.flatMap { seconds in
          lead["mae"]?.double.map { (leadS: seconds, mae: $0) }
        }
      },
      byHour: (document["by_hour"]?.array ?? []).compactMap { hour in
        hour["hour"]?.double.flatMap { number in
          hour["mae"]?.double.map { (hour: number, mae: $0) }
        }
      })
  }
}
