import Documents
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
      The page shows each channel with its gaps, distributions, correlations, the pattern of the \
      week and rolling features. Events that NAME.meta.json lists beside the file are marked.
      """,
    positionals: [Positional(name: "FILE.csv", help: "The telemetry file.")],
    options: PageOutput.options + [.threads],
    examples: [
      Example("kilowatch report dataset june.csv --out june.html", "a page about june.csv")
    ])

  private let path: String
  private let output: PageOutput
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    path = arguments.positionals[0]
    output = try PageOutput(arguments, name: "\(stem(of: path))-dataset")
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    let recording = try reportedRecording(path, execution: execution)
    let content = DatasetContent(
      name: fileName(of: path), recording: recording, events: try knownEvents(beside: path),
      findings: nil, provenance: [Page.Provenance("Kilowatch", Kilowatch.version)],
      execution: execution)
    try output.write(.dataset(content), console)
  }
}

/// The telemetry file at `path`, with `extraChannels` beside the standard ones.
func reportedRecording(
  _ path: String, extraChannels: [String] = [], execution: Execution
) throws(CommandFailure) -> Recording {
  do throws(TelemetryError) {
    return try Recording(
      reading: path, format: TelemetryFormat(extraChannels: extraChannels), execution: execution)
  } catch {
    if case .table(.file(let failure)) = error { throw CommandFailure(failure) }
    throw .badData(error.description)
  }
}
