public import Documents

extension ModelDocument {
  /// The document as JSON.
  public var json: JSONValue {
    [
      "kind": .string(kind), "format_version": JSONValue(formatVersion),
      "producer": ["name": "kilowatch", "version": .string(producerVersion)],
      "created_at": createdAt.map { .string($0) } ?? .null, "seed": JSONValue(seed),
      "configuration": configuration, "features": .array(features.map(\.json)),
      "preprocessing": preprocessing, "threshold": threshold, "training_data": trainingData,
      "metrics": metrics, "model": model,
    ]
  }

  /// Reads the envelope of a document; what is inside `model` is for the model to read.
  ///
  /// - Parameters:
  ///   - json: The document.
  ///   - versions: The newest known version of the format of every known kind.
  /// - Throws: `ModelDocumentError` if the document is of another kind, newer, or damaged.
  public init(_ json: JSONValue, versions: [String: Int]) throws(ModelDocumentError) {
    guard case .object = json, let kind = json["kind"]?.string else { throw .notAModel }
    guard let known = versions[kind] else {
      throw .unknownKind(found: kind, known: versions.keys.sorted())
    }
    guard let version = json["format_version"]?.integer, version >= 1 else {
      throw .damaged(member: "format_version", expected: "a whole number from 1 up")
    }
    guard version <= known else { throw .newer(kind: kind, found: version, known: known) }
    let producer = try require(json["producer"]?["version"]?.string, "producer.version", "a text")
    let seed = try require(json["seed"]?.unsignedInteger, "seed", "a whole number from 0 up")
    let features = try require(json["features"]?.array, "features", "a list")
    var read: [Feature] = []
    var names = Set<String>()
    for feature in features {
      let next = try Feature(feature)
      guard names.insert(next.name).inserted else {
        throw .damaged(member: "features", expected: "a list without repeated names")
      }
      read.append(next)
    }
    guard let model = json["model"], !model.isNull else {
      throw .damaged(member: "model", expected: "a model")
    }
    self.init(
      kind: kind, formatVersion: version, producerVersion: producer,
      createdAt: json["created_at"]?.string, seed: seed,
      configuration: json["configuration"] ?? .null, features: read,
      preprocessing: json["preprocessing"] ?? .null, threshold: json["threshold"] ?? .null,
      trainingData: json["training_data"] ?? .null, metrics: json["metrics"] ?? .null, model: model)
  }
}

extension ModelDocument.Feature {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "unit": .string(unit), "source": .string(source),
      "window_s": JSONValue(windowS), "lag_s": JSONValue(lagS),
    ]
  }

  fileprivate init(_ json: JSONValue) throws(ModelDocumentError) {
    name = try require(json["name"]?.string, "features.name", "a text")
    unit = json["unit"]?.string ?? ""
    source = json["source"]?.string ?? name
    let duration = "a whole number of seconds, at most ten years"
    windowS = try require(json["window_s"]?.seconds, "features.window_s", duration)
    lagS = try require(json["lag_s"]?.seconds, "features.lag_s", duration)
  }
}

extension JSONValue {
  fileprivate var seconds: Int? { integer.flatMap { (0...315_360_000).contains($0) ? $0 : nil } }
}

private func require<Value>(
  _ value: Value?, _ member: String, _ expected: String
) throws(ModelDocumentError) -> Value {
  guard let value else { throw .damaged(member: member, expected: expected) }
  return value
}
