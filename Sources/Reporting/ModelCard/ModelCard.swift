public import Documents
import GridModel

/// What a model is for, what it was made of, how good it is and where that ends: a model card after
/// Mitchell and others (2019), read from the model's own document.
public struct ModelCard: Sendable {
  /// A measurement of the model that stands in a file of its own.
  public struct Measurement: Sendable {
    /// Where it stands, such as the name of the file.
    public let source: String
    /// The metrics.
    public let metrics: JSONValue

    /// The metrics that `source` holds.
    public init(source: String, metrics: JSONValue) {
      self.source = source
      self.metrics = metrics
    }
  }

  let name: String
  let document: JSONValue
  let kind: Kind
  let measurements: [Measurement]

  /// The card of the model in `document`, which is called `name`; nil if the document is of no
  /// kind that is known.
  public init?(_ document: JSONValue, name: String, measurements: [Measurement] = []) {
    guard let kind = Kind(document) else { return nil }
    self.name = name
    self.document = document
    self.kind = kind
    self.measurements = measurements
  }

  /// The card as Markdown.
  public var markdown: String {
    var card = Markdown()
    card.heading(1, "Model card: \(name)")
    card.paragraph(kind.summary(document))
    card.table(
      ["", ""],
      [
        ["Kind", "\(words(document["kind"])), format \(words(document["format_version"]))"],
        [
          "Made by",
          "\(words(document["producer"]?["name"])) \(words(document["producer"]?["version"]))",
        ],
        ["Date", words(document["created_at"])], ["Seed", words(document["seed"])],
      ])
    card.heading(2, "Purpose")
    card.paragraph(kind.purpose(document))
    card.heading(2, "Training data")
    card.table(["", ""], trainingData)
    card.heading(2, "Features")
    card.table(["Source", "Unit", "Features"], features)
    card.heading(2, "Configuration")
    card.table(["Parameter", "Value"], members(document["configuration"]))
    if let threshold = document["threshold"], !threshold.isNull {
      card.heading(2, "Threshold")
      card.table(
        ["", ""],
        [
          ["A score is an alarm above", words(threshold["value"])],
          ["Found by", words(threshold["method"])], ["From", words(threshold["source"])],
        ] + members(document["preprocessing"]?["event_rule"]))
    }
    card.heading(2, "Metrics")
    write(metrics: &card)
    card.heading(2, "Limits")
    card.list(kind.limits(document) + sharedLimits)
    return card.text
  }

  private var trainingData: [[String]] {
    let data = document["training_data"]
    let span = data?["start"]?.string.map { "\($0) to \(words(data?["end"]))" }
    let rows: [(String, String?)] = [
      ("Rows", data?["rows"].map(words)), ("Span", span),
      ("Interval", data?["interval_s"]?.double.map { durationText(seconds: $0) }),
      ("Labels", (document["preprocessing"]?["label"] ?? data?["label"])?.string),
      ("SHA-256", data?["sha256"].map(words)),
    ]
    return rows.compactMap { name, value in value.map { [name, $0] } }
  }

  /// The features of each source in one row.
  private var features: [[String]] {
    var order: [String] = []
    var groups: [String: (unit: String, names: [String])] = [:]
    for feature in document["features"]?.array ?? [] {
      guard let name = feature["name"]?.string else { continue }
      let source = feature["source"]?.string ?? name
      if groups[source] == nil { order.append(source) }
      groups[source, default: (feature["unit"]?.string ?? "", [])].names.append(name)
    }
    return order.compactMap { source in
      groups[source].map { [source, $0.unit, $0.names.joined(separator: ", ")] }
    }
  }

  private func members(_ value: JSONValue?) -> [[String]] {
    (value?.object ?? [:]).sorted { $0.key < $1.key }
      .map { [$0.key.split(separator: "_").joined(separator: " "), words($0.value)] }
  }

