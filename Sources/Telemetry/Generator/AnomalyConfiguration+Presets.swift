import GridModel

// The presets are calibrated by the plainest detector and not by Kilowatch's own: over seeds 1…20,
// 30 days of one meter each, the absolute z-score of power in its trailing window of 60 minutes
// reaches a ROC-AUC of 0.95, 0.75 and 0.60. A test keeps it so.

extension AnomalyConfiguration {
  /// The anomalies of `preset`, covering `rate` of all rows.
  ///
  /// - Throws: ``SignalError/rate(_:)`` if the rate is not between 0 and 0.3.
  public init(preset: SignalConfiguration.Preset, rate: Double = 0.04) throws(SignalError) {
    switch preset {
    case .easy:
      try self.init(
        rate: rate,
        kinds: [
          .powerSpike: Kind(share: 0.40, minutes: 3...10, size: 0.30...0.80),
          .suddenDrop: Kind(share: 0.40, minutes: 3...10, size: 0.30...0.70),
          .drift: Kind(share: 0.02, minutes: 60...90, size: 0.40...0.80),
          .noiseBurst: Kind(share: 0.18, minutes: 4...8, size: 0.40...0.80),
        ], signature: 1)
    case .medium:
      try self.init(
        rate: rate,
        kinds: [
          .powerSpike: Kind(share: 0.36, minutes: 3...13, size: 0.04...0.115),
          .suddenDrop: Kind(share: 0.36, minutes: 3...13, size: 0.04...0.115),
          .drift: Kind(share: 0.05, minutes: 60...80, size: 0.08...0.25),
          .noiseBurst: Kind(share: 0.23, minutes: 6...18, size: 0.04...0.10),
        ], signature: 0.4)
    case .hard:
      try self.init(
        rate: rate,
        kinds: [
          .powerSpike: Kind(share: 0.38, minutes: 3...12, size: 0.015...0.05),
          .suddenDrop: Kind(share: 0.38, minutes: 3...12, size: 0.015...0.05),
          .drift: Kind(share: 0.03, minutes: 60...80, size: 0.03...0.12),
          .noiseBurst: Kind(share: 0.21, minutes: 6...18, size: 0.01...0.04),
        ], signature: 0.25)
    }
  }
}
