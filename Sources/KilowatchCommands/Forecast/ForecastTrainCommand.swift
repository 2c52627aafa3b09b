import Documents
import GridModel
import Learning
import LoadForecasting
import Numerics

/// `forecast train`: learns a load.
struct ForecastTrainCommand: Command {
  static let specification = CommandSpecification(
    path: ["forecast", "train"],
    summary: "Learn to forecast a load.",
    discussion: """
      Learns from lags by the local calendar, rolling statistics, the calendar, holidays and \
      weather. Rows are averaged to the cadence; an interval of which less than half is known is a \
      gap, and no gap is filled: a missing lag steps back by its own length. The model's freedom is \
      chosen by its error on the last days, whose errors also give the intervals. A file with a \
      column meter_id trains one model on all its meters.
      """,
    options: [
      .value("model", "MODEL", "mlp, random-forest, ridge or seasonal-naive."),
      .value("target", "COLUMN", "The column of the load."),
      .value("horizon", "DURATION", "How far to forecast.", default: "PT24H"),
      .value(
        "intervals", "METHOD",
        "conformal, from errors on held-out days, or quantile, learnt (mlp and random-forest).",
        default: "conformal"),
      .out("MODEL.json", "The model document to write."),
    ] + SeriesFile.options + TableTraining.options + [.seed, .threads],
    examples: [
      Example(
        """
        kilowatch forecast train --model mlp --data load.csv --target demand_kw --horizon PT24H \
        --seed 7 --out model.json
        """, "a network for tomorrow"),
      Example(
        """
        kilowatch forecast train --model random-forest --data load.csv.gz --target Demand \
        --zone Australia/Melbourne --weather Temperature --out model.json
        """, "a forest that knows the weather forecast"),
      Example(
        "kilowatch forecast train --model mlp --table --data houses.csv --label price --out m.json",
        "any table of numbers"),
    ])

  private let job: any ForecastJob

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    job = try arguments.forecastJob(series: SeriesTraining.self, table: TableTraining.self)
  }

  func run(_ console: Console) throws(CommandFailure) {
    try job.run(console)
  }
}

/// `forecast train` on a load over time.
private struct SeriesTraining: ForecastJob {
  private let file: SeriesFile
  private let target: String
  private let configuration: Forecaster.Configuration
  private let out: String
  private let seed: UInt64
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    file = try SeriesFile(arguments)
    target = try arguments.required("target")
    configuration = try Forecaster.Configuration(arguments, file: file)
    out = try arguments.required("out")
    seed = try arguments.seed()
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    let series = try file.series(
      of: target, weather: configuration.weather, execution: execution)
    let progress = console.progress("training", total: configuration.kind.trainingStages)
    let forecaster: Forecaster
    do throws(ForecastError) {
      forecaster = try Forecaster.train(
        on: series, configuration: configuration, seed: seed, execution: execution,
        onProgress: progress.reach)
    } catch {
      progress.finish()
      throw .badData("\(file.path): \(error)")
    }
    progress.finish()
    let end = series.map { $0.timestamp(ofStep: $0.values.count) }.max()
    try ForecasterFile(forecaster, target: target, seed: seed).write(
      to: out,
      training: [
        "sha256": file.path == "-"
          ? .null
          : .string(
            try withFiles { () throws(FileFailure) in try SHA256.hexDigest(ofFile: file.path) }),
        "rows": JSONValue(series.map(\.values.count).reduce(0, +)),
        "start": (series.map(\.start).min()).map { .string($0.description) } ?? .null,
        "end": end.map { .string($0.description) } ?? .null,
        "interval_s": JSONValue(forecaster.stepS),
      ], createdAt: end?.description)
    console.note(
      "\(out): \(configuration.kind.rawValue) for \(series.count) series, "
        + "\(forecaster.horizonSteps) steps of \(forecaster.stepS) s")
  }
}

extension Forecaster.Configuration {
  /// The configuration that the options of `forecast train` and `forecast backtest` ask for.
  init(_ arguments: ParsedArguments, file: SeriesFile) throws(CommandFailure) {
    guard let kind = try arguments.choice("model", of: ForecastModelKind.self) else {
      throw arguments.usage("needs --model")
    }
    self.init(
      kind: kind, horizonS: try arguments.duration("horizon") ?? 86_400, calendar: file.calendar,
      holidays: file.holidays, weather: file.weather,
      intervals: try arguments.choice("intervals", of: IntervalMethod.self) ?? .conformal,
      purgeS: try arguments.duration("purge", atLeast: 0) ?? 0)
  }
}
