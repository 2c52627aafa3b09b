import AnomalyDetection
import GridModel
import Reporting

/// What a page says about scores that were just made.
///
/// - Parameters:
///   - scored: The scores and events.
///   - detector: What made them.
///   - name: What the recording is called.
/// - Returns: The content, with the reasons of the strongest events.
func content(
  of scored: ScoredTelemetry, _ detector: AnomalyDetector, name: String
) -> DetectionContent {
  var content = DetectionContent(
    name: name, model: detector.model.kind,
    scored: ScoredRecording(
      recording: scored.recording, scores: scored.scores, decisions: scored.decisions,
      threshold: detector.threshold, eventRule: detector.eventRule, model: detector.model.kind))
  content.detected = scored.events.map(\.event)
  content.explanations = scored.strongestEvents(12).map { event in
    DetectionContent.Explanation(
      event: event.event,
      contributions: event.contributions.prefix(8).map { ($0.feature, $0.contribution) })
  }
  content.provenance = [
    Page.Provenance("Kilowatch", Kilowatch.version),
    Page.Provenance("Model", detector.model.kind),
    Page.Provenance("Seed", "\(detector.training.seed)"),
    Page.Provenance("Rows learned from", "\(detector.training.data.rowCount)"),
  ]
  return content
}

extension ScoredTelemetry {
  /// The `count` events of the highest scores, the strangest first.
  func strongestEvents(_ count: Int) -> [DetectedEvent] {
    Array(
      events.sorted {
        ($1.event.peakScore, $0.event.start) < ($0.event.peakScore, $1.event.start)
      }.prefix(count))
  }
}
