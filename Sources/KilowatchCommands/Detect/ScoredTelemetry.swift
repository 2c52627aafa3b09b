import AnomalyDetection
import Learning
import Numerics
import Telemetry

/// A recording with the scores of its rows and the events that they amount to.
struct ScoredTelemetry {
  let recording: Recording
  let scores: [Double]
  let decisions: [Bool]
  let timeline: Timeline
  let events: [DetectedEvent]

  init(
    _ recording: Recording, by detector: AnomalyDetector, path: String, _ execution: Execution
  ) throws(CommandFailure) {
    try ScoresWriter.check(recording, path: path)
    let timeline = Timeline(recording)
    let (scores, events) = try withDetection(path) { () throws(DetectorFailure) in
      let features = try detector.features(of: recording, execution: execution)
      let scores = try detector.model.scores(of: features, execution: execution)
      let events = try detector.events(
        scores: scores, features: features, timeline: timeline, execution: execution)
      return (scores, events)
    }
    self.recording = recording
    self.scores = scores
    self.timeline = timeline
    self.events = events
    decisions = detector.decisions(scores)
  }

  /// Writes the recording with the columns `score` and `is_anomaly` behind its own.
  func write(to path: String, _ execution: Execution) throws(CommandFailure) {
    var writer = try ScoresWriter(path: path, columnsOf: recording)
    try writer.append(recording, scores, decisions, execution)
    try writer.commit()
  }

  /// The judgement of the scores, if the recording has labels.
  func report(_ threshold: ScoreThreshold) -> DetectionReport? {
    guard let labels = recording.labels else { return nil }
    return DetectionReport(
      LabelledScores(
        scores: scores, decisions: decisions, labels: labels.map { $0 != 0 },
        kinds: recording.anomalyKinds),
      threshold: threshold, timeline: timeline, alarms: events.map(\.places))
  }
}
