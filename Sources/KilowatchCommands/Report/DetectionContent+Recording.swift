import AnomalyDetection
import GridModel
import Learning
import Reporting
import Telemetry

/// A recording with what a detector said about it.
struct ScoredRecording: Sendable {
  /// The recording, without the columns below.
  let recording: Recording
  /// The score of each row.
  let scores: [Double]
  /// Whether each row is in alarm.
  let decisions: [Bool]
  /// The score from which rows are in alarm.
  let threshold: ScoreThreshold

  /// The order of the rows.
  var timeline: Timeline {
    Timeline(
      timestamps: recording.timestamps, meterIDs: recording.meterIDs,
      meterIndices: recording.meterIndices)
  }
}

extension DetectionContent {
  /// What a page says about `scored`: alarms as runs of decisions, truth as runs of labels.
  ///
  /// - Parameters:
  ///   - name: The recording's name.
  ///   - model: The model's name.
  ///   - scored: The recording with scores and decisions.
  ///   - events: The alarms, if somebody else made events of the scores; nil: runs of decisions.
  init(name: String, model: String, scored: ScoredRecording, events: [GridEvent]? = nil) {
    let recording = scored.recording
    let timeline = scored.timeline
    let labels = recording.labels.map { $0.map { $0 != 0 } }
    let alarms = timeline.runs { scored.decisions[$0] ? true : nil }
    let truth = labels.map { labels in
      timeline.runs { row in
        labels[row] ? recording.anomalyKinds?[row].rawValue ?? "anomaly" : nil
      }.map { run in
        Self.event(
          run, kind: recording.anomalyKinds?[timeline.rows[run.lowerBound]].rawValue ?? "anomaly",
          timeline, scored.scores)
      }
    }
    let meters = zip(recording.meterSeries, recording.rowsInOrder).map { series, rows in
      Meter(
        series: series, scores: rows.map { scored.scores[$0] },
        labels: labels.map { labels in rows.map { labels[$0] } })
    }
    self.init(
      recording: name, model: model, meters: meters, threshold: scored.threshold.value,
      thresholdSource: scored.threshold.source,
      detected: events ?? alarms.map { Self.event($0, kind: "alarm", timeline, scored.scores) },
      truth: truth,
      quality: labels.map { Quality(scored, labels: $0, timeline: timeline, alarms: alarms) })
  }

  private static func event(
    _ run: Range<Int>, kind: String, _ timeline: Timeline, _ scores: [Double]
  ) -> GridEvent {
    GridEvent(
      start: timeline.times[run.lowerBound], end: timeline.end(of: run),
      meterID: timeline.meterID(at: run.lowerBound), kind: kind,
      peakScore: run.map { scores[timeline.rows[$0]] }.max() ?? .nan)
  }
}

extension DetectionContent.Quality {
  /// Measures decisions and scores against labels.
  init(_ scored: ScoredRecording, labels: [Bool], timeline: Timeline, alarms: [Range<Int>]) {
    self.init()
    let rows = LabelledScores(
      scores: scored.scores, decisions: scored.decisions, labels: labels,
      kinds: scored.recording.anomalyKinds)
    let report = AnomalyDetection.DetectionReport(
      rows, threshold: scored.threshold, timeline: timeline, alarms: alarms)
    precision = report.rows.precision
    recall = report.rows.recall
    f1 = report.rows.f1
    rocAUC = report.rocAUC
    averagePrecision = report.averagePrecision
    confusion = [
      [report.rows.trueNegatives, report.rows.falsePositives],
      [report.rows.falseNegatives, report.rows.truePositives],
    ]
    if let events = report.events {
      eventRecall = events.counts.recall
      eventPrecision = events.counts.precision
      meanDelayS = events.meanDelayS
      falseAlarmsPerDay = events.falseAlarmsPerDay
      recallByKind = events.kinds.sorted { $0.key.rawValue < $1.key.rawValue }
        .map { ($0.key.rawValue, $0.value.recall) }
    }
    let ranking = ScoreRanking(scores: scored.scores, labels: labels)
    guard ranking.positives > 0, ranking.negatives > 0 else { return }
    rocCurve =
      [(0, 0)]
      + ranking.cuts.map { cut in
        (
          Double(cut.falsePositives) / Double(ranking.negatives),
          Double(cut.truePositives) / Double(ranking.positives)
        )
      }
    precisionRecallCurve = ranking.cuts.map {
      (ranking.recall(of: $0), ranking.precision(of: $0))
    }
  }
}
