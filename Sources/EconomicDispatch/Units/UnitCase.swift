/// Thermal units that meet the demand of every hour together.
///
/// Per hour Σ Pᵢ + storage + unserved = demand + losses, each unit within its limits, outside its
/// prohibited zones and near enough to the hour before.
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
  /// The price of a MWh that is not served; nil if every MWh must be.
  public let unservedCostPerMWh: Double?

  /// Demand per hour that the schedule must hold for too, below what is expected; nil if none.
  public let lowDemandMW: [Double]?
  /// Demand per hour that the schedule must hold for too, above what is expected; nil if none.
  public let highDemandMW: [Double]?

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
    emissionPrice: Double = 0, unservedCostPerMWh: Double? = nil,
    lowDemandMW: [Double]? = nil, highDemandMW: [Double]? = nil
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
    if let unservedCostPerMWh {
      try require(unservedCostPerMWh, atLeast: 0, "unserved_cost_per_mwh")
    }
    for (band, field, sign) in [
      (lowDemandMW, "demand_p10", 1.0), (highDemandMW, "demand_p90", -1.0),
    ] {
      guard let band else { continue }
      try requireCount(band.count, demandMW.count, field)
      for (hour, value) in band.enumerated() {
        try require(value, atLeast: 0, field)
        guard sign * (demandMW[hour] - value) >= 0 else {
          throw .valueOutOfRange(
            field: "\(field) of hour \(hour)", value: value,
            allowed: "at \(sign > 0 ? "most" : "least") the demand \(demandMW[hour])")
        }
      }
    }
    self.units = units
    self.lowDemandMW = lowDemandMW
    self.highDemandMW = highDemandMW
    self.demandMW = demandMW
    self.losses = losses
    self.upReserveMW = upReserveMW ?? none
    self.downReserveMW = downReserveMW ?? none
    self.storages = storages
    self.emissionPrice = emissionPrice
    self.unservedCostPerMWh = unservedCostPerMWh
  }

  /// The case with other values where they are given; other demand has no band.
  ///
  /// - Throws: ``DispatchError``.
  public func replacing(
    units: [GenerationUnit]? = nil, demandMW: [Double]? = nil, upReserveMW: [Double]? = nil,
    downReserveMW: [Double]? = nil, storages: [Storage]? = nil, emissionPrice: Double? = nil
  ) throws(DispatchError) -> UnitCase {
    try UnitCase(
      units: units ?? self.units, demandMW: demandMW ?? self.demandMW, losses: losses,
      upReserveMW: upReserveMW ?? self.upReserveMW,
      downReserveMW: downReserveMW ?? self.downReserveMW, storages: storages ?? self.storages,
      emissionPrice: emissionPrice ?? self.emissionPrice, unservedCostPerMWh: unservedCostPerMWh,
      lowDemandMW: demandMW == nil ? lowDemandMW : nil,
      highDemandMW: demandMW == nil ? highDemandMW : nil)
  }
}
