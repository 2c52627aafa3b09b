extension FlowResult {
  /// The table of three-winding transformers.
  func threeWindingTable(of network: Network) -> ResultTable {
    let terminals = [
      (windings[0].startActivePowerMW, windings[0].startReactivePowerMVAr),
      (windings[1].endActivePowerMW, windings[1].endReactivePowerMVAr),
      (windings[2].endActivePowerMW, windings[2].endReactivePowerMVAr),
    ]
    let currents = [
      windings[0].startCurrentKA, windings[1].endCurrentKA, windings[2].endCurrentKA,
    ]
    let voltages = [
      (windings[0].startVoltagePU, windings[0].startAngleDegree),
      (windings[1].endVoltagePU, windings[1].endAngleDegree),
      (windings[2].endVoltagePU, windings[2].endAngleDegree),
    ]
    let sides = ThreeWindingTransformer.Side.allCases.map(\.rawValue)
    func total(_ parts: [[Double]]) -> [Double] {
      parts[0].indices.map { row in parts.reduce(0) { $0 + $1[row] } }
    }
    var columns: [ResultTable.Column] = []
    for (side, power) in zip(sides, terminals) {
      columns.append(.init(name: "p_\(side)_mw", values: power.0))
      columns.append(.init(name: "q_\(side)_mvar", values: power.1))
    }
    columns.append(.init(name: "pl_mw", values: total(terminals.map(\.0))))
    columns.append(.init(name: "ql_mvar", values: total(terminals.map(\.1))))
    for (side, current) in zip(sides, currents) {
      columns.append(.init(name: "i_\(side)_ka", values: current))
    }
    for (side, voltage) in zip(sides, voltages) {
      columns.append(.init(name: "vm_\(side)_pu", values: voltage.0))
      columns.append(.init(name: "va_\(side)_degree", values: voltage.1))
    }
    columns += [
      .init(name: "va_internal_degree", values: windings[0].endAngleDegree),
      .init(name: "vm_internal_pu", values: windings[0].endVoltagePU),
      .init(name: "loading_percent", values: threeWindingLoadingPercent),
    ]
    return ResultTable(
      name: "res_trafo3w", index: network.threeWindingTransformers.map(\.id), columns: columns)
  }

  /// The table of direct-current lines; power into the line is positive.
  func directCurrentTable(of network: Network) -> ResultTable {
    let lines = network.directCurrentLines
    let first = network.generators.count
    let starts = lines.indices.map { first + 2 * $0 }
    let ends = starts.map { $0 + 1 }
    func into(_ places: [Int], _ fedIn: [Double]) -> [Double] { places.map { 0 - fedIn[$0] } }
    let (active, reactive) = (generators.activePowerMW, generators.reactivePowerMVAr)
    return ResultTable(
      name: "res_dcline", index: lines.map(\.id),
      columns: [
        .init(name: "p_from_mw", values: into(starts, active)),
        .init(name: "q_from_mvar", values: into(starts, reactive)),
        .init(name: "p_to_mw", values: into(ends, active)),
        .init(name: "q_to_mvar", values: into(ends, reactive)),
        .init(name: "pl_mw", values: zip(starts, ends).map { 0 - active[$0] - active[$1] }),
        .init(name: "vm_from_pu", values: lines.map { buses.voltagePU[$0.start.bus] }),
        .init(name: "va_from_degree", values: lines.map { buses.angleDegree[$0.start.bus] }),
        .init(name: "vm_to_pu", values: lines.map { buses.voltagePU[$0.end.bus] }),
        .init(name: "va_to_degree", values: lines.map { buses.angleDegree[$0.end.bus] }),
      ])
  }
}
