extension Channel {
  /// What a meter of a low- or medium-voltage grid can possibly show.
  var physicalRange: ClosedRange<Double> {
    switch self {
    case .voltageV: 0...100_000
    case .currentA: -100_000...100_000
    case .activePowerKW: -1_000_000...1_000_000
    case .powerFactor: -1...1
    case .frequencyHz: 40...70
    case .thdPercent: 0...500
    }
  }

  /// Whether the same value for an hour is no sign of a stuck sensor.
  var mayStandStill: Bool { self == .powerFactor }
}
