import AnomalyDetection
import Documents
import Learning
import Numerics
import Reporting
import Telemetry

/// `detect evaluate`: how good scores are, measured against labels.
struct DetectEvaluateCommand: Command {
  static let specification = CommandSpecification(
    path: ["detect", "evaluate"],
    summary: "Measure scores against labels.",
    discussion: """
      The scores file has score, is_anomaly and the truth: label (0 or 1) and anomaly_type, or with \
      --table the column of the class. Rows are judged by precision, recall, F1, ROC-AUC and average \
      precision; events by whether an alarm touches them, and by ranges after Tatbul et al. (2018); \
      more than two classes by macro averages. Threshold and event rule come from the file that \
      'detect score' put beside the scores.
      """,
    options: [
      .value("scores", "SCORES.csv", "The scores, as 'detect score' wrote them."),
      .out("METRICS.json", "The metrics to write; - is standard output."),
      .value(
        "fail-under", "METRIC=VALUE",
        "Exit with 2 if a metric of the document is lower, such as "
          + "f1=0.9 or event.recall=0.95.", isRepeating: true),
      .value("report", "PAGE.html", "Make a page about the scores, too; they need times."),
      .flag("table", "The scores are of a plain table."),
      .value(
        "label", "COLUMN", "With --table, the column of the class.",
        default: "the one that the model was trained with"),
      .value(
        "normal", "CLASS", "With --table, the class that is no anomaly.",
        default: "as the model has it"),
      .threads,
    ],
    examples: [
      Example(
        "kilowatch detect evaluate --scores scores.csv --out metrics.json", "all metrics"),
      Example(
        "kilowatch detect evaluate --scores scores.csv --out - --fail-under f1=0.9",
        "a gate on quality"),
    ])

  private let scores: String
  private let out: String
  private let gates: [(path: [String], value: Double)]
  private let report: PageOutput?
  private let isTable: Bool
  private let label: String?
  private let normal: String?
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    scores = try arguments.required("scores")
    out = try arguments.required("out")
    report = arguments.string("report").map { PageOutput(path: $0) }
    isTable = arguments.flag("table")
    label = arguments.string("label")
    normal = arguments.string("normal")
    execution = try arguments.execution()
    var gates: [(path: [String], value: Double)] = []
    for text in arguments.strings("fail-under") {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let value = Double(parts[1]), value.isFinite else {
        throw arguments.usage("--fail-under takes METRIC=VALUE such as f1=0.9, not '\(text)'")
      }
      gates.append((parts[0].split(separator: ".").map(String.init), value))
    }
    self.gates = gates
  }

  func run(_ console: Console) throws(CommandFailure) {
    let sidecar = try ScoresSidecar(beside: scores)
    let isTable = isTable || sidecar?.isTelemetry == false
    let metrics =
      isTable ? try evaluateTable(sidecar) : try evaluateTelemetry(sidecar)
    if out == "-" {
      console.write(String(decoding: metrics.serialized(), as: UTF8.self))
    } else {
      try writeJSON(metrics, to: out)
    }
    if let report, !isTable {
      let scored = try ScoredRecording(reading: scores, execution)
      let content = DetectionContent(
        name: fileName(of: scores), model: scored.model, scored: scored)
      try report.write(.detection(content), console)
    }
    for gate in gates {
      let name = gate.path.joined(separator: ".")
      var found: JSONValue? = metrics
      for part in gate.path { found = found?[part] }
      guard let value = found?.double else {
        throw .usage("detect evaluate: there is no number '\(name)' in the metrics")
      }
      guard value >= gate.value else {
        throw CommandFailure(.gateTripped, "\(scores): \(name) is \(value), below \(gate.value)")
      }
    }
  }

  private func evaluateTelemetry(_ sidecar: ScoresSidecar?) throws(CommandFailure) -> JSONValue {
    let recording = try readRecording(
      scores, TelemetryFormat(extraChannels: ["score", "is_anomaly"]), execution)
    guard recording.count > 0 else { throw .badData("\(scores): no rows below the header") }
    guard let values = recording.values(named: "score"),
      let flags = recording.values(named: "is_anomaly")
    else { throw .badData("\(scores): no columns score and is_anomaly") }
    guard let labels = recording.labels else {
      throw .badData("\(scores): no column 'label' to measure against")
    }
    let decisions = try checkedDecisions(values, flags)
    let timeline = Timeline(recording)
    let threshold = sidecar?.threshold ?? observedThreshold(values, decisions)
    // Without a rule, the decisions of the file are the events.
    let alarms =
      sidecar?.eventRule.events(scores: values, threshold: threshold.value, timeline: timeline)
      ?? timeline.runs { decisions[$0] ? true : nil }
    let report = DetectionReport(
      LabelledScores(
        scores: values, decisions: decisions, labels: labels.map { $0 != 0 },
        kinds: recording.anomalyKinds),
      threshold: threshold, timeline: timeline, alarms: alarms)
    return report.json
  }

  private func evaluateTable(_ sidecar: ScoresSidecar?) throws(CommandFailure) -> JSONValue {
    guard let label = label ?? sidecar?.label else {
      throw .usage("detect evaluate: needs --label, the column of the class")
    }
    let file = try TableFile(
      scores, format: .csv, textColumns: [label, "predicted"], execution)
    guard let values = file.table.numbers("score"), let flags = file.table.numbers("is_anomaly")
    else { throw .badData("\(scores): no columns score and is_anomaly") }
    let decisions = try checkedDecisions(values, flags)
    let classes = try file.classes(label)
    let threshold = sidecar?.threshold ?? observedThreshold(values, decisions)
    let normal: String
    if let sidecar, self.normal == nil, classes.contains(sidecar.normal) {
      normal = sidecar.normal
    } else {
      normal = try normalClass(of: classes, asked: self.normal, path: scores)
    }
    let report = DetectionReport(
      LabelledScores(
        scores: values, decisions: decisions, labels: classes.map { $0 != normal }),
      threshold: threshold)
    guard let predicted = file.table.text("predicted") else { return report.json }
    return try MulticlassMetrics(file, classes: classes, predicted: predicted).json(over: report)
  }

  private func checkedDecisions(
    _ scores: [Double], _ flags: [Double]
  ) throws(CommandFailure) -> [Bool] {
    if let row = scores.firstIndex(where: { !$0.isFinite }) {
      throw .badData("\(self.scores): row \(row + 1): column score: not a finite number")
    }
    if let row = flags.firstIndex(where: { $0 != 0 && $0 != 1 }) {
      throw .badData("\(self.scores): row \(row + 1): column is_anomaly: not 0 or 1")
    }
    return flags.map { $0 == 1 }
  }

  private func observedThreshold(_ scores: [Double], _ decisions: [Bool]) -> ScoreThreshold {
    let lowest = zip(scores, decisions).filter(\.1).map(\.0).min()
    return ScoreThreshold(
      value: lowest ?? (scores.max() ?? 0).nextUp, method: "observed",
      source: "the lowest score with is_anomaly 1")
  }
}
