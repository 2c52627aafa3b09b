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
      .report("Make a page about the scores, too; not with --table."),
      .flag("table", "The scores are of a plain table."),
      .value(
        "label", "COLUMN", "With --table, the column of the class.",
        default: "the one that the model was trained with"),
      .value(
        "normal", "CLASS", "With --table, the class that is no anomaly.",
        default: "as the model has it"),
    ] + TelemetryOptions.all + [.threads],
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
  private let format: TelemetryFormat
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    scores = try arguments.required("scores")
    out = try arguments.required("out")
    report = try PageOutput.report(arguments)
    isTable = arguments.flag("table")
    label = arguments.string("label")
    normal = arguments.string("normal")
    format = try TelemetryOptions.format(arguments)
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
    guard !isTable || report == nil else {
      throw .usage("detect evaluate: --report needs times, which a table has not")
    }
    let scored = isTable ? nil : try ScoredRecording(reading: scores, format, execution)
    let metrics = if let scored { try evaluate(scored) } else { try evaluateTable(sidecar) }
    if out == "-" {
      console.write(String(decoding: metrics.serialized(), as: UTF8.self))
    } else {
      try writeJSON(metrics, to: out)
    }
    if let report, let scored {
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

  private func evaluate(_ scored: ScoredRecording) throws(CommandFailure) -> JSONValue {
    // Without a rule, the decisions of the file are the events.
    guard let labels = scored.recording.labels else {
      throw .badData("\(scores): no column 'label' to measure against")
    }
    let report = DetectionReport(
      LabelledScores(
        scores: scored.scores, decisions: scored.decisions, labels: labels.map { $0 != 0 },
        kinds: scored.recording.anomalyKinds),
      threshold: scored.threshold, timeline: scored.timeline, alarms: scored.alarms)
    return report.json
  }

  private func evaluateTable(_ sidecar: ScoresSidecar?) throws(CommandFailure) -> JSONValue {
    guard let label = label ?? sidecar?.label else {
      throw .usage("detect evaluate: needs --label, the column of the class")
    }
    let file = try TableFile(
      scores, format: format.delimited, textColumns: [label, "predicted"], execution)
    guard let values = file.table.numbers("score"), let flags = file.table.numbers("is_anomaly")
    else { throw .badData("\(scores): no columns score and is_anomaly") }
    let decisions = try checkedDecisions(values, flags, path: scores)
    let classes = try file.classes(label)
    let threshold = sidecar?.threshold ?? ScoreThreshold(observedIn: values, decisions)
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
}
