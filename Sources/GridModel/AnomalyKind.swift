/// The kinds of anomaly that generated telemetry carries, spelled as in its files.
public enum AnomalyKind: String, CaseIterable, Sendable {
  /// Nothing is wrong.
  case normal
  /// Power far above what the load pattern explains, for minutes.
  case powerSpike = "power_spike"
  /// Power far below what the load pattern explains, for minutes.
  case suddenDrop = "sudden_drop"
  /// Power that leaves its pattern slowly, for an hour or more.
  case drift
  /// Noise on several channels at once.
  case noiseBurst = "noise_burst"
}
