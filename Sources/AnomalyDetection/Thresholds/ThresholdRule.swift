import Learning
import Numerics

/// How the threshold between normal and anomalous scores is chosen.
public enum ThresholdRule: Equatable, Sendable {
  /// What the model's definition suggests: 0.5 for an isolation forest (as scikit-learn's `auto`),
  /// the highest F1 for a random forest.
  case automatic
  /// The share of rows that are expected to be anomalies, 0 … 0.5.
  case contamination(Double)
  /// A score.
  case value(Double)
  /// The share of rows whose scores stay below, 0 … 1.
  case quantile(Double)
  /// The most false alarms a day that are bearable. Without labels, every alarm counts as false.
  case falseAlarmsPerDay(Double)

  /// How documents spell the rule.
  public var method: String {
    switch self {
    case .automatic: "auto"
    case .contamination(let share): "contamination=\(share)"
    case .value(let score): "value=\(score)"
    case .quantile(let share): "quantile=\(share)"
    case .falseAlarmsPerDay(let count): "false-alarms-per-day=\(count)"
    }
  }

  /// Refuses numbers that make no sense.
  public func checked() throws(DetectionError) -> ThresholdRule {
    switch self {
    case .contamination(let share) where !(0...0.5).contains(share):
      throw .thresholdRule(
        parameter: "contamination", value: share, allowed: "at least 0 and at most 0.5")
    case .value(let score) where !score.isFinite:
      throw .thresholdRule(parameter: "the threshold", value: score, allowed: "a finite number")
    case .quantile(let share) where !(0...1).contains(share):
      throw .thresholdRule(parameter: "the quantile", value: share, allowed: "from 0 to 1")
    case .falseAlarmsPerDay(let count) where !(count >= 0 && count.isFinite):
      throw .thresholdRule(
        parameter: "the number of false alarms a day", value: count, allowed: "a number from 0 up")
    default: return self
    }
  }
}

/// Scores of rows that the model has not learned from, on which a threshold is chosen.
public struct ValidationScores: Sendable {
  /// One score for each row.
  public let scores: [Double]
  /// Whether each row is an anomaly; nil if nobody has said.
  public let labels: [Bool]?
  /// The order of the rows in time; nil if they have none.
  public let timeline: Timeline?
  /// What the rows are, as documents tell it.
  public let source: String

  /// Scores and what is known of their rows.
  public init(scores: [Double], labels: [Bool]?, timeline: Timeline?, source: String) {
    self.scores = scores
    self.labels = labels
    self.timeline = timeline
    self.source = source
  }
}

extension ThresholdRule {
  /// Chooses the threshold.
  ///
  /// - Parameters:
  ///   - validation: The scores to choose on; there is at least one.
  ///   - events: How alarms are counted.
  ///   - natural: The score that `automatic` stands for; nil for the highest F1.
  /// - Returns: The threshold that the rule gives, and where it comes from.
  /// - Throws: `DetectionError.noTime` if alarms a day are asked for and the rows have no time;
  ///   `DetectionError.noLabels` if F1 is and they have no labels.
  public func threshold(
    on validation: ValidationScores, events: EventRule, natural: Double?
  ) throws(DetectionError) -> ScoreThreshold {
    switch self {
    case .value(let score):
      return ScoreThreshold(value: score, method: method, source: "given")
    case .automatic:
      if let natural {
        return ScoreThreshold(value: natural, method: method, source: "definition")
      }
      guard let labels = validation.labels else { throw .noLabels }
      let ranking = ScoreRanking(scores: validation.scores, labels: labels)
      return chosen(ranking.bestF1Threshold ?? 0.5, "best-f1", validation)
    case .contamination(0):
      return chosen((validation.scores.max() ?? 1).nextUp, method, validation)
    case .contamination(let share):
      return chosen(validation.scores.quantile(1 - share), method, validation)
    case .quantile(let share):
      return chosen(validation.scores.quantile(share), method, validation)
    case .falseAlarmsPerDay(let limit):
      guard let timeline = validation.timeline else { throw .noTime }
      let value = Self.lowestThreshold(
        ofAtMost: limit * timeline.days, on: validation, timeline, events)
      return chosen(value, method, validation)
    }
  }

  private func chosen(
    _ value: Double, _ method: String, _ validation: ValidationScores
  ) -> ScoreThreshold {
    ScoreThreshold(value: value, method: method, source: validation.source)
  }

  /// The lowest candidate that, with all candidates above it, makes at most `limit` false alarms.
  ///
  /// Candidates are scores at every rank up to 64, then ever further apart: alarms are events, of
  /// which a few hundred a recording are already too many for anybody.
  private static func lowestThreshold(
    ofAtMost limit: Double, on validation: ValidationScores, _ timeline: Timeline,
    _ rule: EventRule
  ) -> Double {
    let descending = validation.scores.sorted(by: >)
    let truth = validation.labels.map { labels in timeline.runs { labels[$0] ? true : nil } } ?? []
    var accepted = descending[0].nextUp
    var rank = 0
    while rank < descending.count {
      let threshold = descending[rank]
      let alarms = rule.events(
        scores: validation.scores, threshold: threshold, timeline: timeline)
      guard Double(EventMetrics(events: truth, alarms: alarms).falseAlarmCount) <= limit else {
        break
      }
      accepted = threshold
      rank += max(1, rank / 64)
    }
    return accepted
  }
}

extension ScoreRanking {
  /// The threshold of the highest F1, half-way to the next lower score so that it does not hang on
  /// a single row.
  var bestF1Threshold: Double? {
    guard let best = bestF1Cut else { return nil }
    let next = cuts.first { $0.threshold < best.threshold }
    return next.map { (best.threshold + $0.threshold) / 2 } ?? best.threshold
  }
}
