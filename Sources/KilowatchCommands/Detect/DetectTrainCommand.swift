import AnomalyDetection
import Documents
import Learning
import Numerics
import Telemetry

/// `detect train`: a model of what is normal, or of what is not.
struct DetectTrainCommand: Command {
  /// The models that can be trained.
  enum ModelKind: String, CaseIterable {
    case isolationForest = "isolation-forest"
    case randomForest = "random-forest"
  }

  static let specification = CommandSpecification(
    path: ["detect", "train"],
    summary: "Train a model that tells anomalies.",
    discussion: """
      An isolation forest needs no labels; a random forest learns from the columns label and \
      anomaly_type. The threshold is chosen on the last part of the data, on rows that the scoring \
      model has not seen, with a gap as long as the longest feature window; the model that is saved \
      has learned from all rows. Scores are higher for stranger rows; those of isolation forests \
      are in 0 to 1 after Liu, Ting and Zhou (scikit-learn's score_samples is the negative).
      """,
    options: [
      .value("model", "MODEL", "isolation-forest or random-forest."),
      .value("data", "FILE.csv", "The data to learn from; .gz and .zst are unpacked."),
      .out("MODEL.json", "The model document to write; .gz and .zst are packed."),
      .value("trees", "N", "The number of trees.", default: "100"),
      .value("rows-per-tree", "N", "The rows that an isolation tree samples.", default: "256"),
      .value(
        "features-per-split", "N",
        "Features in a split of an isolation forest; more than 1 "
          + "makes it an extended one.", default: "1"),
      .value("max-depth", "N", "The depth of the random forest's trees.", default: "no limit"),
      .value("min-leaf", "N", "The fewest rows of its leaves.", default: "1"),
      .value(
        "levels", "N",
        "Into how many levels each of its features is cut: up to 256 are fast, 65535 is exact.",
        default: "65535 for up to 100000 numbers or three columns, else 256"),
      .value("class-weights", "WEIGHTS", "uniform or balanced.", default: "uniform"),
      .value(
        "validation-share", "SHARE", "The share of the data that chooses the threshold.",
        default: "0.2"),
    ] + DetectOptions.threshold + DetectOptions.events + TableFile.options + TelemetryOptions.all
      + [.seed, .threads],
    examples: [
      Example(
        "kilowatch detect train --model isolation-forest --data june.csv --seed 7 --out model.json",
        "without labels"),
      Example(
        "kilowatch detect train --model random-forest --data june.csv --false-alarms-per-day 1 "
          + "--out model.json", "from labels, one false alarm a day at most"),
      Example(
        "kilowatch detect train --model random-forest --table --data letters.csv --label Letter "
          + "--out model.json", "any table of numbers"),
    ])

