import Documents

extension AllocationCase {
  init(_ fields: CaseFields) throws(DispatchError) {
    try fields.refuseUnknown(
      descriptiveFields.union([
        "nodes", "sources", "pair_loss", "unserved_cost_per_mwh", "shedding_forbidden",
      ]))
    guard let nodeFields = try fields.objects("nodes", called: "node") else {
      throw .missingField(field: "nodes of case")
    }
    guard let sourceFields = try fields.objects("sources", called: "source") else {
      throw .missingField(field: "sources of case")
    }
    var nodes: [Node] = []
    for (index, node) in nodeFields.enumerated() {
      nodes.append(try Node(node, place: index))
    }
    let hours = nodes.first?.demandMW.count ?? 0
    var sources: [Source] = []
    for (index, source) in sourceFields.enumerated() {
      sources.append(try Source(source, place: index, hours: hours))
    }
    let rows = try fields.rows("pair_loss") ?? []
    if !rows.isEmpty {
      try requireCount(rows.count, nodes.count, "pair_loss")
      for row in rows { try requireCount(row.count, sources.count, "a row of pair_loss") }
    }
    let isForbidden = try fields.flag("shedding_forbidden") ?? false
    let price = try fields.number("unserved_cost_per_mwh") ?? 100
    try self.init(
      nodes: nodes, sources: sources, pairLoss: rows.flatMap { $0 },
      unservedCostPerMWh: isForbidden ? nil : price)
  }
}

extension AllocationCase.Node {
  fileprivate init(_ fields: CaseFields, place: Int) throws(DispatchError) {
    try fields.refuseUnknown(
      descriptiveFields.union(["capacity_mw", "loss", "demand_mw"]))
    guard let demand = try fields.numbers("demand_mw", count: nil) else {
      throw .missingField(field: "demand_mw of \(fields.name)")
    }
    self.init(
      name: fields.text("name") ?? "N\(place + 1)",
      capacityMW: try fields.number("capacity_mw") ?? .infinity,
      loss: try fields.number("loss") ?? 0, demandMW: demand)
  }
}

extension AllocationCase.Source {
  fileprivate init(_ fields: CaseFields, place: Int, hours: Int) throws(DispatchError) {
    try fields.refuseUnknown(
      descriptiveFields.union(["capacity_mw", "cost_per_mwh", "availability"]))
    self.init(
      name: fields.text("name") ?? "S\(place + 1)",
      capacityMW: try fields.required("capacity_mw"),
      costPerMWh: try fields.required("cost_per_mwh"),
      availability: try fields.numbers("availability", count: hours)
        ?? [Double](repeating: 1, count: hours))
  }
}
