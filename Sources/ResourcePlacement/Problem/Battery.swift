/// A battery that stores what generators leave over and gives it back when they do not suffice.
public struct Battery: Equatable, Sendable {
  /// Energy that it holds when full, kWh.
  public let capacityKWh: Double
  /// The most that it charges or discharges with, kW.
  public let powerKW: Double
  /// The share of the charged energy that comes out again.
  public let efficiency: Double

  /// What a battery does over the steps.
  public struct Schedule: Equatable, Sendable {
    /// Power that it draws, kW; negative when it feeds in.
    public let powerKW: [Double]
    /// Energy that it holds at the end of each step, kWh.
    public let stateOfChargeKWh: [Double]
  }

  /// A battery.
  ///
  /// - Throws: `PlacementError.invalidBattery` for numbers no battery can have.
  public init(
    capacityKWh: Double, powerKW: Double, efficiency: Double = 0.9
  ) throws(PlacementError) {
    guard capacityKWh > 0, powerKW > 0, efficiency > 0, efficiency <= 1,
      capacityKWh.isFinite, powerKW.isFinite
    else {
      throw .invalidBattery(capacityKWh: capacityKWh, powerKW: powerKW, efficiency: efficiency)
    }
    self.capacityKWh = capacityKWh
    self.powerKW = powerKW
    self.efficiency = efficiency
  }

  /// What the battery does where `surplusKW` is left over in each step (negative: missing).
  ///
  /// It charges from surplus and discharges into want, within its power and its state of charge; half
  /// of the losses occur on the way in and half on the way out. The day repeats itself: it begins
  /// with what it ends with.
  public func schedule(surplusKW: [Double], stepHours: Double) -> Schedule {
    var held = 0.0
    var schedule = Schedule(powerKW: [], stateOfChargeKWh: [])
    for _ in 0..<2 { schedule = day(surplusKW, stepHours: stepHours, held: &held) }
    return schedule
  }

  private func day(_ surplusKW: [Double], stepHours: Double, held: inout Double) -> Schedule {
    let oneWay = efficiency.squareRoot()
    var powers: [Double] = []
    var states: [Double] = []
    for surplus in surplusKW {
      let power: Double
      if surplus > 0 {
        power = min(surplus, powerKW, (capacityKWh - held) / (oneWay * stepHours))
        held += power * oneWay * stepHours
      } else {
        power = max(surplus, -powerKW, -held * oneWay / stepHours)
        held += power / oneWay * stepHours
      }
      held = min(max(held, 0), capacityKWh)
      powers.append(power == 0 ? 0 : power)
      states.append(held)
    }
    return Schedule(powerKW: powers, stateOfChargeKWh: states)
  }
}
