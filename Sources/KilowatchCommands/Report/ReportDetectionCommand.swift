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
    let extras = ["score", "is_anomaly"]
    let table = try reportedRecording(path, extraChannels: extras, execution: execution)
    guard let scores = table.values(named: extras[0]), let flags = table.values(named: extras[1])
    else {
      throw .badData("\(path): has no columns score and is_anomaly; make it with detect score")
    }
    let recording = Recording(
      timestamps: table.timestamps, meterIDs: table.meterIDs, meterIndices: table.meterIndices,
      channels: table.channels.filter { !extras.contains($0.name) }, labels: table.labels,
      anomalyKinds: table.anomalyKinds)
    var model: JSONValue?
    if let modelPath { model = try readJSON(modelPath) }
    let decisions = flags.map { $0 == 1 }
    let scored = ScoredRecording(
      recording: recording, scores: scores, decisions: decisions,
      threshold: Self.threshold(of: model, scores: scores, decisions: decisions))
    var events: [GridEvent]?
    if let eventsPath {
      let document = try readJSON(eventsPath)
      guard let list = document["events"]?.array ?? document.array else {
        throw .badData("\(eventsPath): has no list of events")
      }
      events = list.compactMap(GridEvent.init(document:))
    }
    var content = DetectionContent(
      name: fileName(of: path), model: modelPath.map(fileName(of:)) ?? "a model not named",
      scored: scored, events: events)
    content.importances = Self.importances(of: model)
    content.provenance =
      [Page.Provenance("Kilowatch", Kilowatch.version)]
      + (model?["kind"]?.string.map { [Page.Provenance("Model", $0)] } ?? [])
      + (model?["seed"]?.integer.map { [Page.Provenance("Seed", "\($0)")] } ?? [])
    try output.write(.detection(content), console)
  }

  /// The model's threshold; without a model, the lowest score in alarm.
  private static func threshold(
    of model: JSONValue?, scores: [Double], decisions: [Bool]
  ) -> ScoreThreshold {
    if let threshold = model?["threshold"], let value = threshold["value"]?.double {
      return ScoreThreshold(
        value: value, method: threshold["method"]?.string ?? "",
        source: threshold["source"]?.string ?? "the model")
    }
    let lowest = zip(scores, decisions).filter { $1 }.map(\.0).min()
    return ScoreThreshold(
      value: lowest ?? scores.filter(\.isFinite).max() ?? 0, method: "lowest score in alarm",
      source: "the lowest score in alarm")
  }

  private static func importances(of model: JSONValue?) -> [(feature: String, importance: Double)] {
    guard
      let object = model?["metrics"]?["importances"]?.object
        ?? model?["metrics"]?["feature_importances"]?.object
    else { return [] }
    return object.compactMap { name, value in value.double.map { (name, $0) } }
      .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
  }
}
