public import Documents
public import GridModel
public import Learning

extension Forecaster {
  /// The kind of its model documents.
  public static let documentKind = "load-forecaster"

  /// The newest version of its model documents.
  public static let documentVersion = 1

  /// What it forecasts and with what, as documents hold it.
  public var configurationJSON: JSONValue {
    [
      "model": .string(configuration.kind.rawValue), "horizon_s": JSONValue(configuration.horizonS),
      "zone": .string(configuration.calendar.zoneName),
      "holidays": .array(configuration.holidays.dates.map { .string($0.text) }),
      "weather": .array(configuration.weather.map { .string($0) }),
      "intervals": .string(configuration.intervals.rawValue),
      "purge_s": JSONValue(configuration.purgeS),
      "example_limit": JSONValue(configuration.exampleLimit),
    ]
  }

  /// The model, as documents hold it.
  public var json: JSONValue {
    var members: [String: JSONValue] = [
      "configuration": configurationJSON, "step_s": JSONValue(stepS),
      "has_year": .bool(features.hasYear), "naive_days": JSONValue(naiveDays),
      "scales": .object(scales.mapValues { JSONValue($0) }), "recipe": learner.recipe.json,
      "ridge": learner.ridge?.json ?? .null, "expert_weights": .numbers(weights.values),
      "trained_until": trainedUntil.map { .string($0.description) } ?? .null,
      "intervals": [
        "hour_sizes": .numbers(intervals.hourSizes),
        "lead_factors": .numbers(intervals.leadFactors),
        "errors": intervals.errors.count == 1
          ? .numbers(intervals.errors[0]) : .array(intervals.errors.map { .numbers($0) }),
      ],
    ]
    if !learningCurve.isEmpty {
      members["learning_curve"] = [
        "training_loss": .numbers(learningCurve.map(\.trainingLoss)),
        "validation_loss": .numbers(learningCurve.compactMap(\.validationLoss)),
      ]
    }
    members.merge(learner.fitted.json) { first, _ in first }
    if let quantileLearner {
      var quantiles = quantileLearner.fitted.json
      quantiles["ridge"] = quantileLearner.ridge?.json ?? .null
      members["quantiles"] = .object(quantiles)
    }
    return .object(members)
  }

  /// The forecaster that `json` holds.
  ///
  /// - Throws: `ModelDocumentError` for anything that no trained forecaster would have written.
  public init(_ json: JSONValue) throws(ModelDocumentError) {
    let document = ForecasterMembers(json: json, path: "model")
    configuration = try Configuration(try document.members("configuration"))
    stepS = try document.integer("step_s", in: 1...86_400)
    guard 86_400 % stepS == 0, configuration.horizonS % stepS == 0,
      configuration.horizonS / stepS <= 31 * 86_400 / stepS
    else { throw document.damaged("step_s", "a step that divides the horizon and the day") }
    features = ForecastFeatures(
      weather: configuration.weather, hasHolidays: !configuration.holidays.isEmpty,
      hasYear: try document.truth("has_year"))
    naiveDays = try document.integer("naive_days", in: 1...7)
    let sizes = try document.members("scales").json.object ?? [:]
    scales = sizes.compactMapValues(\.double)
    guard scales.count == sizes.count, scales.values.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw document.damaged("scales", "an object of positive numbers")
    }
    learner = PointLearner(
      recipe: try LearnerRecipe(try document.members("recipe")),
      ridge: json["ridge"]?.isNull != false
        ? nil
        : try RidgeRegression(try document.members("ridge"), features: features.names),
      fitted: try PointLearner.Fitted(document, features: features.names))
    weights = try document.expertWeights()
    trainedUntil = json["trained_until"]?.string.flatMap { Timestamp(rfc3339: $0) }
    if document.json["quantiles"]?.isNull == false {
      let quantiles = try document.members("quantiles")
      quantileLearner = QuantileLearner(
        ridge: quantiles.json["ridge"]?.isNull != false
          ? nil
          : try RidgeRegression(try quantiles.members("ridge"), features: features.names),
        fitted: try PointLearner.Fitted(
          quantiles, features: features.names, outputs: LoadForecast.levels.count))
    } else {
      quantileLearner = nil
    }
    learningCurve =
      json["learning_curve"] == nil ? [] : try document.members("learning_curve").epochs()
    let parts = try document.members("intervals")
    intervals = ConformalIntervals(
      hourSizes: try parts.numbers("hour_sizes", count: 24),
      leadFactors: try parts.numbers("lead_factors", count: ConformalIntervals.leadBuckets),
      errors: try parts.errors())
    if [.network, .randomForest, .ridge].contains(configuration.kind), learner.ridge == nil {
      throw document.damaged("ridge", "there")
    }
  }
}

