/// Reactive power of inverters that follows the voltage: the Q(U) characteristic.
///
/// Within `deadbandPU` of nominal an inverter exchanges no reactive power; from there its share of
/// what it is capable of rises in proportion, to all of it at `saturationPU`. It draws reactive power
/// where the voltage is high and feeds it in where the voltage is low (VDE-AR-N 4105).
public struct InverterControl: Equatable, Sendable {
  /// The distance from nominal within which nothing happens, per unit.
  public let deadbandPU: Double
  /// The distance from nominal at which everything is given, per unit.
  public let saturationPU: Double
  /// Reactive power that each device is capable of, per unit; 0 for what is no inverter.
  public let capabilityPU: [Double]

  /// A characteristic of the devices capable of `capabilityPU`.
  public init(deadbandPU: Double = 0.02, saturationPU: Double = 0.05, capabilityPU: [Double]) {
    precondition(
      deadbandPU >= 0 && saturationPU > deadbandPU,
      "a deadband of \(deadbandPU) p.u. has to end before the saturation at \(saturationPU)")
    self.deadbandPU = deadbandPU
    self.saturationPU = saturationPU
    self.capabilityPU = capabilityPU
  }

  /// The share of its capability that an inverter draws at a voltage, −1 to 1.
  public func share(voltagePU: Double) -> Double {
    let distance = abs(voltagePU - 1) - deadbandPU
    let share = min(max(distance / (saturationPU - deadbandPU), 0), 1)
    return voltagePU < 1 ? -share : share
  }
}
