/// A battery or a reservoir beside the units.
public struct Storage: Equatable, Sendable {
  /// The name that files and reports know it by.
  public var name: String
  /// The most power in and out, in MW at the grid.
  public var powerMW: Double
  /// What it can hold, in MWh.
  public var energyMWh: Double
  /// The share of energy that is stored of what is taken, and given of what is stored.
  public var efficiency: Double
  /// What it holds before the first hour, in MWh.
  public var initialMWh: Double
  /// What it holds after the last hour, in MWh.
  public var finalMWh: Double

  /// A storage that ends as full as it began.
  public init(
    name: String, powerMW: Double, energyMWh: Double, efficiency: Double, initialMWh: Double
  ) {
    self.name = name
    self.powerMW = powerMW
    self.energyMWh = energyMWh
    self.efficiency = efficiency
    self.initialMWh = initialMWh
    finalMWh = initialMWh
  }

  /// What it holds after each hour in which it gives `powerMW` (negative: takes), in MWh.
  public func energyMWh(after powerMW: [Double]) -> [Double] {
    var energy = initialMWh
    return powerMW.map { power in
      energy -= power > 0 ? power / efficiency : power * efficiency
      return energy
    }
  }
}
