internal import AnomalyDetection
internal import FaultResponse
internal import GridModel
import Synchronization
internal import Telemetry

/// What a model says of each sample, given the samples of its meter before.
///
/// The features are made by the extractor that also makes them for files, so that a sample has the
/// same score here and there, to the bit.
final class WatchScorer: Sendable {
  /// The lowest score that counts as an anomaly.
  let threshold: Double
  private let set: FeatureSet
  private let model: AnomalyDetector.Model
  /// The place in a measurement of each channel that the features look at.
  private let places: [Int]
  private let meters = Mutex([Int: FeatureExtractor]())

  /// The scorer of the detector in the document at `path`.
  init(path: String) throws(CommandFailure) {
    let detector = try readDetector(path)
    guard case .telemetry(let set) = detector.inputs else {
      throw .badData("\(path): the model was trained on a table; a stream has telemetry's features")
    }
    var places: [Int] = []
    for channel in set.channels {
      guard let signal = Signal(rawValue: channel), Signal.measured.contains(signal) else {
        throw .badData(
          "\(path): the model needs the column '\(channel)', which streams do not have")
      }
      places.append(signal.index)
    }
    self.set = set
    self.places = places
    model = detector.model
    threshold = detector.threshold.value
  }

  /// The score of the next sample of a meter.
  func score(_ measurement: Measurement) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: places.count) { channels in
      for (place, signal) in places.enumerated() {
        channels.initializeElement(at: place, to: measurement.values[signal])
      }
      return withUnsafeTemporaryAllocation(of: Float.self, capacity: set.specifications.count) {
        features in
        features.initialize(repeating: 0)
        meters.withLock { meters in
          meters[measurement.meter, default: FeatureExtractor(set)].append(
            measurement.time, UnsafeBufferPointer(channels), to: features)
        }
        return model.score(of: UnsafeBufferPointer(features))
      }
    }
  }
}
