extension UnitCase {
  init(_ fields: CaseFields, demand band: DemandBand?) throws(DispatchError) {
    try fields.refuseUnknown(
      descriptiveFields.union([
        "units", "demand", "losses", "B1_raw", "B", "B0", "B00", "reserve_mw", "reserve_share",
        "down_reserve_mw", "storage", "emission_price", "unserved_cost_per_mwh", "demand_p10",
        "demand_p90",
      ]))
    var demand = band?.expectedMW ?? []
    if band == nil {
      guard let own = try fields.numbers("demand", count: nil) else {
        throw .missingField(field: "demand of case")
      }
      demand = own
    }
    guard demand.count <= Self.limits.hours else {
      throw .tooLarge(field: "demand", count: demand.count, limit: Self.limits.hours)
    }
    var units: [GenerationUnit] = []
    for (index, unit) in (try fields.objects("units", called: "unit") ?? []).enumerated() {
      units.append(try GenerationUnit(unit, place: index))
    }
    var reserve = try fields.numbers("reserve_mw", count: demand.count)
    if let share = try fields.number("reserve_share") {
      try require(share, atLeast: 0, "reserve_share")
      reserve = demand.indices.map { max(reserve?[$0] ?? 0, share * demand[$0]) }
    }
    var storages: [Storage] = []
    for (index, storage) in (try fields.objects("storage", called: "storage") ?? []).enumerated() {
      storages.append(try Storage(storage, place: index))
    }
    var (low, high) = (band?.lowMW, band?.highMW)
    if band == nil {
      low = try fields.numbers("demand_p10", count: demand.count)
      high = try fields.numbers("demand_p90", count: demand.count)
    }
    try self.init(
      units: units, demandMW: demand,
      losses: try TransmissionLoss(fields, unitCount: units.count),
      upReserveMW: reserve,
      downReserveMW: try fields.numbers("down_reserve_mw", count: demand.count),
      storages: storages, emissionPrice: try fields.number("emission_price") ?? 0,
      unservedCostPerMWh: try fields.number("unserved_cost_per_mwh"),
      lowDemandMW: low,
      highDemandMW: high)
  }
}

extension TransmissionLoss {
  /// Losses from an object `losses`, or from the bare members that published systems use.
  fileprivate init?(_ fields: CaseFields, unitCount: Int) throws(DispatchError) {
    var own = fields
    if fields.has("losses") {
      own = try CaseFields(fields.value("losses"), name: "losses")
      try own.refuseUnknown(descriptiveFields.union(["B", "B0", "B00"]))
    }
    guard let rows = try own.rows("B", "B1_raw") else { return nil }
    try requireCount(rows.count, unitCount, "B of losses")
    for row in rows {
      try requireCount(row.count, unitCount, "a row of B of losses")
      for value in row where !value.isFinite {
        throw .valueOutOfRange(field: "B of losses", value: value, allowed: "a number")
      }
    }
    self.init(
      quadratic: rows,
      linear: try own.numbers("B0", count: unitCount) ?? [Double](repeating: 0, count: unitCount),
      constant: try own.number("B00") ?? 0)
  }
}

extension GenerationUnit {
  fileprivate init(_ fields: CaseFields, place: Int) throws(DispatchError) {
    try fields.refuseUnknown(
      descriptiveFields.union([
        "unit", "pmin", "pmax", "c0", "c1", "c2", "e", "f", "ramp_up", "ramp_down", "initial_mw",
        "prohibited_zones", "emission", "min_up_h", "min_down_h", "start_cost_hot",
        "start_cost_cold", "cold_start_h", "initial_status_h",
      ]))
    self.init(
      name: fields.text("name") ?? fields.text("unit").map { "G\($0)" } ?? "G\(place + 1)",
      minimumMW: try fields.required("pmin"), maximumMW: try fields.required("pmax"))
    fixedCost = try fields.number("c0") ?? 0
    linearCost = try fields.number("c1") ?? 0
    quadraticCost = try fields.number("c2") ?? 0
    valveHeight = try fields.number("e") ?? 0
    valveFrequency = try fields.number("f") ?? 0
    rampUpMW = try fields.number("ramp_up") ?? .infinity
    rampDownMW = try fields.number("ramp_down") ?? .infinity
    initialMW = try fields.number("initial_mw")
    emission = try fields.numbers("emission", count: 3) ?? [0, 0, 0]
    for zone in try fields.rows("prohibited_zones") ?? [] {
      guard zone.count == 2, zone[0] <= zone[1] else {
        throw .wrongType(
          field: "prohibited_zones of \(fields.name)", expected: "a list of [from, to]")
      }
      prohibitedZones.append(zone[0]...zone[1])
    }
    commitment = try Commitment(fields)
  }
}

extension GenerationUnit.Commitment {
  /// nil if the unit has no member about starts and stops: it then always runs.
  fileprivate init?(_ fields: CaseFields) throws(DispatchError) {
    let members = [
      "min_up_h", "min_down_h", "start_cost_hot", "start_cost_cold", "cold_start_h",
      "initial_status_h",
    ]
    guard members.contains(where: fields.has) else { return nil }
    self.init()
    minimumUpHours = try fields.integer("min_up_h") ?? 1
    minimumDownHours = try fields.integer("min_down_h") ?? 1
    hotStartCost = try fields.number("start_cost_hot") ?? 0
    coldStartCost = try fields.number("start_cost_cold") ?? hotStartCost
    coldStartHours = try fields.integer("cold_start_h") ?? 0
    initialHours = try fields.integer("initial_status_h") ?? 1
  }
}

extension Storage {
  fileprivate init(_ fields: CaseFields, place: Int) throws(DispatchError) {
    try fields.refuseUnknown(
      descriptiveFields.union(["power_mw", "energy_mwh", "efficiency", "initial_mwh", "final_mwh"]))
    let energy = try fields.required("energy_mwh")
    self.init(
      name: fields.text("name") ?? "B\(place + 1)", powerMW: try fields.required("power_mw"),
      energyMWh: energy, efficiency: try fields.number("efficiency") ?? 1,
      initialMWh: try fields.number("initial_mwh") ?? energy / 2)
    if let final = try fields.number("final_mwh") { finalMWh = final }
  }
}
