extension GenerationUnit {
  func validate() throws(DispatchError) {
    try require(minimumMW, atLeast: 0, "pmin of unit \(name)")
    try require(maximumMW, atLeast: minimumMW, "pmax of unit \(name)")
    for (field, value) in [
      ("c0", fixedCost), ("c1", linearCost), ("e", valveHeight), ("f", valveFrequency),
    ] where !value.isFinite {
      throw .valueOutOfRange(field: "\(field) of unit \(name)", value: value, allowed: "a number")
    }
    try require(quadraticCost, atLeast: 0, "c2 of unit \(name)")
    try require(rampUpMW, atLeast: 0, "ramp_up of unit \(name)", orInfinite: true)
    try require(rampDownMW, atLeast: 0, "ramp_down of unit \(name)", orInfinite: true)
    if let initialMW { try require(initialMW, atLeast: 0, "initial_mw of unit \(name)") }
    if hasValves && (maximumMW - minimumMW) * abs(valveFrequency) / .pi > 10_000 {
      throw .valueOutOfRange(
        field: "f of unit \(name)", value: valveFrequency, allowed: "at most 10,000 valve points")
    }
    for zone in prohibitedZones {
      try require(zone.lowerBound, atLeast: 0, "prohibited_zones of unit \(name)")
      try require(zone.upperBound, atLeast: 0, "prohibited_zones of unit \(name)")
    }
    if allowedRanges(from: minimumMW, to: maximumMW).isEmpty {
      throw .noFeasibleSchedule(hour: 0, reason: "prohibited zones leave unit \(name) nothing")
    }
    try requireCount(emission.count, 3, "emission of unit \(name)")
    for value in emission where !value.isFinite {
      throw .valueOutOfRange(field: "emission of unit \(name)", value: value, allowed: "a number")
    }
    guard let commitment else { return }
    try require(
      Double(commitment.minimumUpHours), atLeast: 0, "min_up_h of unit \(name)")
    try require(
      Double(commitment.minimumDownHours), atLeast: 0, "min_down_h of unit \(name)")
    try require(
      Double(commitment.coldStartHours), atLeast: 0, "cold_start_h of unit \(name)")
    try require(commitment.hotStartCost, atLeast: 0, "start_cost_hot of unit \(name)")
    try require(commitment.coldStartCost, atLeast: 0, "start_cost_cold of unit \(name)")
    for (field, hours) in [
      ("min_up_h", commitment.minimumUpHours), ("min_down_h", commitment.minimumDownHours),
      ("cold_start_h", commitment.coldStartHours), ("initial_status_h", commitment.initialHours),
    ] where abs(hours) > 1_000_000 {
      throw .valueOutOfRange(
        field: "\(field) of unit \(name)", value: Double(hours), allowed: "at most 1,000,000 hours")
    }
    if commitment.initialHours == 0 {
      throw .valueOutOfRange(
        field: "initial_status_h of unit \(name)", value: 0,
        allowed: "positive for hours run or negative for hours rested")
    }
  }
}

extension Storage {
  func validate() throws(DispatchError) {
    try require(powerMW, atLeast: 0, "power_mw of storage \(name)")
    try require(energyMWh, atLeast: 0, "energy_mwh of storage \(name)")
    guard efficiency > 0 && efficiency <= 1 else {
      throw .valueOutOfRange(
        field: "efficiency of storage \(name)", value: efficiency, allowed: "above 0, at most 1")
    }
    for (field, value) in [("initial_mwh", initialMWh), ("final_mwh", finalMWh)]
    where !(value >= 0 && value <= energyMWh) {
      throw .valueOutOfRange(
        field: "\(field) of storage \(name)", value: value, allowed: "between 0 and energy_mwh")
    }
  }
}
