internal import FaultResponse
internal import GridModel

/// What a model says of a sample, given the samples of its meter before.
struct WatchScorer: Sendable {
  let score: @Sendable (_ measurement: Measurement, _ meterID: String) -> Double
}
