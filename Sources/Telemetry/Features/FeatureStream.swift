public import GridModel

/// Makes features of the samples of many meters, a sample or a block of them at a time.
public struct FeatureStream: Sendable {
  /// The features.
  public let set: FeatureSet
  private var places: [String: Int] = [:]
  private var extractors: [FeatureExtractor] = []
  private var lastTimes: [Timestamp] = []

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
    let place = place(of: meterID)
    try check(time, place, meterID)
    return extractors[place].append(time, values)
  }

  /// Takes the next rows of a recording and gives their features as a table.
  ///
  /// - Parameter block: Rows that follow those of the block before.
  /// - Returns: The features of its rows.
  /// - Throws: ``FeatureError`` if a column is missing or a meter's rows are not in order of time.
  public mutating func append(_ block: Recording) throws(FeatureError) -> FeatureTable<Double> {
    let missing = set.missingChannels(in: block.channels.map(\.name))
    guard missing.isEmpty else { throw .missingChannels(missing) }
    let meters = block.meterIDs.map { place(of: $0) }
    for row in 0..<block.count {
      let meter = Int(block.meterIndices[row])
      try check(block.timestamps[row], meters[meter], block.meterIDs[meter])
    }
    let run = FeatureRun(set: set, recording: block, series: MeterSeries.all(of: block))
    return FeatureTable(
      set: set, rowCount: block.count, values: run.columns(&extractors, places: meters))
  }

  private mutating func place(of meterID: String) -> Int {
    if let place = places[meterID] { return place }
    places[meterID] = extractors.count
    extractors.append(FeatureExtractor(set))
    lastTimes.append(Timestamp(millisecondsSinceEpoch: .min))
    return extractors.count - 1
  }

  private mutating func check(
    _ time: Timestamp, _ place: Int, _ meterID: String
  ) throws(FeatureError) {
    guard time >= lastTimes[place] else {
      throw .unorderedTime(meterID: meterID, time: time, previous: lastTimes[place])
    }
    lastTimes[place] = time
  }
}
