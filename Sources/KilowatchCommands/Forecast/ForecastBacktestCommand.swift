import Documents
import GridModel
import Learning
import LoadForecasting
import Numerics
import Reporting

/// `forecast backtest`: how good forecasts would have been.
struct ForecastBacktestCommand: Command {
  static let specification = CommandSpecification(
    path: ["forecast", "backtest"],
    summary: "Measure forecasts on the past, as they would have been made.",
    discussion: """
      Stands at the start of the last part of the data, knowing only what lies before, forecasts a \
      horizon, moves on by it, and so on to the end. Writes mae, rmse, mape_percent, \
      smape_percent, mase (scaled by repeating the day before in the training part), pinball, \
      coverage_90_percent, by_lead_time and by_hour, and the same for the baselines; every single \
      forecast goes to NAME.predictions.csv beside it, from which --from computes the measures \
      again without a model. At most half of the data is forecast. Weather is taken as if it had \
      been forecast without error. With --table, rows are forecast by models that learnt the \
      others, a fold at a time.
      """,
    options: [
      .value("model", "MODEL", "mlp, random-forest, ridge, seasonal-naive, …-day, …-week."),
      .value("target", "COLUMN", "The column of the load."),
      .value("horizon", "DURATION", "How far to forecast.", default: "PT24H"),
      .value("last", "DURATION", "The part at the end that is forecast.", default: "P60D"),
      .value("stride", "DURATION", "From forecast to forecast.", default: "the horizon"),
      .value("refit", "DURATION", "Time after which the model is fitted anew.", default: "never"),
      .value(
        "purge", "DURATION", "Time before the first forecast that is not learnt from.",
        default: "PT0S"),
      .value(
        "intervals", "METHOD",
        "conformal, from errors on held-out days, or quantile, learnt (mlp and random-forest).",
        default: "conformal"),
      .value(
        "examples", "NAME",
        "Write what is learnt from and asked for to NAME.train.csv and NAME.test.csv."),
      .value(
        "from", "PREDICTIONS.csv", "Judge the single forecasts of an earlier backtest instead."),
      .out("METRICS.json", "The metrics to write."),
      .report("Make a page about them, too."),
    ] + SeriesFile.options + TableTraining.options + [
      .value("folds", "N", "With --table, the parts that are forecast in turn.", default: "5"),
      .seed, .threads,
    ],
    examples: [
      Example(
        """
        kilowatch forecast backtest --model random-forest --data load.csv --target demand_kw \
        --horizon PT24H --last P60D --out metrics.json
        """, "sixty days of day-ahead forecasts"),
      Example(
        "kilowatch forecast backtest --from metrics.predictions.csv --out again.json",
        "the same measures from the saved forecasts"),
    ])

  private let job: any ForecastJob

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    job =
      try arguments.string("from") != nil
      ? PredictionsBacktest(arguments)
      : arguments.forecastJob(series: SeriesBacktest.self, table: TableBacktest.self)
  }

  func run(_ console: Console) throws(CommandFailure) {
    try job.run(console)
  }
}

/// `forecast backtest --from`: the measures of forecasts that were made before.
private struct PredictionsBacktest: ForecastJob {
  private let path: String
  private let model: String
  private let out: String
  private let report: PageOutput?
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    path = try arguments.required("from")
    model = arguments.string("model") ?? stem(of: path)
    out = try arguments.required("out")
    report = try PageOutput.report(arguments)
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    let results = try BacktestReport(predictions: path, model: model, execution)
    let metrics = try results.json(of: path)
    try writeJSON(metrics, to: out)
    console.note(results.summary)
    if let report {
      try report.write(
        .forecast(ForecastContent(metrics: metrics, path: out, predictions: path, execution)),
        console)
    }
  }
}

/// `forecast backtest` of a load over time.
private struct SeriesBacktest: ForecastJob {
  private let file: SeriesFile
  private let target: String
  private let configuration: Forecaster.Configuration
  private let course: Backtest.Configuration
  private let out: String
  private let report: PageOutput?
  private let examples: String?
  private let seed: UInt64
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    file = try SeriesFile(arguments)
    target = try arguments.required("target")
    configuration = try Forecaster.Configuration(arguments, file: file)
    course = Backtest.Configuration(
      lastS: try arguments.duration("last") ?? 60 * 86_400,
      strideS: try arguments.duration("stride"), refitS: try arguments.duration("refit"))
    out = try arguments.required("out")
    report = try PageOutput.report(arguments)
    examples = arguments.string("examples")
    seed = try arguments.seed()
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    let all = try file.series(of: target, weather: configuration.weather, execution: execution)
    guard let series = all.first, all.count == 1 else {
      throw .badData(
        "\(file.path): a backtest is of one meter, and the file has \(all.count): "
          + "choose one with --meter")
    }
    if let examples { try writeExamples(of: series, to: examples) }
    let progress = console.progress("forecasting", total: course.lastS / configuration.horizonS)
    let backtest: Backtest
    do throws(ForecastError) {
      backtest = try Backtest.run(
        on: series, forecaster: configuration, configuration: course, seed: seed,
        execution: execution, onProgress: progress.reach)
    } catch {
      progress.finish()
      throw .badData("\(file.path): \(error)")
    }
    progress.finish()
    let results = BacktestReport(backtest, of: series, target: target, seed: seed)
    let metrics = try results.json(of: file.path)
    try writeJSON(metrics, to: out)
    if out != "-" {
      try completing(out) { () throws(CommandFailure) in
        try results.writePredictions(
          to: PredictionsFile.path(besideMetrics: out), execution: execution)
      }
    }
    console.note(results.summary)
    if let report {
      try report.write(
        .forecast(ForecastContent(metrics: metrics, path: out, execution)), console)
    }
  }

  /// Writes the features and targets of the backtest, for other tools to try.
  private func writeExamples(of series: LoadSeries, to name: String) throws(CommandFailure) {
    let rows: BacktestExamples
    do throws(ForecastError) {
      rows = try BacktestExamples(
        of: series, forecaster: configuration, configuration: course, execution: execution)
    } catch {
      throw .badData("\(file.path): \(error)")
    }
    func write(
      _ path: String, _ table: FeatureTable, _ others: [(String, [Double])]
    )
      throws(FileFailure)
    {
      let features = table.names.indices.map { index in
        DelimitedOutput.numbers(table.column(index).map { Double($0) })
      }
      var writer = try DelimitedWriter(path: path, header: table.names + others.map(\.0))
      try writer.append(
        features + others.map { .numbers($0.1) }, rowCount: table.rowCount, in: execution.loop)
      try writer.commit()
    }
    try withFiles { () throws(FileFailure) in
      try write("\(name).train.csv", rows.training, [("target", rows.trainingTargets)])
      try write(
        "\(name).test.csv", rows.test,
        [
          ("level", rows.testLevels), ("actual", rows.testLoads),
          ("scale", rows.testLoads.map { _ in rows.scale }),
        ])
    }
  }
}
