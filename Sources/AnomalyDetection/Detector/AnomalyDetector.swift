public import Documents
public import Learning
public import Numerics
public import Telemetry

/// A fitted model with all that it takes to use it: its inputs, its threshold, and what an event is.
public struct AnomalyDetector: Sendable, Equatable {
  /// The model inside.
  public enum Model: Sendable, Equatable {
    /// Finds what is easily isolated; knows no labels.
    case isolationForest(IsolationForest)
    /// Tells the class `normal` from all others; its score is the probability of not being normal.
    ///
    /// `kinds`, if there is one, has learned from anomalies alone to tell their kinds.
    case randomForest(
      RandomForestClassifier, normal: String, kinds: RandomForestClassifier? = nil)
  }

  /// What the model is fed with.
  public enum Inputs: Sendable, Equatable {
    /// Rolling features of telemetry.
    case telemetry(FeatureSet)
    /// The columns of a table as they are, and the class that is no anomaly.
    case table(columns: [String], normal: String)
  }

  /// Where a model comes from.
  public struct Training: Sendable, Equatable {
    /// The seed of every random choice.
    public let seed: UInt64
    /// The column of the labels, if there were any.
    public let label: String?
    /// The data.
    public let data: TrainingData
    /// How good decisions were on the rows on which the threshold was chosen; `null` if those had no
    /// labels.
    public let metrics: JSONValue

    /// The origin of a model.
    public init(
      seed: UInt64, label: String?, data: TrainingData, metrics: JSONValue
    ) {
      self.seed = seed
      self.label = label
      self.data = data
      self.metrics = metrics
    }
  }

  /// The model.
  public let model: Model
  /// What it is fed with.
  public let inputs: Inputs
  /// The lowest score that counts as an anomaly.
  public let threshold: ScoreThreshold
  /// How scores become events.
  public let eventRule: EventRule
  /// Where the model comes from.
  public let training: Training

  /// A detector of these parts.
  public init(
    model: Model, inputs: Inputs, threshold: ScoreThreshold, eventRule: EventRule,
    training: Training
  ) {
    self.model = model
    self.inputs = inputs
    self.threshold = threshold
    self.eventRule = eventRule
    self.training = training
  }
}

extension AnomalyDetector.Model {
  /// The spelling of the kind in documents and on the command line.
  public var kind: String {
    switch self {
    case .isolationForest: "isolation-forest"
    case .randomForest: "random-forest"
    }
  }

  /// The score of each row; higher is more anomalous.
  ///
  /// - Throws: `DetectorFailure.table` if the table lacks columns of the model.
  public func scores(
    of table: Learning.FeatureTable, execution: Execution
  ) throws(DetectorFailure) -> [Double] {
    try answers(of: table, execution: execution).scores
  }
}
