public import GridModel
public import Learning

/// How good scores and alarms are, measured against labels.
public struct DetectionReport: Equatable, Sendable {
  /// How well one kind of anomaly is found.
  public struct KindReport: Equatable, Sendable {
    /// The anomalous rows of this kind.
    public let rowCount: Int
    /// The share of these rows that are called.
    public let recall: Double
    /// The events of this kind.
    public let eventCount: Int
    /// The share of these events that an alarm touches.
    public let eventRecall: Double
    /// The median time from an event's start to its alarm, in seconds; nil if none is found.
    public let medianDelayS: Double?
  }

  /// What only rows with a time can tell.
  public struct EventReport: Equatable, Sendable {
    /// The counts of events and alarms.
    public let counts: EventMetrics
    /// Precision and recall over ranges.
    public let ranges: RangeMetrics
    /// Each kind that occurs.
    public let kinds: [AnomalyKind: KindReport]
    /// False alarms a day, all meters together.
    public let falseAlarmsPerDay: Double
    /// The median time from an event's start to its alarm, in seconds; nil if none is found.
    public let medianDelayS: Double?
    /// The mean of these times, in seconds.
    public let meanDelayS: Double?
    /// The days that the rows cover.
    public let days: Double
  }

  /// The counts over rows.
  public let rows: ConfusionCounts
  /// The area under the ROC curve; nil if the rows are all anomalies or none.
  public let rocAUC: Double?
  /// The average precision; nil if there are no anomalies.
  public let averagePrecision: Double?
  /// The threshold that made the decisions.
  public let threshold: ScoreThreshold
  /// Events, if rows have a time.
  public let events: EventReport?
}

/// Scored rows and the truth about them.
public struct LabelledScores: Sendable {
  /// One score for each row.
  public let scores: [Double]
  /// Whether each row was called an anomaly.
  public let decisions: [Bool]
  /// Whether each row is an anomaly.
  public let labels: [Bool]
  /// The kind of each row's anomaly; nil if nobody has said.
  public let kinds: [AnomalyKind]?

  /// Scores, decisions and truth of the same rows.
  public init(
    scores: [Double], decisions: [Bool], labels: [Bool], kinds: [AnomalyKind]? = nil
  ) {
    for (name, count) in [
      ("decisions", decisions.count), ("labels", labels.count),
      ("kinds", kinds?.count ?? scores.count),
    ] {
      precondition(count == scores.count, "\(count) \(name) for \(scores.count) scores")
    }
    self.scores = scores
    self.decisions = decisions
    self.labels = labels
    self.kinds = kinds
  }
}

extension DetectionReport {
  /// Judges rows that have no time.
  public init(_ rows: LabelledScores, threshold: ScoreThreshold) {
    self.init(rows, threshold: threshold, events: nil)
  }

  /// Judges the rows of a recording.
  ///
  /// - Parameters:
  ///   - rows: The scored rows and their labels.
  ///   - threshold: What made the decisions.
  ///   - timeline: The order of the rows.
  ///   - alarms: The events that the scores were turned into, as places of `timeline`.
  /// - Complexity: O(n log n).
  public init(
    _ rows: LabelledScores, threshold: ScoreThreshold, timeline: Timeline, alarms: [Range<Int>]
  ) {
    self.init(
      rows, threshold: threshold,
      events: EventReport(rows, timeline: timeline, alarms: alarms))
  }

  private init(_ rows: LabelledScores, threshold: ScoreThreshold, events: EventReport?) {
    self.rows = ConfusionCounts(labels: rows.labels, decisions: rows.decisions)
    let ranking = ScoreRanking(scores: rows.scores, labels: rows.labels)
    rocAUC = ranking.rocAUC
    averagePrecision = ranking.averagePrecision
    self.threshold = threshold
    self.events = events
  }
}
