public import GridModel

/// An anomaly that the generator put into a signal.
public struct InjectedEvent: Equatable, Sendable {
  /// The start of the first interval that it touches.
  public let start: Timestamp
  /// The end of the last interval that it touches.
  public let end: Timestamp
  /// The meter.
  public let meterID: String
  /// The kind.
  public let kind: AnomalyKind
  /// The columns that it touches.
  public let channels: [Channel]
  /// Its largest effect on power relative to what power would have been, negative if it lowers it;
  /// for noise the standard deviation.
  public let size: Double
}
