/// Thermal units that meet the demand of every hour together.
///
/// Per hour Σ Pᵢ + storage = demand + losses, each unit within its limits, outside its prohibited
/// zones and near enough to the hour before.
public struct UnitCase: Equatable, Sendable {
  /// The units.
  public let units: [GenerationUnit]
  /// Demand per hour, in MW.
  public let demandMW: [Double]
  /// Losses; nil if there are none.
  public let losses: TransmissionLoss?
  /// Power that running units must be able to add at once, per hour, in MW.
  public let upReserveMW: [Double]
  /// Power that running units must be able to drop at once, per hour, in MW.
  public let downReserveMW: [Double]
  /// What stores energy.
  public let storages: [Storage]
  /// The price of a unit of emission, added to the cost.
  public let emissionPrice: Double

  /// The number of hours.
  public var hourCount: Int { demandMW.count }

  /// Whether units may be switched off.
  public var hasCommitment: Bool { units.contains { $0.commitment != nil } }

  /// The most units and hours that are accepted.
  public static let limits = (units: 1_000, hours: 8_784)

  /// A case whose numbers have been checked.
  ///
  /// - Throws: ``DispatchError`` that names the first number that cannot be.
  public init(
    units: [GenerationUnit], demandMW: [Double], losses: TransmissionLoss? = nil,
    upReserveMW: [Double]? = nil, downReserveMW: [Double]? = nil, storages: [Storage] = [],
    emissionPrice: Double = 0
  ) throws(DispatchError) {
    try require(units.count, in: 1...Self.limits.units, "units")
    try require(demandMW.count, in: 1...Self.limits.hours, "demand")
    for demand in demandMW { try require(demand, atLeast: 0, "demand") }
    for unit in units { try unit.validate() }
    if let losses { try requireCount(losses.count, units.count, "losses") }
    let none = [Double](repeating: 0, count: demandMW.count)
    for (reserve, field) in [(upReserveMW, "reserve_mw"), (downReserveMW, "down_reserve_mw")] {
      guard let reserve else { continue }
      try requireCount(reserve.count, demandMW.count, field)
      for value in reserve { try require(value, atLeast: 0, field) }
    }
    for storage in storages { try storage.validate() }
    try require(emissionPrice, atLeast: 0, "emission_price")
    self.units = units
    self.demandMW = demandMW
    self.losses = losses
    self.upReserveMW = upReserveMW ?? none
    self.downReserveMW = downReserveMW ?? none
    self.storages = storages
    self.emissionPrice = emissionPrice
  }

  /// The case with another demand per hour, and with reserves that cover what demand may become.
  ///
  /// - Throws: ``DispatchError``.
  public func replacingDemand(
    _ demandMW: [Double], lowMW: [Double]? = nil, highMW: [Double]? = nil
  ) throws(DispatchError) -> UnitCase {
    let hours = demandMW.indices
    func reserve(_ own: [Double], _ distance: (Int) -> Double) -> [Double] {
      hours.map { max(own[$0 % own.count], distance($0)) }
    }
    return try UnitCase(
      units: units, demandMW: demandMW, losses: losses,
      upReserveMW: reserve(upReserveMW) { (highMW ?? demandMW)[$0] - demandMW[$0] },
      downReserveMW: reserve(downReserveMW) { demandMW[$0] - (lowMW ?? demandMW)[$0] },
      storages: storages, emissionPrice: emissionPrice)
  }
}

extension GenerationUnit {
  fileprivate func validate() throws(DispatchError) {
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
    if commitment.initialHours == 0 {
      throw .valueOutOfRange(
        field: "initial_status_h of unit \(name)", value: 0,
        allowed: "positive for hours run or negative for hours rested")
    }
  }
}

extension Storage {
  fileprivate func validate() throws(DispatchError) {
    try require(powerMW, atLeast: 0, "power_mw of storage \(name)")
    try require(energyMWh, atLeast: 0, "energy_mwh of storage \(name)")
    guard efficiency > 0 && efficiency <= 1 else {
      throw .valueOutOfRange(
        field: "efficiency of storage \(name)", value: efficiency, allowed: "above 0, at most 1")
    }
    guard initialMWh >= 0 && initialMWh <= energyMWh else {
      throw .valueOutOfRange(
        field: "initial_mwh of storage \(name)", value: initialMWh,
        allowed: "between 0 and energy_mwh")
    }
  }
}
