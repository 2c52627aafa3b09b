/// What alarm rules watch: the measured channels, and quantities that follow from them at ingest.
public enum Signal: String, CaseIterable, Sendable {
  /// Voltage in V.
  case voltageV = "voltage_v"
  /// Current in A.
  case currentA = "current_a"
  /// Active power in kW, consumption positive.
  case activePowerKW = "active_power_kw"
  /// Power factor, -1 to 1.
  case powerFactor = "power_factor"
  /// Frequency in Hz.
  case frequencyHz = "frequency_hz"
  /// Total harmonic distortion in percent.
  case thdPercent = "thd_percent"
  /// How far power is from its running mean, in running standard deviations.
  case powerDeviation = "power_deviation"
  /// The change of power since the sample before, in percent a minute of the value before.
  case powerChangePercentPerMinute = "power_change_percent_per_minute"
  /// How far power is from V · I · power factor, in percent of the latter.
  case powerMismatchPercent = "power_mismatch_percent"
  /// The anomaly score that a model gave the sample, 0 to 1.
  case score

  /// The signals that meters measure, in the order in which samples carry them.
  public static let measured: [Signal] = [
    .voltageV, .currentA, .activePowerKW, .powerFactor, .frequencyHz, .thdPercent,
  ]

  /// The place of the signal in a ``Measurement``.
  @inlinable public var index: Int {
    switch self {
    case .voltageV: 0
    case .currentA: 1
    case .activePowerKW: 2
    case .powerFactor: 3
    case .frequencyHz: 4
    case .thdPercent: 5
    case .powerDeviation: 6
    case .powerChangePercentPerMinute: 7
    case .powerMismatchPercent: 8
    case .score: 9
    }
  }
}

/// What arrives together: a meter's measurements, or the scores that a model gives them later.
///
/// The delays of an alarm run on the time of its own line.
enum SignalLine {
  case measured
  case scored
}

extension Signal {
  var line: SignalLine { self == .score ? .scored : .measured }
}
