public import GridModel

/// Makes features of the samples of many meters, one sample at a time.
public struct FeatureStream: Sendable {
  /// The features.
  public let set: FeatureSet
  private var meters: [String: (extractor: FeatureExtractor, last: Timestamp)] = [:]

  /// A stream that has seen no sample.
  public init(_ set: FeatureSet) {
    self.set = set
  }

  /// Takes the next sample of `meterID` and gives its features, in the order of the set.
  ///
  /// - Parameters:
  ///   - time: When the sample was taken.
  ///   - meterID: The meter that took it.
  ///   - values: The channels of the set in its order, not a number where one is missing.
  /// - Returns: The features.
  /// - Throws: ``FeatureError/unorderedTime(meterID:time:previous:)`` if the meter has been seen
  ///   later; the sample is then left out.
  public mutating func append(
    _ time: Timestamp, meterID: String, _ values: [Double]
  ) throws(FeatureError) -> [Double] {
    if let last = meters[meterID]?.last, time < last {
      throw .unorderedTime(meterID: meterID, time: time, previous: last)
    }
    if let features = meters[meterID]?.extractor.append(time, values) {
      meters[meterID]?.last = time
      return features
    }
    var extractor = FeatureExtractor(set)
    let features = extractor.append(time, values)
    meters[meterID] = (extractor, time)
    return features
  }
}
