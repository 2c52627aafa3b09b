import Documents
import GridModel
import LoadForecasting
import Numerics

/// `forecast predict`: from the past of a load to the demand profile of its next hours.
struct ForecastPredictCommand: Command {
  static let specification = CommandSpecification(
    path: ["forecast", "predict"],
    summary: "Forecast a load as a demand profile.",
    discussion: """
      Forecasts the horizon of the model from the end of the data on, for each meter. Writes \
      timestamp, node, demand_kw, demand_kw_p10, demand_kw_p90 (interval start; one load in ten \
      lies below p10, one above p90) as CSV, or as JSON if the file is named so.
      """,
    options: [
      .value("model", "MODEL.json", "The model document."),
      .value("target", "COLUMN", "The column of the load.", default: "the one that was learnt"),
      .value("unit", "UNIT", "The unit of the load: W, kW or MW.", default: "kW"),
      .out("PROFILE.csv", "The demand profile to write; - is standard output."),
    ] + SeriesFile.options + [
      .flag("table", "The data is a plain table: add the column prediction to it."), .threads,
    ],
    examples: [
      Example(
        "kilowatch forecast predict --model model.json --data load.csv --out profile.csv",
        "tomorrow, ready for dispatch")
    ])

  private let job: @Sendable (Console) throws(CommandFailure) -> Void

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    job =
      arguments.flag("table")
      ? try TablePrediction(arguments).run : try SeriesPrediction(arguments).run
  }

  func run(_ console: Console) throws(CommandFailure) {
    try job(console)
  }
}

/// `forecast predict` of a load over time.
private struct SeriesPrediction: Sendable {
  private let file: SeriesFile
  private let target: String?
  private let model: String
  private let unitKW: Double
  private let out: String
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    file = try SeriesFile(arguments)
    model = try arguments.required("model")
    target = arguments.string("target")
    out = try arguments.required("out")
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
      execution: execution)
    var forecasts: [LoadForecast] = []
    for load in series {
      do throws(ForecastError) {
        forecasts.append(try read.forecaster.forecast(load, execution: execution))
      } catch {
        throw .badData("\(file.path): \(series.count > 1 ? "meter \(load.name): " : "")\(error)")
      }
    }
    // Meters that end at different moments have horizons of their own, a profile for each.
    let starts = forecasts.map(\.intervalStarts)
    guard let first = starts.first, starts.allSatisfy({ $0 == first }) else {
      throw .badData(
        "\(file.path): the meters end at different moments; forecast them from one file each")
    }
    let profile = DemandProfile(
      intervalStarts: first, nodes: forecasts.map { $0.node(unitKW: unitKW) })
    try profile.write(to: out, execution: execution)
    console.note(
      "\(out): \(profile.intervalStarts.count) intervals from \(first[0]) on for "
        + "\(profile.nodes.count) \(profile.nodes.count == 1 ? "node" : "nodes")")
  }
}

extension DemandProfile {
  /// Writes the profile as CSV, or as JSON if `path` ends so.
  func write(to path: String, execution: Execution) throws(CommandFailure) {
    if path.hasSuffix(".json") { return try writeJSON(json, to: path) }
    let starts = nodes.flatMap { _ in intervalStarts.map(\.description) }
    let names = nodes.flatMap { node in intervalStarts.map { _ in node.name } }
    func column(_ values: (Node) -> [Double]?) -> DelimitedOutput {
      .numbers(nodes.flatMap { values($0) ?? intervalStarts.map { _ in .nan } })
    }
    try withFiles { () throws(FileFailure) in
      var writer = try DelimitedWriter(
        path: path,
        header: ["timestamp", "node", "demand_kw", "demand_kw_p10", "demand_kw_p90"])
      try writer.append(
        [
          .text(TextColumn(starts)), .text(TextColumn(names)), column { $0.demandKW },
          column { $0.demandKWP10 }, column { $0.demandKWP90 },
        ], rowCount: starts.count, in: execution.loop)
      try writer.commit()
    }
  }

  private var json: JSONValue {
    [
      "timestamp": .array(intervalStarts.map { .string($0.description) }),
      "nodes": .array(
        nodes.map { node in
          [
            "node": .string(node.name), "demand_kw": .numbers(node.demandKW),
            "demand_kw_p10": node.demandKWP10.map { .numbers($0) } ?? .null,
            "demand_kw_p90": node.demandKWP90.map { .numbers($0) } ?? .null,
          ]
        }),
    ]
  }
}
