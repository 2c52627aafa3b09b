/// Something that happened on the grid between two moments: detected, injected or reported.
public struct GridEvent: Equatable, Sendable {
  /// The first moment of the event.
  public let start: Timestamp
  /// The moment at which the event was over.
  public let end: Timestamp
  /// The meter that saw it.
  public let meterID: String
  /// What kind of event, as files spell it.
  public let kind: String
  /// The highest anomaly score within the event.
  public let peakScore: Double
  /// The features that explain the peak, the strongest first.
  public let topFeatures: [String]

  /// An event of `meterID` from `start` to `end`.
  public init(
    start: Timestamp, end: Timestamp, meterID: String, kind: String, peakScore: Double,
    topFeatures: [String] = []
  ) {
    precondition(start <= end, "an event that starts at \(start) cannot end at \(end)")
    self.start = start
    self.end = end
    self.meterID = meterID
    self.kind = kind
    self.peakScore = peakScore
    self.topFeatures = topFeatures
  }

  /// How long the event lasted, in seconds.
  public var durationS: Double { end.seconds(since: start) }
}