extension Forecaster.Configuration {
  fileprivate init(_ members: ForecasterMembers) throws(ModelDocumentError) {
    guard let kind = ForecastModelKind(rawValue: try members.text("model")) else {
      throw members.damaged("model", "a known way to forecast")
    }
    guard let intervals = IntervalMethod(rawValue: try members.text("intervals")) else {
      throw members.damaged("intervals", "conformal or quantile")
    }
    let dates = try members.texts("holidays").map { CivilDate(text: $0) }
    guard dates.allSatisfy({ $0 != nil }) else {
      throw members.damaged("holidays", "a list of dates")
    }
    let calendar: LocalCalendar
    do {
      calendar = try LocalCalendar(zoneName: try members.text("zone"))
    } catch {
      throw members.damaged("zone", "a time zone")
    }
    self.init(
      kind: kind, horizonS: try members.integer("horizon_s", in: 1...31 * 86_400),
      calendar: calendar, holidays: Holidays(dates.compactMap(\.self)),
      weather: try members.texts("weather"), intervals: intervals,
      purgeS: try members.integer("purge_s", in: 0...(1 << 40)),
      exampleLimit: try members.integer("example_limit", in: 1...(1 << 40)))
  }
}

extension LearnerRecipe {
  fileprivate var json: JSONValue {
    [
      "corrects_ridge": .bool(correctsRidge), "epochs": JSONValue(epochs),
      "weight_decay": JSONValue(weightDecay), "leaf_rows": JSONValue(leafRows),
      "share": JSONValue(share),
    ]
  }

  fileprivate init(_ members: ForecasterMembers) throws(ModelDocumentError) {
    self.init(
      correctsRidge: try members.truth("corrects_ridge"),
      epochs: try members.integer("epochs", in: 0...1_000_000),
      weightDecay: try members.number("weight_decay"),
      leafRows: try members.integer("leaf_rows", in: 1...1_000_000_000),
      share: try members.number("share"))
  }
}

extension RidgeRegression {
  fileprivate var json: JSONValue {
    [
      "means": .numbers(means), "deviations": .numbers(deviations), "weights": .numbers(weights),
      "intercept": JSONValue(intercept),
    ]
  }

  fileprivate init(_ members: ForecasterMembers, features: [String]) throws(ModelDocumentError) {
    self.init(
      features: features, means: try members.numbers("means", count: features.count),
      deviations: try members.numbers("deviations", count: features.count),
      weights: try members.numbers("weights", count: features.count),
      intercept: try members.number("intercept"))
  }
}

extension PointLearner.Fitted {
  fileprivate var json: [String: JSONValue] {
    switch self {
    case .nothing: [:]
    case .networks(let networks): ["networks": .array(networks.map(\.json))]
    case .forest(let forest): ["forest": forest.json]
    }
  }

  fileprivate init(
    _ members: ForecasterMembers, features: [String], outputs: Int = 1
  ) throws(ModelDocumentError) {
    if let networks = members.json["networks"]?.array {
      guard !networks.isEmpty else { throw members.damaged("networks", "a list of networks") }
      var read: [NeuralNetwork] = []
      for network in networks {
        read.append(try NeuralNetwork(network, featureNames: features))
        guard read.last?.outputCount == outputs else {
          throw members.damaged("networks", "a list of networks of \(outputs) outputs")
        }
      }
      self = .networks(read)
    } else if let forest = members.json["forest"] {
      let read = try RandomForestRegressor(forest, featureNames: features)
      guard outputs == 1 || read.configuration.keepsTargets else {
        throw members.damaged("forest", "a forest that keeps its targets")
      }
      self = .forest(read)
    } else {
      self = .nothing
    }
  }
}

