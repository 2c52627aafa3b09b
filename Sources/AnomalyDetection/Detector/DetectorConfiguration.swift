public import Learning
public import Telemetry

/// How a detector is learned.
public struct DetectorConfiguration: Sendable, Equatable {
  /// The model to learn.
  public enum Algorithm: Sendable, Equatable {
    /// Without labels.
    case isolationForest(IsolationForest.Configuration)
    /// From labels.
    case randomForest(RandomForestClassifier.Configuration)
  }

  /// The model to learn.
  public let algorithm: Algorithm
  /// How the threshold is chosen.
  public let thresholdRule: ThresholdRule
  /// How scores become events.
  public let eventRule: EventRule
  /// The share of the data, at its end, that is not learned from but chooses the threshold.
  public let validationShare: Double

  /// Checks the parameters.
  ///
  /// - Throws: `DetectionError.thresholdRule` for numbers that make no sense.
  public init(
    algorithm: Algorithm, thresholdRule: ThresholdRule, eventRule: EventRule,
    validationShare: Double = 0.2
  ) throws(DetectionError) {
    guard validationShare > 0 && validationShare < 1 else {
      throw .thresholdRule(
        parameter: "the validation share", value: validationShare, allowed: "between 0 and 1")
    }
    self.algorithm = algorithm
    self.thresholdRule = try thresholdRule.checked()
    self.eventRule = eventRule
    self.validationShare = validationShare
  }
}

/// Why a detector could not be learned or used.
public enum DetectorFailure: Error, Equatable, Sendable {
  /// The labels, the threshold or the amount of data.
  case detection(DetectionError)
  /// The features.
  case features(FeatureError)
  /// The table.
  case table(TableError)
}

extension DetectorFailure: CustomStringConvertible {
  /// What is wrong, in one line.
  public var description: String {
    switch self {
    case .detection(let error): error.description
    case .features(let error): error.description
    case .table(let error): error.description
    }
  }
}
