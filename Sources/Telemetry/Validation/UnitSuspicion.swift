/// Looks at typical values for signs of another unit.
enum UnitSuspicion {
  /// The suspicions about columns of which `median` gives the typical size.
  static func findings(median: (Channel) -> Double?, powerRatio: Double?) -> [Finding] {
    var findings: [Finding] = []
    func suspect(_ channel: Channel, _ message: String) {
      findings.append(
        Finding(.unitSuspicion, column: channel.rawValue, message: message))
    }
    if let factor = median(.powerFactor), factor > 1.5 {
      suspect(.powerFactor, "typically \(short(factor)): percent instead of a number up to 1?")
    }
    if let voltage = median(.voltageV), voltage > 0, voltage < 20 {
      let unit = (0.8...1.25).contains(voltage) ? "per unit" : "kV"
      suspect(.voltageV, "typically \(short(voltage)): \(unit) instead of V?")
    }
    if let frequency = median(.frequencyHz), !(40...70).contains(frequency) {
      suspect(
        .frequencyHz,
        "typically \(short(frequency)): "
          + ((280...440).contains(frequency) ? "radians per second instead of Hz?" : "not in Hz?"))
    }
    if let distortion = median(.thdPercent), distortion > 0, distortion < 0.2 {
      suspect(.thdPercent, "typically \(short(distortion)): a fraction instead of percent?")
    }
    // Power can only be judged by a voltage and a power factor that are what they should be.
    let judges = [Channel.voltageV, .powerFactor].map(\.rawValue)
    if let ratio = powerRatio, findings.allSatisfy({ !judges.contains($0.column ?? "") }) {
      switch ratio {
      case 500...2_000:
        suspect(.activePowerKW, "1,000 times V * I * power factor: W instead of kW?")
      case 0.000_5...0.002:
        suspect(
          .activePowerKW,
          "a thousandth of V * I * power factor: MW instead of kW, or mA instead of A?")
      case 1.6...1.9:
        suspect(.activePowerKW, "1.73 times V * I * power factor: three phases, V between them?")
      case 2.8...3.2:
        suspect(.activePowerKW, "3 times V * I * power factor: three phases, V and I of one?")
      default: break
      }
    }
    return findings
  }

  private static func short(_ value: Double) -> String {
    let scaled = (value * 1_000).rounded() / 1_000
    return scaled == scaled.rounded() && abs(scaled) < 1e15 ? String(Int(scaled)) : "\(scaled)"
  }
}
