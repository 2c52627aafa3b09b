import Documents
import GridModel
import LoadForecasting
import Numerics
import Reporting
import Telemetry

/// `forecast predict`: from the past of a load to the demand profile of its next hours.
struct ForecastPredictCommand: Command {
  static let specification = CommandSpecification(
    path: ["forecast", "predict"],
    summary: "Forecast a load as a demand profile.",
    discussion: """
      Forecasts the horizon of the model from the end of the data on, for each meter. Writes \
      timestamp, node, demand_kw, demand_kw_p10, demand_kw_p90 (interval start; one load in ten \
      lies below p10, one above p90) as CSV, or as JSON if the file is named so. Days after the \
      training are forecast first, so that weights and intervals follow what became of them.
      """,
    options: [
      .value("model", "MODEL.json", "The model document."),
      .value("target", "COLUMN", "The column of the load.", default: "the one that was learnt"),
      .value("unit", "UNIT", "The unit of the load: W, kW or MW.", default: "kW"),
      .out("PROFILE.csv", "The demand profile to write; - is standard output."),
      .report("Make a page about it, with the week before; not with --table."),
    ] + SeriesFile.options + [
      .flag("table", "The data is a plain table: add the column prediction to it."), .threads,
    ],
    examples: [
      Example(
        "kilowatch forecast predict --model model.json --data load.csv --out profile.csv",
        "tomorrow, ready for dispatch")
    ])

  private let job: any ForecastJob

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    job = try arguments.forecastJob(series: SeriesPrediction.self, table: TablePrediction.self)
  }

  func run(_ console: Console) throws(CommandFailure) {
    try job.run(console)
  }
}

/// `forecast predict` of a load over time.
private struct SeriesPrediction: ForecastJob {
  private let file: SeriesFile
  private let target: String?
  private let model: String
  private let unitKW: Double
  private let out: String
  private let report: PageOutput?
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    file = try SeriesFile(arguments)
    model = try arguments.required("model")
    target = arguments.string("target")
    out = try arguments.required("out")
    report = try PageOutput.report(arguments)
    execution = try arguments.execution()
    switch arguments.string("unit") ?? "kW" {
    case "W": unitKW = 0.001
    case "kW": unitKW = 1
    case "MW": unitKW = 1_000
    default: throw arguments.usage("--unit takes W, kW or MW")
    }
  }

  func run(_ console: Console) throws(CommandFailure) {
    let read = try ForecasterFile(reading: model)
    let series = try file.series(
      of: target ?? read.target, weather: read.forecaster.configuration.weather,
      cadenceS: read.forecaster.stepS, execution: execution)
    // A meter that fell silent before the others is forecast for the same hours as they are.
    let end = series.map { $0.timestamp(ofStep: $0.values.count) }.max()
    var forecasts: [LoadForecast] = []
    for load in series.map({ $0.extended(to: $0.steps(before: end ?? $0.start)) }) {
      do throws(ForecastError) {
        forecasts.append(try read.forecaster.forecast(load, execution: execution))
      } catch {
        throw .badData("\(file.path): \(series.count > 1 ? "meter \(load.name): " : "")\(error)")
      }
    }
    guard let first = forecasts.first?.intervalStarts,
      forecasts.allSatisfy({ $0.intervalStarts == first })
    else {
      throw .badData("\(file.path): the rows of the meters are not taken at the same minutes")
    }
    let profile = DemandProfile(
      intervalStarts: first, nodes: forecasts.map { $0.node(unitKW: unitKW) })
    try withFiles { () throws(FileFailure) in try profile.write(to: out) }
    console.note(
      "\(out): \(profile.intervalStarts.count) intervals from \(first[0]) on for "
        + "\(profile.nodes.count) \(profile.nodes.count == 1 ? "node" : "nodes")")
    if let report {
      try report.write(
        .forecast(ForecastContent(profile, of: series, unitKW: unitKW, by: read)), console)
    }
  }
}
