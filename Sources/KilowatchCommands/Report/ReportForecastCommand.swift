import Documents
import Numerics
import Reporting

/// `report forecast`: a page about a backtest of forecasts.
struct ReportForecastCommand: Command {
  static let specification = CommandSpecification(
    path: ["report", "forecast"],
    summary: "Make a page about forecasts and how good they were.",
    discussion: """
      METRICS.json is what 'forecast backtest' writes. The single forecasts beside it, \
      METRICS.predictions.csv, are drawn with what came, if they are there.
      """,
    positionals: [Positional(name: "METRICS.json", help: "The metrics of a backtest.")],
    options: PageOutput.options + [.threads],
    examples: [
      Example(
        "kilowatch report forecast metrics.json --out forecast.html", "a page about metrics.json")
    ])

  private let path: String
  private let output: PageOutput
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    path = arguments.positionals[0]
    output = try PageOutput(arguments, name: "\(stem(of: path))-forecast")
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    let content = try ForecastContent(metrics: try readJSON(path), path: path, execution)
    try output.write(.forecast(content), console)
  }
}
