public import Documents

extension NeuralNetwork {
  /// The kind of its model documents.
  public static let documentKind = "neural-network"

  /// The newest version of its model documents.
  public static let documentVersion = 1

  /// The parameters of training, as documents hold them.
  public var configurationJSON: JSONValue {
    [
      "hidden_layers": .column(configuration.hiddenLayers),
      "activation": .string(configuration.activation.rawValue), "loss": configuration.loss.json,
      "epochs": JSONValue(configuration.epochs), "batch_size": JSONValue(configuration.batchSize),
      "learning_rate": JSONValue(configuration.learningRate),
      "schedule": configuration.schedule.json,
      "weight_decay": JSONValue(configuration.weightDecay),
      "averaging": JSONValue(configuration.averaging),
      "early_stopping": configuration.earlyStopping.map {
        [
          "validation_share": JSONValue($0.validationShare), "patience": JSONValue($0.patience),
        ]
      } ?? .null,
    ]
  }

  /// The model, as documents hold it.
  public var json: JSONValue {
    [
      "task": "regression", "configuration": configurationJSON,
      "targets": .array(targets.map { .string($0) }),
      "input_means": .column(inputScaling.means),
      "input_deviations": .column(inputScaling.deviations),
      "target_means": .column(targetScaling.means),
      "target_deviations": .column(targetScaling.deviations),
      "training_loss": .numbers(history.map(\.trainingLoss)),
      "validation_loss": .numbers(history.compactMap(\.validationLoss)),
      "parameters": .column(parameters),
    ]
  }

  /// The model that `json` holds, for inputs of these names.
  ///
  /// - Throws: `ModelDocumentError` for anything that no trained model would have written.
  public init(_ json: JSONValue, featureNames: [String]) throws(ModelDocumentError) {
    let members = ModelMembers(json: json, path: "model")
    let parameters = try members.members("configuration")
    configuration = try Configuration(parameters)
    guard !featureNames.isEmpty, featureNames.count <= 65_536 else {
      throw members.damaged("parameters", "for 1 to 65536 features")
    }
    features = featureNames
    targets = try members.texts("targets")
    inputScaling = try members.scaling("input", count: features.count)
    targetScaling = try members.scaling("target", count: targets.count)
    let training = try members.numbers("training_loss")
    let validation = try members.numbers("validation_loss")
    guard validation.isEmpty || validation.count == training.count else {
      throw members.damaged("validation_loss", "empty or as long as training_loss")
    }
    history = training.indices.map {
      Epoch(
        number: $0 + 1, trainingLoss: training[$0],
        validationLoss: validation.isEmpty ? nil : validation[$0])
    }
    // The file says how many parameters there are before a shape of absurd size is laid out.
    let values = try members.singles("parameters")
    let sizes =
      [features.count] + configuration.hiddenLayers
      + [targets.count * configuration.loss.outputsPerTarget]
    let least = zip(sizes, sizes.dropFirst()).map { $0.multipliedReportingOverflow(by: $1) }
    guard least.allSatisfy({ !$0.overflow && $0.partialValue <= values.count }) else {
      throw members.damaged("parameters", "as long as the layers need")
    }
    shape = NetworkShape(sizes: sizes)
    guard values.count == shape.parameterCount else {
      throw members.damaged("parameters", "a list of \(shape.parameterCount) numbers")
    }
    self.parameters = values
  }
}

extension ModelMembers {
  fileprivate func scaling(_ name: String, count: Int) throws(ModelDocumentError) -> Scaling {
    Scaling(
      means: try singles("\(name)_means", count: count),
      deviations: try singles(
        "\(name)_deviations", count: count, "positive numbers",
        where: { $0 > 0 && $0.isFinite }))
  }
}

extension NeuralNetwork.Configuration {
  fileprivate init(_ members: ModelMembers) throws(ModelDocumentError) {
    let layers: [Int32] =
      members.json["hidden_layers"]?.array?.isEmpty == true
      ? [] : try members.integers("hidden_layers", in: 1...65_536)
    guard let activation = Activation(rawValue: try members.text("activation")) else {
      throw members.damaged("activation", "a known activation")
    }
    let loss = try Loss(try members.members("loss"))
    let schedule = try LearningRateSchedule(try members.members("schedule"))
    let epochs = try members.integer("epochs", in: 1...1_000_000)
    let batchSize = try members.integer("batch_size", in: 1...1_048_576)
    guard let learningRate = members.json["learning_rate"]?.double,
      let weightDecay = members.json["weight_decay"]?.double
    else { throw members.damaged("learning_rate", "a number, beside weight_decay") }
    var stopping: NeuralNetwork.EarlyStopping?
    if members.json["early_stopping"]?.object != nil {
      let parts = try members.members("early_stopping")
      stopping = .init(
        validationShare: parts.json["validation_share"]?.double ?? .nan,
        patience: try parts.integer("patience", in: 1...1_000_000))
    }
    let earlyStopping = stopping
    let averaging = members.json["averaging"]?.double ?? 0
    self = try members.configuration { () throws(ConfigurationError) in
      try .init(
        hiddenLayers: layers.map { Int($0) }, activation: activation, loss: loss, epochs: epochs,
        batchSize: batchSize, learningRate: learningRate, schedule: schedule,
        weightDecay: weightDecay, averaging: averaging, earlyStopping: earlyStopping)
    }
  }
}

extension Loss {
  fileprivate var json: JSONValue {
    switch self {
    case .squaredError: ["name": "squared_error"]
    case .huber(let delta): ["name": "huber", "delta": JSONValue(delta)]
    case .pinball(let levels): ["name": "pinball", "levels": .numbers(levels)]
    }
  }

  fileprivate init(_ members: ModelMembers) throws(ModelDocumentError) {
    switch try members.text("name") {
    case "squared_error": self = .squaredError
    case "huber": self = .huber(delta: members.json["delta"]?.double ?? .nan)
    case "pinball": self = .pinball(levels: try members.numbers("levels"))
    default: throw members.damaged("name", "squared_error, huber or pinball")
    }
  }
}

extension LearningRateSchedule {
  fileprivate var json: JSONValue {
    switch self {
    case .constant: ["name": "constant"]
    case .cosine: ["name": "cosine"]
    case .exponential(let factor): ["name": "exponential", "factor": JSONValue(factor)]
    }
  }

  fileprivate init(_ members: ModelMembers) throws(ModelDocumentError) {
    switch try members.text("name") {
    case "constant": self = .constant
    case "cosine": self = .cosine
    case "exponential": self = .exponential(factor: members.json["factor"]?.double ?? .nan)
    default: throw members.damaged("name", "constant, cosine or exponential")
    }
  }
}
