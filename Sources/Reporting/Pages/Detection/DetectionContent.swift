public import GridModel

/// What a detection page is made of.
public struct DetectionContent: Sendable {
  /// A meter with its scores.
  public struct Meter: Sendable {
    /// What it recorded.
    public let series: MeterSeries
    /// The anomaly score of each moment, higher for stranger; not finite where there is none.
    public let scores: [Double]
    /// Whether each moment belongs to a true anomaly, if that is known.
    public let labels: [Bool]?

    /// A meter with a score for each moment of `series`.
    public init(series: MeterSeries, scores: [Double], labels: [Bool]?) {
      precondition(
        scores.count == series.times.count,
        "\(scores.count) scores for \(series.times.count) moments")
      self.series = series
      self.scores = scores
      self.labels = labels
    }
  }

  /// The quality of decisions, as `detect evaluate` measures it.
  public struct Quality: Sendable {
    /// Of the alarms, the share that was true.
    public var precision: Double?
    /// Of the true moments, the share that was found.
    public var recall: Double?
    /// The harmonic mean of both.
    public var f1: Double?
    /// The area under the ROC curve.
    public var rocAUC: Double?
    /// The area under the precision–recall curve.
    public var averagePrecision: Double?
    /// Of the true events, the share of which at least a moment was found.
    public var eventRecall: Double?
    /// Of the alarms as events, the share that touches a true event.
    public var eventPrecision: Double?
    /// The mean time from the start of an event to its alarm, in seconds.
    public var meanDelayS: Double?
    /// False alarms a day.
    public var falseAlarmsPerDay: Double?
    /// True and false decisions: true row by said column, normal first.
    public var confusion: [[Int]]?
    /// The share of moments found of each kind.
    public var recallByKind: [(kind: String, recall: Double)] = []
    /// The ROC curve: false against true positive rate.
    public var rocCurve: [(x: Double, y: Double)] = []
    /// The precision–recall curve: recall against precision.
    public var precisionRecallCurve: [(x: Double, y: Double)] = []

    /// A quality of which nothing is known yet.
    public init() {}
  }

  /// Why a moment got its score.
  public struct Explanation: Sendable {
    /// The event that it belongs to.
    public let event: GridEvent
    /// The features and what each adds to the score, the strongest first.
    public let contributions: [(feature: String, contribution: Double)]

    /// An explanation of `event`.
    public init(event: GridEvent, contributions: [(feature: String, contribution: Double)]) {
      self.event = event
      self.contributions = contributions
    }
  }

  /// The recording's name.
  public var recording: String
  /// The model's name and kind.
  public var model: String
  /// The meters.
  public var meters: [Meter]
  /// A score above this is an alarm.
  public var threshold: Double
  /// How the threshold was found.
  public var thresholdSource: String
  /// What was found.
  public var detected: [GridEvent]
  /// What was there to be found, if that is known.
  public var truth: [GridEvent]?
  /// How good the decisions were, if that is known.
  public var quality: Quality?
  /// How much each feature mattered to the model, the strongest first.
  public var importances: [(feature: String, importance: Double)] = []
  /// Why the strongest alarms were raised.
  public var explanations: [Explanation] = []
  /// How the report was made.
  public var provenance: [Page.Provenance] = []

  /// A page's content, without what is optional.
  public init(
    recording: String, model: String, meters: [Meter], threshold: Double, thresholdSource: String,
    detected: [GridEvent], truth: [GridEvent]?, quality: Quality?
  ) {
    self.recording = recording
    self.model = model
    self.meters = meters
    self.threshold = threshold
    self.thresholdSource = thresholdSource
    self.detected = detected
    self.truth = truth
    self.quality = quality
  }
}