  private func write(metrics card: inout Markdown) {
    var all = measurements
    if let own = document["metrics"], own.object != nil {
      let rows = own["threshold_source"]?.string ?? "rows kept back from training"
      all.insert(Measurement(source: "the model's own document: \(rows)", metrics: own), at: 0)
    }
    guard !all.isEmpty else {
      card.paragraph("No measurement is stored with this model. \(kind.howToMeasure)")
      return
    }
    for measurement in all {
      card.paragraph("Source: \(measurement.source)")
      let numbers = MetricName.allCases.compactMap { metric in
        measurement.metrics.member(metric.path)?.double.map {
          [metric.title, NumberStyle.significant(4).text($0)]
        }
      }
      card.table(["Metric", "Value"], numbers)
      let kinds = (measurement.metrics["by_type"]?.object ?? [:]).sorted { $0.key < $1.key }
      card.table(
        ["Kind of anomaly", "Rows", "Recall of rows", "Events", "Recall of events"],
        kinds.map { kind, values in
          [kindText(kind)]
            + ["rows", "recall", "events", "event_recall"].map { member in
              values[member]?.double.map { NumberStyle.significant(4).text($0) } ?? "–"
            }
        })
    }
  }

  private var sharedLimits: [String] {
    var limits: [String] = []
    if let start = document["training_data"]?["start"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
      let end = document["training_data"]?["end"]?.string.flatMap({ Timestamp(rfc3339: $0) })
    {
      let days = Double(end.millisecondsSinceEpoch - start.millisecondsSinceEpoch) / 86_400_000
      if days < 365 {
        limits.append(
          "It has seen \(NumberStyle.significant(3).text(days)) days: seasons, holidays and equipment outside of them are new to it."
        )
      }
    }
    limits.append(
      "What it says supports a person who knows the site; it does not replace protection.")
    return limits
  }
}

/// A value of a document in words.
func words(_ value: JSONValue?) -> String {
  switch value {
  case nil, .null: return "not stated"
  case .string(let text): return text
  case .bool(let flag): return flag ? "yes" : "no"
  case .some(let value):
    if let list = value.array {
      return list.isEmpty ? "none" : list.map(words).joined(separator: ", ")
    }
    if let members = value.object {
      return members.sorted { $0.key < $1.key }.map { "\($0.key) \(words($0.value))" }
        .joined(separator: ", ")
    }
    if let whole = value.unsignedInteger { return "\(whole)" }
    return value.double.map { "\($0)" } ?? "not stated"
  }
}

extension JSONValue {
  /// The member at the end of `path`.
  fileprivate func member(_ path: [String]) -> JSONValue? {
    path.reduce(self) { $0?[$1] }
  }
}

/// The metrics that a card lists, where a document has them.
private enum MetricName: String, CaseIterable {
  case precision, recall, f1
  case rocAUC = "roc_auc"
  case averagePrecision = "average_precision"
  case accuracy
  case eventRecall = "event.recall"
  case eventPrecision = "event.precision"
  case falseAlarms = "event.false_alarms_per_day"
  case mae, rmse
  case mape = "mape_percent"
  case mase, pinball
  case coverage = "coverage_90_percent"
  case r2

  var path: [String] { rawValue.split(separator: ".").map(String.init) }

  var title: String {
    switch self {
    case .precision: "Precision of rows"
    case .recall: "Recall of rows"
    case .f1: "F1 of rows"
    case .rocAUC: "ROC-AUC"
    case .averagePrecision: "Average precision"
    case .accuracy: "Accuracy"
    case .eventRecall: "Recall of events"
    case .eventPrecision: "Precision of events"
    case .falseAlarms: "False alarms a day"
    case .mae: "Mean absolute error"
    case .rmse: "Root mean squared error"
    case .mape: "MAPE (%)"
    case .mase: "MASE (1 is the seasonal naive error)"
    case .pinball: "Pinball loss"
    case .coverage: "Coverage of the 90 % interval (%)"
    case .r2: "R²"
    }
  }
}
