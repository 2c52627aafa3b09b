import AnomalyDetection
import Documents
import GridModel
import Learning
import Reporting
import Telemetry

extension DetectionContent {
  /// What a page says about `scored`, a recording called `name` that was scored by `model`.
  init(name: String, model: String, scored: ScoredRecording) {
    let recording = scored.recording
    let timeline = scored.timeline
    let labels = recording.labels.map { $0.map { $0 != 0 } }
    func kind(_ row: Int) -> String { recording.anomalyKinds?[row].rawValue ?? "anomaly" }
    let truth = labels.map { labels in
      timeline.runs { labels[$0] ? kind($0) : nil }.map { run in
        Self.event(run, kind: kind(timeline.rows[run.lowerBound]), timeline, scored.scores)
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
      detected: scored.alarms.map { Self.event($0, kind: "alarm", timeline, scored.scores) },
      truth: truth, quality: labels.map { Quality(scored, labels: $0) })
    provenance = [
      Page.Provenance("Kilowatch", Kilowatch.version), Page.Provenance("Model", scored.model),
      Page.Provenance("Threshold", scored.threshold.method),
    ]
  }

  /// Takes the alarms of an events document, with the reasons of the strongest.
  mutating func addEvents(of document: JSONValue, at path: String) throws(CommandFailure) {
    guard let list = document["events"]?.array else {
      throw .badData("\(path): has no list of events")
    }
    var explained: [Explanation] = []
    detected = []
    for item in list {
      guard let event = GridEvent(document: item) else {
        throw .badData("\(path): event \(detected.count + 1): needs start, end and meter_id")
      }
      detected.append(event)
      let reasons = (item["contributions"]?.array ?? []).compactMap { reason in
        reason["feature"]?.string.flatMap { name in
          reason["contribution"]?.double.map { (feature: name, contribution: $0) }
        }
      }
      if !reasons.isEmpty { explained.append(Explanation(event: event, contributions: reasons)) }
    }
    explanations = Array(
      explained.sorted {
        ($0.event.peakScore, $1.event.start) > ($1.event.peakScore, $0.event.start)
      }
      .prefix(5))
  }

  /// Takes what a model document says about its features and its training.
  mutating func add(model document: JSONValue) {
    let names = document["features"]?.array?.compactMap { $0["name"]?.string } ?? []
    let weights = document["model"]?["impurity_importances"]?.numbers ?? []
    if names.count == weights.count {
      importances = zip(names, weights).map { (feature: $0, importance: $1) }
        .sorted { ($0.importance, $1.feature) > ($1.importance, $0.feature) }
    }
    if let seed = document["seed"]?.unsignedInteger {
      provenance.append(Page.Provenance("Seed", "\(seed)"))
    }
    if let digest = document["training_data"]?["sha256"]?.string {
      provenance.append(Page.Provenance("Trained on", "sha256 \(digest.prefix(12))"))
    }
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
  init(_ scored: ScoredRecording, labels: [Bool]) {
    self.init()
    let rows = LabelledScores(
      scores: scored.scores, decisions: scored.decisions, labels: labels,
      kinds: scored.recording.anomalyKinds)
    let report = AnomalyDetection.DetectionReport(
      rows, threshold: scored.threshold, timeline: scored.timeline, alarms: scored.alarms)
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
