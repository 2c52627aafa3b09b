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
          .powerSpike: Kind(share: 0.45, minutes: 3...10, size: 0.5...0.9),
          .suddenDrop: Kind(share: 0.45, minutes: 3...10, size: 0.4...0.8),
          .drift: Kind(share: 0.01, minutes: 60...90, size: 0.5...0.9),
          .noiseBurst: Kind(share: 0.09, minutes: 4...8, size: 0.6...0.9),
        ], signature: 1.5)
    case .medium:
      try self.init(
        rate: rate,
        kinds: [
          .powerSpike: Kind(share: 0.33, minutes: 5...20, size: 0.06...0.15),
          .suddenDrop: Kind(share: 0.33, minutes: 5...20, size: 0.06...0.15),
          .drift: Kind(share: 0.10, minutes: 60...120, size: 0.10...0.30),
          .noiseBurst: Kind(share: 0.24, minutes: 10...30, size: 0.04...0.10),
        ], signature: 1)
    case .hard:
      try self.init(
        rate: rate,
        kinds: [
          .powerSpike: Kind(share: 0.33, minutes: 5...30, size: 0.02...0.08),
          .suddenDrop: Kind(share: 0.33, minutes: 5...30, size: 0.02...0.08),
          .drift: Kind(share: 0.10, minutes: 60...180, size: 0.03...0.15),
          .noiseBurst: Kind(share: 0.24, minutes: 10...45, size: 0.01...0.04),
        ], signature: 0.4)
    }
  }
}
