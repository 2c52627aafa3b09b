import AnomalyDetection
import Documents
import Learning
import Numerics
import Reporting
import Telemetry

/// `detect score`: how strange each row is, and which stretches of time are events.
struct DetectScoreCommand: Command {
  static let specification = CommandSpecification(
    path: ["detect", "score"],
    summary: "Score rows with a trained model and list the events.",
    discussion: """
      Writes every column of the data, then score (higher is stranger) and is_anomaly (0 or 1). \
      NAME.meta.json beside the scores says which threshold and event rule they go with; events go \
      to --events. Features are found by name; columns that the model does not know pass through. \
      Rows are read, scored and written a block at a time, so that a file may be larger than \
      memory; with --report or --table it is held whole. \
      Of a table with more than two classes it writes the one predicted, too, and the probability of \
      each if there are at most 1,000.
      """,
    options: [
      .value("model", "MODEL.json", "The model document."),
      .value("data", "FILE.csv", "The data to score; - is standard input."),
      .out("SCORES.csv", "The scores to write; - is standard output."),
      .value(
        "events", "FILE",
        "Write the events too: CSV if the name says so, else JSON with the "
          + "contributions of each feature."),
      .report("Make a page about the scores, too; not with --table."),
      .flag("fail-on-anomaly", "Exit with 2 if there is an event (with --table, a row)."),
      .flag("table", "The data is a plain table, and the model was learned from one."),
    ] + TelemetryOptions.all + [.threads],
    examples: [
      Example(
        "kilowatch detect score --model model.json --data july.csv --out scores.csv "
          + "--events events.json", "scores, events and their reasons"),
      Example(
        "kilowatch detect score --model model.json --data july.csv --out /dev/null "
          + "--fail-on-anomaly", "a gate in a script"),
    ])

  private let model: String
  private let data: String
  private let out: String
  private let events: String?
  private let report: PageOutput?
  private let isGate: Bool
  private let isTable: Bool
  private let format: TelemetryFormat
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    model = try arguments.required("model")
    data = try arguments.required("data")
    out = try arguments.required("out")
    events = arguments.string("events")
    report = try PageOutput.report(arguments)
    isGate = arguments.flag("fail-on-anomaly")
    isTable = arguments.flag("table")
    format = try TelemetryOptions.format(arguments)
    execution = try arguments.execution()
    guard !isTable || (events == nil && report == nil) else {
      throw arguments.usage("--events and --report need times, which a --table has not")
    }
  }

  func run(_ console: Console) throws(CommandFailure) {
    let detector = try readDetector(model)
    guard detector.inputs.isTelemetry != isTable else {
      throw .badData(
        "\(model): \(isTable ? DetectionError.wantsTelemetry : DetectionError.wantsTable)")
    }
    let found = isTable ? try scoreTable(detector, console) : try scoreTelemetry(detector, console)
    if isGate && found > 0 {
      throw CommandFailure(
        .gateTripped, "\(data): \(found) \(isTable ? "anomalous rows" : "events") found")
    }
  }

  private func scoreTelemetry(
    _ detector: AnomalyDetector, _ console: Console
  ) throws(CommandFailure) -> Int {
    // A page shows the recording, which is then held whole.
    let whole = try report.map { _ throws(CommandFailure) in
      let recording = try readRecording(data, format, execution)
      guard recording.count > 0 else { throw CommandFailure.noRows(data) }
      return try ScoredTelemetry(recording, by: detector, path: data, execution)
    }
    let found: ScoresSummary
    if let whole {
      try whole.write(to: out, execution)
      found = ScoresSummary(whole)
    } else {
      found = try ScoresSummary(
        writingScoresOf: data, format, by: detector, to: out, keepsEvents: events != nil, execution)
    }
    try writeSidecar(detector)
    if let events { try EventsFile.write(found.events, to: events) }
    if let report, let whole {
      try report.write(
        .detection(content(of: whole, detector, name: fileName(of: data))), console)
    }
    console.note(
      "\(data): \(found.rowCount) rows, \(found.alarmCount) above "
        + "\(detector.threshold.value.rounded(toPlaces: 4)), \(found.eventCount) events")
    return found.eventCount
  }

  private func scoreTable(
    _ detector: AnomalyDetector, _ console: Console
  ) throws(CommandFailure) -> Int {
    guard case .table(let columns, _) = detector.inputs else { return 0 }
    let file = try TableFile(
      data, format: format.delimited, textColumns: [], numeric: columns, execution)
    let scored = ScoredTable(
      file: file, features: try file.features(named: columns), detector: detector,
      execution: execution)
    let found = try scored.write(to: out)
    try writeSidecar(detector)
    console.note(
      "\(data): \(file.table.rowCount) rows, \(found) above "
        + "\(detector.threshold.value.rounded(toPlaces: 4))")
    return found
  }

  private func writeSidecar(_ detector: AnomalyDetector) throws(CommandFailure) {
    guard out != "-", !out.hasPrefix("/dev/") else { return }
    try completing(out) { () throws(CommandFailure) in
      var digest: String?
      if data != "-" {
        digest = try withFiles { () throws(FileFailure) in try SHA256.hexDigest(ofFile: data) }
      }
      try writeJSON(
        ScoresSidecar(detector).document(dataSHA256: digest), to: SignalSidecar.path(beside: out))
    }
  }
}
