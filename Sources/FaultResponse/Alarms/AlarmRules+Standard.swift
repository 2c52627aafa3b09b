extension AlarmRules {
  /// Rules that suit a low-voltage meter at `nominalVoltageV` and `nominalFrequencyHz`.
  ///
  /// Voltage within ±10 % and frequency within ±1 % as EN 50160 has them for public networks,
  /// distortion within its 8 %; power's own past for the rest. What one disturbance can trigger is
  /// one group, so that it is one annunciation.
  ///
  /// - Throws: ``AlarmRuleError`` if a nominal value is not positive.
  public static func standard(
    nominalVoltageV: Double = 230, nominalFrequencyHz: Double = 50
  ) throws(AlarmRuleError) -> AlarmRules {
    let quarterHour = 900.0
    return try AlarmRules([
      AlarmRule(
        name: "voltage out of range", signal: .voltageV, above: 1.1 * nominalVoltageV,
        below: 0.9 * nominalVoltageV, deadBand: 0.01 * nominalVoltageV, offDelayS: quarterHour,
        priority: .critical, action: .trip, group: "disturbance"),
      AlarmRule(
        name: "frequency out of range", signal: .frequencyHz, above: 1.01 * nominalFrequencyHz,
        below: 0.99 * nominalFrequencyHz, deadBand: 0.001 * nominalFrequencyHz,
        offDelayS: quarterHour, priority: .critical, action: .shed, group: "disturbance"),
      AlarmRule(
        name: "distortion high", signal: .thdPercent, above: 8, deadBand: 1,
        offDelayS: quarterHour, priority: .medium, action: .alert, group: "disturbance"),
      AlarmRule(
        name: "power far from its past", signal: .powerDeviation, above: 6, below: -6, deadBand: 3,
        offDelayS: quarterHour, priority: .high, action: .redispatch, group: "disturbance"),
      AlarmRule(
        name: "power does not match voltage and current", signal: .powerMismatchPercent, above: 10,
        below: -10, deadBand: 5, offDelayS: quarterHour, priority: .low, action: .alert,
        group: "disturbance"),
    ])
  }
}
