/// A quantity that meters measure, spelled as the columns of telemetry files.
public enum Channel: String, CaseIterable, Sendable {
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

  /// The unit as files and model documents spell it; the power factor has none.
  public var unit: String {
    switch self {
    case .voltageV: "V"
    case .currentA: "A"
    case .activePowerKW: "kW"
    case .powerFactor: ""
    case .frequencyHz: "Hz"
    case .thdPercent: "%"
    }
  }
}
