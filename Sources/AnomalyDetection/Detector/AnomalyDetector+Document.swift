public import Documents
import GridModel
public import Learning
import Telemetry

extension AnomalyDetector {
  /// The newest version of each kind of document that holds a detector.
  public static let documentVersions = [
    IsolationForest.documentKind: IsolationForest.documentVersion,
    RandomForestClassifier.documentKind: RandomForestClassifier.documentVersion,
  ]

  /// The detector as a document, written by version `producerVersion` of Kilowatch.
  public func document(producerVersion: String) -> ModelDocument {
    ModelDocument(
      kind: model.kind, formatVersion: Self.documentVersions[model.kind] ?? 1,
      producerVersion: producerVersion, createdAt: training.data.end?.description,
      seed: training.seed, configuration: model.configurationJSON, features: documentFeatures,
      preprocessing: [
        "inputs": inputs.isTelemetry ? "telemetry" : "table", "normal": .string(normalClass),
        "label": training.label.map { .string($0) } ?? .null, "event_rule": eventRule.json,
      ],
      threshold: threshold.json, trainingData: training.data.json, metrics: training.metrics,
      model: model.json)
  }

  /// The detector that a document holds.
  ///
  /// - Throws: `ModelDocumentError` if the document is damaged, hostile, newer or of another kind.
  public init(_ json: JSONValue) throws(ModelDocumentError) {
    let document = try ModelDocument(json, versions: Self.documentVersions)
    let names = document.features.map(\.name)
    let preprocessing = document.preprocessing
    guard let normal = preprocessing["normal"]?.string else {
      throw .damaged(member: "preprocessing.normal", expected: "the name of a class")
    }
    switch preprocessing["inputs"]?.string {
    case "telemetry": inputs = .telemetry(try FeatureSet(document.features))
    case "table": inputs = .table(columns: names, normal: normal)
    default:
      throw .damaged(member: "preprocessing.inputs", expected: "\"telemetry\" or \"table\"")
    }
    if document.kind == IsolationForest.documentKind {
      model = .isolationForest(try IsolationForest(document.model, featureNames: names))
    } else {
      let forest = try RandomForestClassifier(document.model, featureNames: names)
      guard forest.classNames.contains(normal) else {
        throw .damaged(member: "preprocessing.normal", expected: "one of the model's classes")
      }
      var kinds: RandomForestClassifier?
      if let document = document.model["kinds"] {
        kinds = try RandomForestClassifier(document, featureNames: names)
      }
      model = .randomForest(forest, normal: normal, kinds: kinds)
    }
    threshold = try ScoreThreshold(document.threshold)
    eventRule = try EventRule(preprocessing["event_rule"] ?? .null)
    training = Training(
      seed: document.seed, label: preprocessing["label"]?.string,
      data: TrainingData(document.trainingData), metrics: document.metrics)
  }

  private var documentFeatures: [ModelDocument.Feature] {
    switch inputs {
    case .table(let columns, _): columns.map { ModelDocument.Feature(column: $0) }
    case .telemetry(let set):
      set.specifications.map {
        ModelDocument.Feature(
          name: $0.name, unit: $0.unit, source: $0.source, windowS: $0.windowS, lagS: $0.lagS)
      }
    }
  }
}

extension AnomalyDetector.Inputs {
  /// Whether the inputs are rolling features of telemetry.
  public var isTelemetry: Bool {
    if case .telemetry = self { true } else { false }
  }

  /// The names of the model's inputs, in order.
  var featureNames: [String] {
    switch self {
    case .telemetry(let set): set.specifications.map(\.name)
    case .table(let columns, _): columns
    }
  }
}

extension AnomalyDetector.Model {
  fileprivate var configurationJSON: JSONValue {
    switch self {
    case .isolationForest(let forest): forest.configurationJSON
    case .randomForest(let forest, _, _): forest.configurationJSON
    }
  }

  fileprivate var json: JSONValue {
    switch self {
    case .isolationForest(let forest): return forest.json
    case .randomForest(let forest, _, let kinds):
      var members = forest.json.object ?? [:]
      members["kinds"] = kinds?.json
      return .object(members)
    }
  }
}

extension FeatureSet {
  /// The set that a document lists.
  fileprivate init(_ features: [ModelDocument.Feature]) throws(ModelDocumentError) {
    var specifications: [FeatureSpecification] = []
    for feature in features {
      guard
        let specification = FeatureSpecification(
          name: feature.name, source: feature.source, windowS: feature.windowS, lagS: feature.lagS)
      else {
        throw .damaged(
          member: "features", expected: "made of known features: \"\(feature.name)\" is none")
      }
      specifications.append(specification)
    }
    do throws(FeatureError) {
      try self.init(specifications)
    } catch {
      throw .damaged(member: "features", expected: "a set of features: \(error)")
    }
  }
}
