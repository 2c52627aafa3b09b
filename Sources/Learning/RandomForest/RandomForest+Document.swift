public import Documents

extension RandomForestClassifier {
  /// The kind of its model documents, with "classification" as their task.
  public static let documentKind = "random-forest"

  /// The newest version of its model documents.
  public static let documentVersion = 1

  /// The parameters, as documents hold them.
  public var configurationJSON: JSONValue {
    var members = configuration.parameters.json
    switch configuration.classWeights {
    case .uniform: members["class_weights"] = "uniform"
    case .balanced: members["class_weights"] = "balanced"
    case .byName(let weights):
      members["class_weights"] = .object(weights.mapValues { JSONValue($0) })
    }
    return .object(members)
  }

  /// The model, as documents hold it.
  public var json: JSONValue {
    [
      "task": "classification", "configuration": configurationJSON,
      "classes": .array(classNames.map { .string($0) }),
      "impurity_importances": .numbers(impurityImportances),
      "out_of_bag_score": outOfBagScore.map { JSONValue($0) } ?? .null, "trees": trees.json,
    ]
  }

  /// The model that `json` holds, for columns of these names.
  ///
  /// - Throws: `ModelDocumentError` for anything that no fitted model would have written.
  public init(_ json: JSONValue, featureNames: [String]) throws(ModelDocumentError) {
    let members = ModelMembers(json: json, path: "model")
    guard try members.text("task") == "classification" else {
      throw members.damaged("task", "\"classification\"")
    }
    let parameters = try members.members("configuration")
    let weights = try ClassWeights(parameters)
    let read = try ForestParameters(parameters)
    configuration = try members.configuration { () throws(ConfigurationError) in
      try Configuration(parameters: read, classWeights: weights)
    }
    self.featureNames = try members.featureNames(featureNames)
    classNames = try members.texts("classes")
    guard classNames.count <= Configuration.classLimit else {
      throw members.damaged("classes", "a list of at most \(Configuration.classLimit) texts")
    }
    impurityImportances = try members.numbers("impurity_importances", count: featureNames.count)
    outOfBagScore = members.json["out_of_bag_score"]?.double
    trees = try TreeEnsemble(
      try members.members("trees"), treeCount: read.trees, featureCount: featureNames.count,
      classCount: classNames.count > 2 ? classNames.count : nil, valueRange: 0...1,
      keepsTargets: false)
  }
}

extension RandomForestRegressor {
  /// The kind of its model documents, with "regression" as their task.
  public static let documentKind = "random-forest"

  /// The newest version of its model documents.
  public static let documentVersion = 1

  /// The parameters, as documents hold them.
  public var configurationJSON: JSONValue {
    var members = configuration.parameters.json
    members["keeps_targets"] = .bool(configuration.keepsTargets)
    return .object(members)
  }

  /// The model, as documents hold it.
  public var json: JSONValue {
    [
      "task": "regression", "configuration": configurationJSON,
      "impurity_importances": .numbers(impurityImportances),
      "out_of_bag_score": outOfBagScore.map { JSONValue($0) } ?? .null, "trees": trees.json,
    ]
  }

  /// The model that `json` holds, for columns of these names.
  ///
  /// - Throws: `ModelDocumentError` for anything that no fitted model would have written.
  public init(_ json: JSONValue, featureNames: [String]) throws(ModelDocumentError) {
    let members = ModelMembers(json: json, path: "model")
    guard try members.text("task") == "regression" else {
      throw members.damaged("task", "\"regression\"")
    }
    let parameters = try members.members("configuration")
    let read = try ForestParameters(parameters)
    configuration = Configuration(
      parameters: read, keepsTargets: try parameters.truth("keeps_targets"))
    self.featureNames = try members.featureNames(featureNames)
    impurityImportances = try members.numbers("impurity_importances", count: featureNames.count)
    outOfBagScore = members.json["out_of_bag_score"]?.double
    trees = try TreeEnsemble(
      try members.members("trees"), treeCount: read.trees, featureCount: featureNames.count,
      classCount: nil,
      valueRange: -Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude,
      keepsTargets: configuration.keepsTargets)
  }
}

extension ModelMembers {
  fileprivate func featureNames(_ names: [String]) throws(ModelDocumentError) -> [String] {
    guard !names.isEmpty, names.count <= TreeEnsemble.columnLimit else {
      throw damaged("trees", "for 1 to \(TreeEnsemble.columnLimit) features")
    }
    return names
  }
}

extension RandomForestClassifier.ClassWeights {
  fileprivate init(_ members: ModelMembers) throws(ModelDocumentError) {
    switch members.json["class_weights"] {
    case "uniform": self = .uniform
    case "balanced": self = .balanced
    case .object(let weights) where weights.values.allSatisfy({ $0.double != nil }):
      self = .byName(weights.compactMapValues(\.double))
    default:
      throw members.damaged("class_weights", "\"uniform\", \"balanced\" or a weight for each class")
    }
  }
}

extension ForestParameters {
  fileprivate var json: [String: JSONValue] {
    [
      "trees": JSONValue(trees), "features_per_split": featuresPerSplit.json,
      "minimum_leaf_rows": JSONValue(minimumLeafRows),
      "maximum_depth": maximumDepth.map { JSONValue($0) } ?? .null,
      "levels": JSONValue(levelLimit),
      "estimates_out_of_bag": .bool(estimatesOutOfBag),
    ]
  }

  fileprivate init(_ members: ModelMembers) throws(ModelDocumentError) {
    let trees = try members.integer("trees", in: 1...100_000)
    let featuresPerSplit = try FeaturesPerSplit(members)
    let leafRows = try members.integer("minimum_leaf_rows", in: 1...1_000_000_000)
    let depth =
      members.json["maximum_depth"]?.isNull == false
      ? try members.integer("maximum_depth", in: 1...1_000_000) : nil
    let levels = try members.integer("levels", in: 3...FeatureLevels.limit)
    let estimates = try members.truth("estimates_out_of_bag")
    self = try members.configuration { () throws(ConfigurationError) in
      try ForestParameters(
        trees: trees, featuresPerSplit: featuresPerSplit, minimumLeafRows: leafRows,
        maximumDepth: depth, levels: levels, estimatesOutOfBag: estimates)
    }
  }
}

extension FeaturesPerSplit {
  fileprivate var json: JSONValue {
    switch self {
    case .squareRoot: "square-root"
    case .all: "all"
    case .share(let share): ["share": JSONValue(share)]
    case .count(let count): ["count": JSONValue(count)]
    }
  }

  fileprivate init(_ members: ModelMembers) throws(ModelDocumentError) {
    let json = members.json["features_per_split"] ?? .null
    if json == "square-root" {
      self = .squareRoot
    } else if json == "all" {
      self = .all
    } else if let share = json["share"]?.double {
      self = .share(share)
    } else if let count = json["count"]?.integer {
      self = .count(count)
    } else {
      throw members.damaged(
        "features_per_split", "\"square-root\", \"all\", or an object with a share or a count")
    }
  }
}
