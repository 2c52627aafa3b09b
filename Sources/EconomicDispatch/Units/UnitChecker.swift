extension UnitCase {
  /// The limits that `schedule` breaks by more than `toleranceMW`.
  ///
  /// Nothing here is shared with the methods that build schedules: every limit is computed again
  /// from the case alone.
  public func violations(
    in schedule: UnitSchedule, toleranceMW: Double = 1e-6
  ) -> [DispatchViolation] {
    var found: [DispatchViolation] = []
    func check(_ excess: Double, _ hour: Int, _ limit: @autoclosure () -> String) {
      if !(excess <= toleranceMW) {
        found.append(DispatchViolation(hour: hour, limit: limit(), excess: excess))
      }
    }
    for hour in demandMW.indices {
      let power = schedule.powerMW[hour]
      let loss = losses?.lossMW(at: power) ?? 0
      let given =
        power.reduce(0, +) + schedule.storageMW[hour].reduce(0, +)
        + schedule.unservedMW[hour]
      check(abs(given - loss - demandMW[hour]), hour, "demand is not balanced")
      let unserved = schedule.unservedMW[hour]
      check(-unserved, hour, "a negative amount is unserved")
      check(unserved - demandMW[hour], hour, "more is unserved than demanded")
      if unservedCostPerMWh == nil {
        check(unserved, hour, "demand is shed, which the case forbids")
      }
      var headroom = 0.0
      var legroom = 0.0
      for (index, unit) in units.enumerated() {
        guard schedule.isRunning[hour][index] else {
          check(abs(power[index]), hour, "\(unit.name) gives power while it is off")
          continue
        }
        check(unit.minimumMW - power[index], hour, "\(unit.name) is below its minimum")
        check(power[index] - unit.maximumMW, hour, "\(unit.name) is above its maximum")
        for zone in unit.prohibitedZones {
          check(
            min(power[index] - zone.lowerBound, zone.upperBound - power[index]), hour,
            "\(unit.name) is in a prohibited zone")
        }
        headroom += unit.maximumMW - power[index]
        legroom += power[index] - unit.minimumMW
        let wasRunning =
          hour > 0
          ? schedule.isRunning[hour - 1][index]
          : unit.commitment.map { $0.initialHours > 0 } ?? true
        if wasRunning, let before = hour > 0 ? schedule.powerMW[hour - 1][index] : unit.initialMW {
          check(power[index] - before - unit.rampUpMW, hour, "\(unit.name) rises too fast")
          check(before - power[index] - unit.rampDownMW, hour, "\(unit.name) falls too fast")
        }
      }
      check(upReserveMW[hour] - headroom, hour, "running units cannot add the reserve")
      check(downReserveMW[hour] - legroom, hour, "running units cannot drop the reserve")
    }
    for (index, unit) in units.enumerated() {
      checkRuns(of: index, unit, schedule, &found)
    }
    for (index, storage) in storages.enumerated() {
      var energy = storage.initialMWh
      for hour in demandMW.indices {
        let power = schedule.storageMW[hour][index]
        check(abs(power) - storage.powerMW, hour, "\(storage.name) exceeds its power")
        energy -= power > 0 ? power / storage.efficiency : power * storage.efficiency
        check(-energy, hour, "\(storage.name) is emptier than empty")
        check(energy - storage.energyMWh, hour, "\(storage.name) is fuller than full")
      }
      check(
        abs(energy - storage.finalMWh), demandMW.count - 1,
        "\(storage.name) does not end as full as it must")
    }
    return found
  }

  /// Whether the unit stays on and off for as long as it must.
  private func checkRuns(
    of index: Int, _ unit: GenerationUnit, _ schedule: UnitSchedule,
    _ found: inout [DispatchViolation]
  ) {
    guard let commitment = unit.commitment else {
      for hour in demandMW.indices where !schedule.isRunning[hour][index] {
        found.append(DispatchViolation(hour: hour, limit: "\(unit.name) must run", excess: 1))
      }
      return
    }
    var isOn = commitment.initialHours > 0
    var hours = abs(commitment.initialHours)
    for hour in demandMW.indices {
      if schedule.isRunning[hour][index] == isOn {
        hours += 1
        continue
      }
      let needed = isOn ? commitment.minimumUpHours : commitment.minimumDownHours
      if hours < needed {
        found.append(
          DispatchViolation(
            hour: hour, limit: "\(unit.name) \(isOn ? "stops" : "starts") too early",
            excess: Double(needed - hours)))
      }
      isOn.toggle()
      hours = 1
    }
  }
}
