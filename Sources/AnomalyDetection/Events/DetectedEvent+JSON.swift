public import Documents
import GridModel

extension DetectedEvent {
  /// The event as result documents hold it, with its `contributionCount` strongest reasons.
  public func json(contributionCount: Int) -> JSONValue {
    [
      "start": .string(event.start.description), "end": .string(event.end.description),
      "meter_id": .string(event.meterID), "kind": .string(event.kind),
      "peak_score": JSONValue(event.peakScore), "duration_s": JSONValue(event.durationS),
      "top_features": .array(event.topFeatures.map { .string($0) }),
      "baseline_score": JSONValue(baseline),
      "contributions": .array(
        contributions.prefix(contributionCount).map {
          [
            "feature": .string($0.feature), "value": JSONValue($0.value),
            "contribution": JSONValue($0.contribution),
          ]
        }),
      "other_contributions": JSONValue(
        contributions.dropFirst(contributionCount).reduce(0) { $0 + $1.contribution }),
    ]
  }
}
