import Documents
import Learning
import LoadForecasting
import Numerics
import Telemetry

// Any table of numbers can be learnt from: every row is an example, one column is the target, and
// time plays no part.

/// A regression on the columns of a table.
enum TableModel {
  case network(NeuralNetwork)
  case forest(RandomForestRegressor)

  /// The kinds of documents that hold one, with the newest version of each.
  static let versions = [
    NeuralNetwork.documentKind: NeuralNetwork.documentVersion,
    RandomForestRegressor.documentKind: RandomForestRegressor.documentVersion,
  ]

  /// The model in the document at `path`.
  init(reading path: String) throws(CommandFailure) {
    let json = try readJSON(path)
    do throws(ModelDocumentError) {
      let document = try ModelDocument(json, versions: Self.versions)
      let names = document.features.map(\.name)
      if document.kind == NeuralNetwork.documentKind {
        self = .network(try NeuralNetwork(document.model, featureNames: names))
      } else {
        self = .forest(try RandomForestRegressor(document.model, featureNames: names))
      }
    } catch {
      throw .badData("\(path): \(error)")
    }
  }

  var kind: String {
    switch self {
    case .network: NeuralNetwork.documentKind
    case .forest: RandomForestRegressor.documentKind
    }
  }

  var configurationJSON: JSONValue {
    switch self {
    case .network(let network): network.configurationJSON
    case .forest(let forest): forest.configurationJSON
    }
  }

  var json: JSONValue {
    switch self {
    case .network(let network): network.json
    case .forest(let forest): forest.json
    }
  }

  /// The columns that the model looks at.
  var features: [String] {
    switch self {
    case .network(let network): network.features
    case .forest(let forest): forest.featureNames
    }
  }

  /// The prediction for each row of `table`.
  func predictions(
    of table: Learning.FeatureTable, execution: Execution
  ) throws(TableError) -> [Double] {
    switch self {
    case .network(let network): try network.predict(table, execution: execution)[0]
    case .forest(let forest): try forest.predictions(of: table, execution: execution)
    }
  }
}

/// `forecast train --table`: learns a column of a table from the others.
struct TableTraining: ForecastJob {
  static let options: [Option] = [
    .flag("table", "The data is a plain table: take every numeric column as it is, no times."),
    .value("label", "COLUMN", "With --table, the column to predict."),
    .value("exclude", "A,B", "With --table, columns to leave out.", isRepeating: true),
  ]

  private let task: TableTask
  private let out: String

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    task = try TableTask(arguments)
    out = try arguments.required("out")
  }

  func run(_ console: Console) throws(CommandFailure) {
    let (features, targets) = try task.read()
    let digest = try withFiles { () throws(FileFailure) in
      try SHA256.hexDigest(ofFile: task.data)
    }
    let progress = console.progress("training", total: 50)
    let model = try task.fit(features, targets) { epoch in
      progress.reach(epoch.words, advancingBy: 1)
    }
    progress.finish()
    let document = ModelDocument(
      kind: model.kind, formatVersion: 1, producerVersion: Kilowatch.version, createdAt: nil,
      seed: task.seed, configuration: model.configurationJSON,
      features: features.names.map { .init(column: $0) },
      trainingData: [
        "sha256": .string(digest), "rows": JSONValue(features.rowCount),
        "label": .string(task.label),
      ], model: model.json)
    try writeJSON(document.json, to: out)
    console.note(
      "\(out): \(task.kind.rawValue) of \(task.label) from \(features.columnCount) columns, "
        + "\(features.rowCount) rows")
  }
}

/// What is learnt from a table, and by what.
struct TableTask: Sendable {
  let data: String
  let label: String
  let kind: ForecastModelKind
  let seed: UInt64
  let execution: Execution
  private let excluded: Set<String>
  private let format: DelimitedFormat

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    data = try arguments.required("data")
    guard let label = arguments.string("label") ?? arguments.string("target") else {
      throw arguments.usage("needs --label, the column to predict")
    }
    self.label = label
    excluded = Set(arguments.list("exclude"))
    guard let kind = try arguments.choice("model", of: ForecastModelKind.self),
      kind.learnsQuantiles
    else { throw arguments.usage("--table needs --model mlp or random-forest") }
    self.kind = kind
    format = try TelemetryOptions.format(arguments).delimited
    seed = try arguments.seed()
    execution = try arguments.execution()
  }

  /// The features and the target of each row.
  func read() throws(CommandFailure) -> (Learning.FeatureTable, [Double]) {
    let file = try TableFile(data, format: format, textColumns: [], execution)
    guard let targets = file.table.numbers(label) else {
      throw .badData(
        "\(data): no column of numbers '\(label)' among "
          + file.table.header.joined(separator: ", "))
    }
    return (try file.features(excluding: excluded.union([label])), targets)
  }

  /// The model of these rows.
  func fit(
    _ features: Learning.FeatureTable, _ targets: [Double],
    onEpoch: (NeuralNetwork.Epoch) -> Void = { _ in }
  ) throws(CommandFailure) -> TableModel {
    do {
      if kind == .randomForest {
        return .forest(
          try RandomForestRegressor.Configuration(featuresPerSplit: .share(0.34)).fit(
            features, targets: targets, seed: seed, execution: execution))
      }
      return .network(
        try NeuralNetwork.fit(
          inputs: features, targets: try Learning.FeatureTable(columns: [(label, targets)]),
          configuration: try .init(schedule: .cosine, weightDecay: 0.01), seed: seed,
          onEpoch: onEpoch))
    } catch {
      throw .badData("\(data): \(error)")
    }
  }
}

/// `forecast predict --table`: adds the column `prediction` to a table.
struct TablePrediction: ForecastJob {
  private let data: String
  private let modelPath: String
  private let format: DelimitedFormat
  private let out: String
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    data = try arguments.required("data")
    modelPath = try arguments.required("model")
    guard arguments.string("report") == nil else {
      throw arguments.usage("--report needs times, which a --table has not")
    }
    format = try TelemetryOptions.format(arguments).delimited
    out = try arguments.required("out")
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    let model = try TableModel(reading: modelPath)
    let file = try TableFile(
      data, format: format, textColumns: [], numeric: model.features, execution)
    let features = try file.features(named: model.features)
    let predictions: [Double]
    do throws(TableError) {
      predictions = try model.predictions(of: features, execution: execution)
    } catch {
      throw .badData("\(data): \(error)")
    }
    try withFiles { () throws(FileFailure) in
      var writer = try DelimitedWriter(path: out, header: file.table.header + ["prediction"])
      try writer.append(
        file.outputs + [.numbers(predictions)], rowCount: file.table.rowCount, in: execution.loop)
      try writer.commit()
    }
    console.note("\(out): \(predictions.count) predictions")
  }
}
