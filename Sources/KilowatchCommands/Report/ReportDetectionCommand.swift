import AnomalyDetection
import Documents
import GridModel
import Learning
import Numerics
import Reporting
import Telemetry

/// `report detection`: a page about scores of a recording.
struct ReportDetectionCommand: Command {
  static let specification = CommandSpecification(
    path: ["report", "detection"],
    summary: "Make a page about what a detector found.",
    discussion: """
      SCORES.csv is what 'detect score' writes: the recording with the columns score and is_anomaly. \
      With labels in it, the page measures what was found against them.
      """,
    positionals: [Positional(name: "SCORES.csv", help: "The scored recording.")],
    options: PageOutput.options + [
      .value(
        "model", "MODEL.json", "The model that made the scores: its threshold and importances."),
      .value("events", "EVENTS.json", "The alarms as events, with the features that explain them."),
      .threads,
    ],
    examples: [
      Example(
        "kilowatch report detection scores.csv --model forest.json --out detection.html",
        "a page about scores.csv")
    ])

  private let path: String
  private let modelPath: String?
  private let eventsPath: String?
  private let output: PageOutput
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    path = arguments.positionals[0]
    modelPath = arguments.string("model")
    eventsPath = arguments.string("events")
    output = try PageOutput(arguments, name: "\(stem(of: path))-detection")
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    let scored = try ScoredRecording(reading: path, .contract, execution)
    var content = DetectionContent(
      name: fileName(of: path), model: modelPath.map(fileName(of:)) ?? scored.model, scored: scored)
    if let eventsPath { try content.addEvents(of: readJSON(eventsPath), at: eventsPath) }
    if let modelPath { content.add(model: try readJSON(modelPath)) }
    try output.write(.detection(content), console)
  }
}
