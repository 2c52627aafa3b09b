/// The lowest score that counts as an anomaly, and where it comes from.
public struct ScoreThreshold: Equatable, Sendable {
  /// The lowest score that counts as an anomaly.
  public let value: Double
  /// How it was chosen, as documents spell it, such as `contamination=0.01`.
  public let method: String
  /// The data that it was chosen on, or `definition`.
  public let source: String

  /// A threshold and its origin.
  public init(value: Double, method: String, source: String) {
    self.value = value
    self.method = method
    self.source = source
  }
}
