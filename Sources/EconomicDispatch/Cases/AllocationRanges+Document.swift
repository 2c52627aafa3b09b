public import Documents

extension AllocationCase.Ranges {
  /// Reads the ranges of a reference problem; what is left out is as in the reference problem.
  ///
  /// - Throws: ``DispatchError`` that names the field.
  public init(_ document: JSONValue) throws(DispatchError) {
    let fields = try CaseFields(document, name: "reference")
    try fields.refuseUnknown(
      descriptiveFields.union([
        "nodes", "sources", "hours", "demand_mw", "node_capacity_mw", "loss", "pair_losses",
        "source_capacity_mw", "cost_per_mwh", "availability", "unserved_cost_per_mwh",
        "shedding_forbidden",
      ]))
    self.init()
    nodes = try fields.integer("nodes") ?? nodes
    sources = try fields.integer("sources") ?? sources
    hours = try fields.integer("hours") ?? hours
    demandMW = try fields.range("demand_mw") ?? demandMW
    nodeCapacityMW = try fields.number("node_capacity_mw") ?? nodeCapacityMW
    loss = try fields.range("loss") ?? loss
    sourceCapacityMW = try fields.range("source_capacity_mw") ?? sourceCapacityMW
    costPerMWh = try fields.range("cost_per_mwh") ?? costPerMWh
    availability = try fields.range("availability") ?? availability
    hasPairLosses = try fields.flag("pair_losses") ?? false
    unservedCostPerMWh =
      try fields.flag("shedding_forbidden") == true
      ? nil : fields.number("unserved_cost_per_mwh") ?? unservedCostPerMWh
  }
}

extension CaseFields {
  /// A truth value.
  func flag(_ field: String) throws(DispatchError) -> Bool? {
    guard let value = value(field) else { return nil }
    guard let flag = value.bool else {
      throw .wrongType(field: "\(field) of \(name)", expected: "true or false")
    }
    return flag
  }

  /// The two ends of a range, or one number for both.
  fileprivate func range(_ field: String) throws(DispatchError) -> ClosedRange<Double>? {
    guard let value = value(field) else { return nil }
    guard let ends = value.double.map({ [$0, $0] }) ?? value.numbers, ends.count == 2,
      ends[0] <= ends[1]
    else {
      throw .wrongType(
        field: "\(field) of \(name)", expected: "a number or two, the smaller one first")
    }
    return ends[0]...ends[1]
  }
}