/// The members of an object, read with the names and the reasons of refusal.
struct ForecasterMembers {
  let json: JSONValue
  let path: String

  func members(_ name: String) throws(ModelDocumentError) -> ForecasterMembers {
    guard let member = json[name], member.object != nil else { throw damaged(name, "an object") }
    return ForecasterMembers(json: member, path: "\(path).\(name)")
  }

  func text(_ name: String) throws(ModelDocumentError) -> String {
    guard let text = json[name]?.string else { throw damaged(name, "a text") }
    return text
  }

  func texts(_ name: String) throws(ModelDocumentError) -> [String] {
    guard let list = json[name]?.array, list.allSatisfy({ $0.string != nil }) else {
      throw damaged(name, "a list of texts")
    }
    return list.compactMap(\.string)
  }

  func truth(_ name: String) throws(ModelDocumentError) -> Bool {
    guard let truth = json[name]?.bool else { throw damaged(name, "true or false") }
    return truth
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(ModelDocumentError) -> Int {
    guard let integer = json[name]?.integer, range.contains(integer) else {
      throw damaged(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
  }

  func number(_ name: String) throws(ModelDocumentError) -> Double {
    guard let number = json[name]?.double, number.isFinite else { throw damaged(name, "a number") }
    return number
  }

  func numbers(_ name: String, count: Int?) throws(ModelDocumentError) -> [Double] {
    guard let numbers = json[name]?.numbers, count == nil || numbers.count == count,
      numbers.allSatisfy(\.isFinite)
    else { throw damaged(name, "a list of \(count.map { "\($0) " } ?? "")numbers") }
    return numbers
  }

  /// The losses of a learning curve, epoch by epoch.
  fileprivate func epochs() throws(ModelDocumentError) -> [NeuralNetwork.Epoch] {
    let training = try numbers("training_loss", count: nil)
    let validation = try numbers("validation_loss", count: training.count)
    return training.indices.map {
      NeuralNetwork.Epoch(
        number: $0 + 1, trainingLoss: training[$0], validationLoss: validation[$0])
    }
  }

  /// The weights of experts; documents of models that stand alone have none.
  fileprivate func expertWeights() throws(ModelDocumentError) -> ExpertWeights {
    guard json["expert_weights"] != nil else { return .alone }
    var weights = try numbers("expert_weights", count: nil)
    guard [1, ExpertWeights.count - 1, ExpertWeights.count].contains(weights.count),
      weights.allSatisfy({ $0 >= 0 && $0 <= 1 })
    else {
      throw damaged("expert_weights", "1 or \(ExpertWeights.count) numbers from 0 to 1")
    }
    // Older documents know no median, the last but one.
    if weights.count == ExpertWeights.count - 1 { weights.insert(0, at: weights.count - 1) }
    return ExpertWeights(weights)
  }

  /// The errors of intervals: a list of numbers, or one for each level.
  fileprivate func errors() throws(ModelDocumentError) -> [[Double]] {
    guard let lists = json["errors"]?.array, lists.first?.array != nil else {
      return [try numbers("errors", count: nil)]
    }
    let errors = lists.compactMap(\.numbers)
    guard errors.count == LoadForecast.levels.count, errors.count == lists.count,
      errors.allSatisfy({ $0.count == errors[0].count && $0.allSatisfy(\.isFinite) })
    else { throw damaged("errors", "a list of numbers, or one for each level") }
    return errors
  }

  func damaged(_ name: String, _ expected: String) -> ModelDocumentError {
    .damaged(member: "\(path).\(name)", expected: expected)
  }
}

extension CivilDate {
  /// The date as `yyyy-mm-dd`.
  fileprivate var text: String {
    String(
      Timestamp(millisecondsSinceEpoch: Int64(daysSinceEpoch) * 86_400_000).description.prefix(10))
  }

  /// The date that `yyyy-mm-dd` stands for.
  public init?(text: String) {
    guard text.utf8.count == 10, let midnight = Timestamp(rfc3339: "\(text)T00:00:00Z") else {
      return nil
    }
    self.init(daysSinceEpoch: Int(midnight.millisecondsSinceEpoch / 86_400_000))
  }
}