  private let data: String
  private let out: String
  private let configuration: DetectorConfiguration
  private let isTable: Bool
  private let label: String?
  private let normal: String?
  private let excluded: Set<String>
  private let format: TelemetryFormat
  private let seed: UInt64
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    guard let kind = try arguments.choice("model", of: ModelKind.self) else {
      throw arguments.usage("needs --model isolation-forest or --model random-forest")
    }
    data = try arguments.required("data")
    out = try arguments.required("out")
    isTable = arguments.flag("table")
    label = arguments.string("label")
    normal = arguments.string("normal")
    excluded = Set(arguments.list("exclude"))
    format = try TelemetryOptions.format(arguments)
    seed = try arguments.seed()
    execution = try arguments.execution()
    let share = try arguments.double("validation-share", in: 0.01...0.9) ?? 0.2
    let rule = try DetectOptions.thresholdRule(arguments)
    let events = try DetectOptions.eventRule(arguments)
    let algorithm = try Self.algorithm(kind, arguments)
    do throws(DetectionError) {
      configuration = try DetectorConfiguration(
        algorithm: algorithm, thresholdRule: rule, eventRule: events, validationShare: share)
    } catch {
      throw arguments.usage("\(error)")
    }
    guard isTable || (label == nil && excluded.isEmpty) else {
      throw arguments.usage("--label and --exclude need --table")
    }
    guard label != nil || normal == nil else { throw arguments.usage("--normal needs --label") }
  }

  private static func algorithm(
    _ kind: ModelKind, _ arguments: ParsedArguments
  ) throws(CommandFailure) -> DetectorConfiguration.Algorithm {
    let trees = try arguments.integer("trees", in: 1...100_000) ?? 100
    let rowsPerTree = try arguments.integer("rows-per-tree", in: 2...65_536) ?? 256
    let featuresPerSplit = try arguments.integer("features-per-split", in: 1...64) ?? 1
    let depth = try arguments.integer("max-depth", in: 1...1_000_000)
    let leaf = try arguments.integer("min-leaf", in: 1...1_000_000_000) ?? 1
    let levels = try arguments.integer("levels", in: 3...65_535)
    let weights = arguments.string("class-weights") ?? "uniform"
    guard ["uniform", "balanced"].contains(weights) else {
      throw arguments.usage("--class-weights takes uniform or balanced, not '\(weights)'")
    }
    do throws(ConfigurationError) {
      switch kind {
      case .isolationForest:
        return .isolationForest(
          try IsolationForest.Configuration(
            trees: trees, rowsPerTree: rowsPerTree, featuresPerSplit: featuresPerSplit))
      case .randomForest:
        return .randomForest(
          try RandomForestClassifier.Configuration(
            trees: trees, minimumLeafRows: leaf, maximumDepth: depth, levels: levels,
            classWeights: weights == "balanced" ? .balanced : .uniform))
      }
    } catch {
      throw arguments.usage("\(error)")
    }
  }

  func run(_ console: Console) throws(CommandFailure) {
    let detector = isTable ? try trainOnTable(console) : try trainOnTelemetry()
    try writeJSON(detector.document(producerVersion: Kilowatch.version).json, to: out)
    let threshold = detector.threshold
    console.note(
      "\(out): \(detector.model.kind) of \(detector.training.data.rowCount) rows; threshold "
        + "\(threshold.value.rounded(toPlaces: 4)) (\(threshold.method): \(threshold.source))")
  }

  private func trainOnTelemetry() throws(CommandFailure) -> AnomalyDetector {
    let recording = try readRecording(data, format, execution)
    guard recording.count > 0 else { throw .badData("\(data): no rows below the header") }
    let digest = try digest()
    return try withDetection(data) { () throws(DetectorFailure) in
      try configuration.fit(recording, sha256: digest, seed: seed, execution: execution)
    }
  }

  private func trainOnTable(_ console: Console) throws(CommandFailure) -> AnomalyDetector {
    let label = label
    let file = try TableFile(
      data, format: format.delimited, textColumns: Set([label].compactMap(\.self)), execution)
    if let unknown = excluded.sorted().first(where: { !file.table.header.contains($0) }) {
      throw .badData(
        "\(data): no column '\(unknown)' to exclude among \(file.table.header.joined(separator: ", "))"
      )
    }
    let features = try file.features(excluding: excluded)
    let ignored = file.table.header.filter {
      file.table.text($0) != nil && $0 != label && !excluded.contains($0)
    }
    if !ignored.isEmpty {
      console.note("\(data): left out, not numbers: \(ignored.joined(separator: ", "))")
    }
    var table = LabelledTable(
      features: features, classes: nil, normal: LabelledTable.normalKind)
    if let label {
      let classes = try file.classes(label)
      table = LabelledTable(
        features: features, classes: classes,
        normal: try normalClass(of: classes, asked: normal, path: data))
    }
    let digest = try digest()
    return try withDetection(data) { () throws(DetectorFailure) in
      try configuration.fit(
        table, label: label, sha256: digest, seed: seed, execution: execution)
    }
  }

  private func digest() throws(CommandFailure) -> String? {
    guard data != "-" else { return nil }
    return try withFiles { () throws(FileFailure) in try SHA256.hexDigest(ofFile: data) }
  }
}
