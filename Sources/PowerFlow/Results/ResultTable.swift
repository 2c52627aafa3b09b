/// One table of results under pandapower's names: a row per element, columns of numbers.
public struct ResultTable: Equatable, Sendable {
  /// A named column.
  public struct Column: Equatable, Sendable {
    /// The name, with the unit.
    public let name: String
    /// One value per row; NaN where there is none.
    public let values: [Double]
  }

  /// The name, as pandapower has it.
  public let name: String
  /// The number that each element has in its file.
  public let index: [Int]
  /// The columns.
  public let columns: [Column]
}

extension FlowResult {
  /// The results under pandapower's names; generic branches are in `res_branch`.
  ///
  /// `res_bus`, `res_line`, `res_trafo` and `res_ext_grid` are always there, the others if the
  /// network has such elements.
  public func tables(of network: Network) -> [ResultTable] {
    var tables = [
      ResultTable(
        name: "res_bus", index: network.buses.map(\.id),
        columns: [
          .init(name: "vm_pu", values: buses.voltagePU),
          .init(name: "va_degree", values: buses.angleDegree),
          .init(name: "p_mw", values: buses.activePowerMW),
          .init(name: "q_mvar", values: buses.reactivePowerMVAr),
        ]),
      lines.table("res_line", network.lines.map(\.id), start: "from", end: "to", withLargest: true),
      transformers.table("res_trafo", network.transformers.map(\.id), start: "hv", end: "lv"),
      externalGrids.table("res_ext_grid", network.externalGrids.enumerated().map { ($0, $1.id) }),
    ]
    if !network.branches.isEmpty {
      tables.append(
        branches.table("res_branch", network.branches.map(\.id), start: "from", end: "to"))
    }
    if !network.threeWindingTransformers.isEmpty { tables.append(threeWindingTable(of: network)) }
    if !network.impedances.isEmpty {
      let table = impedances.table(
        "res_impedance", network.impedances.map(\.id), start: "from", end: "to")
      // No voltages, and no loading: there is no rating.
      tables.append(
        ResultTable(
          name: table.name, index: table.index, columns: Array(table.columns.prefix(8))))
    }
    if !network.directCurrentLines.isEmpty { tables.append(directCurrentTable(of: network)) }
    return tables + injectionTables(of: network)
  }
}

extension FlowResult.Branches {
  fileprivate func table(
    _ name: String, _ index: [Int], start: String, end: String, withLargest: Bool = false
  ) -> ResultTable {
    let activeLosses = zip(startActivePowerMW, endActivePowerMW).map { $0 + $1 }
    let reactiveLosses = zip(startReactivePowerMVAr, endReactivePowerMVAr).map { $0 + $1 }
    var columns: [ResultTable.Column] = [
      .init(name: "p_\(start)_mw", values: startActivePowerMW),
      .init(name: "q_\(start)_mvar", values: startReactivePowerMVAr),
      .init(name: "p_\(end)_mw", values: endActivePowerMW),
      .init(name: "q_\(end)_mvar", values: endReactivePowerMVAr),
      .init(name: "pl_mw", values: activeLosses),
      .init(name: "ql_mvar", values: reactiveLosses),
      .init(name: "i_\(start)_ka", values: startCurrentKA),
      .init(name: "i_\(end)_ka", values: endCurrentKA),
    ]
    if withLargest {
      columns.append(
        .init(name: "i_ka", values: zip(startCurrentKA, endCurrentKA).map { larger($0, $1) }))
    }
    columns += [
      .init(name: "vm_\(start)_pu", values: startVoltagePU),
      .init(name: "va_\(start)_degree", values: startAngleDegree),
      .init(name: "vm_\(end)_pu", values: endVoltagePU),
      .init(name: "va_\(end)_degree", values: endAngleDegree),
      .init(name: "loading_percent", values: loadingPercent),
    ]
    return ResultTable(name: name, index: index, columns: columns)
  }
}
