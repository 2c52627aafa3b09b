import GridModel
import Numerics
import Reporting
import Telemetry

/// `report dataset`: a page about a recording.
struct ReportDatasetCommand: Command {
  static let specification = CommandSpecification(
    path: ["report", "dataset"],
    summary: "Make a page about a telemetry file.",
    discussion: """
      The page shows each channel with its gaps, what 'data validate' finds, distributions, \
      correlations, the pattern of the week and rolling features. Events that NAME.meta.json lists beside the file are marked.
      """,
    positionals: [Positional(name: "FILE.csv", help: "The telemetry file.")],
    options: PageOutput.options + TelemetryOptions.all + [.threads],
    examples: [
      Example("kilowatch report dataset june.csv --out june.html", "a page about june.csv")
    ])

  private let path: String
  private let output: PageOutput
  private let format: TelemetryFormat
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    path = arguments.positionals[0]
    output = try PageOutput(arguments, name: "\(stem(of: path))-dataset")
    format = try TelemetryOptions.format(arguments)
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    let recording = try readRecording(path, format, execution)
    let content = DatasetContent(
      name: fileName(of: path), recording: recording, events: try knownEvents(beside: path),
      execution: execution)
    try output.write(.dataset(content), console)
  }
}
