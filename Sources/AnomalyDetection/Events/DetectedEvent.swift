public import GridModel

/// An event that a detector found, and why.
public struct DetectedEvent: Sendable, Equatable {
  /// How far one feature moved the score from the mean.
  public struct Contribution: Sendable, Equatable {
    /// The feature.
    public let feature: String
    /// Its value at the event's peak.
    public let value: Double
    /// What it added to the score.
    public let contribution: Double
  }

  /// The event.
  public let event: GridEvent
  /// Its places on the timeline.
  public let places: Range<Int>
  /// The row of its highest score.
  public let peakRow: Int
  /// The score that the model gives when it knows nothing of a row.
  ///
  /// With all contributions it sums to the event's peak score.
  public let baseline: Double
  /// What every feature added to the score at the peak, the strongest first.
  public let contributions: [Contribution]
}
