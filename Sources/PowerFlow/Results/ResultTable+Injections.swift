extension FlowResult {
  /// The tables of what draws or feeds in at a bus, of the kinds that the network has.
  func injectionTables(of network: Network) -> [ResultTable] {
    func voltage(_ places: [Int]) -> ResultTable.Column {
      .init(name: "vm_pu", values: places.map { buses.voltagePU[$0] })
    }
    func members<Element>(
      _ elements: [Element], _ id: KeyPath<Element, Int>, where belongs: (Element) -> Bool
    ) -> [(position: Int, id: Int)] {
      elements.enumerated().filter { belongs($0.element) }.map {
        ($0.offset, $0.element[keyPath: id])
      }
    }
    var tables: [ResultTable] = []
    let generatorBuses = network.generators.map(\.bus)
    tables.append(
      generators.table(
        "res_gen", members(network.generators, \.id) { _ in true },
        and: [
          .init(name: "va_degree", values: generatorBuses.map { buses.angleDegree[$0] }),
          voltage(generatorBuses),
        ]))
    for kind in Load.Kind.allCases where kind != .ward {
      tables.append(
        loads.table(kind.resultTable, members(network.loads, \.id) { $0.kind == kind }))
    }
    for kind in StaticGenerator.Kind.allCases {
      tables.append(
        staticGenerators.table(
          kind.resultTable, members(network.staticGenerators, \.id) { $0.kind == kind }))
    }
    let plain = members(network.shunts, \.id) { $0.kind == .shunt }
    tables.append(
      shunts.table(
        "res_shunt", plain, and: [voltage(plain.map { network.shunts[$0.position].bus })]))
    tables.append(wardTable(of: network))
    let wardBuses = network.extendedWards.map(\.bus)
    tables.append(
      extendedWardPowers.table(
        "res_xward", members(network.extendedWards, \.id) { _ in true },
        and: [
          voltage(wardBuses),
          .init(name: "va_internal_degree", values: extendedWards.endAngleDegree),
          .init(name: "vm_internal_pu", values: extendedWards.endVoltagePU),
        ]))
    return tables.filter { !$0.index.isEmpty }
  }

  /// The table of wards, each of which is a load and a shunt.
  private func wardTable(of network: Network) -> ResultTable {
    let constant = network.loads.indices.filter { network.loads[$0].kind == .ward }
    let impedance = network.shunts.indices.filter { network.shunts[$0].kind == .ward }
    func sum(_ loads: [Double], _ shunts: [Double]) -> [Double] {
      zip(constant, impedance).map { loads[$0] + shunts[$1] }
    }
    return ResultTable(
      name: "res_ward", index: constant.map { network.loads[$0].id },
      columns: [
        .init(name: "p_mw", values: sum(loads.activePowerMW, shunts.activePowerMW)),
        .init(name: "q_mvar", values: sum(loads.reactivePowerMVAr, shunts.reactivePowerMVAr)),
        .init(name: "vm_pu", values: constant.map { buses.voltagePU[network.loads[$0].bus] }),
      ])
  }
}

extension FlowResult.Powers {
  /// A table of the elements at `members`, whose power comes before the columns `others`.
  func table(
    _ name: String, _ members: [(position: Int, id: Int)], and others: [ResultTable.Column] = []
  ) -> ResultTable {
    ResultTable(
      name: name, index: members.map(\.id),
      columns: [
        .init(name: "p_mw", values: members.map { activePowerMW[$0.position] }),
        .init(name: "q_mvar", values: members.map { reactivePowerMVAr[$0.position] }),
      ] + others)
  }
}

extension Load.Kind {
  /// The name of the table that pandapower has the results in.
  fileprivate var resultTable: String {
    switch self {
    case .load: "res_load"
    case .storage: "res_storage"
    case .ward: "res_ward"
    case .motor: "res_motor"
    case .asymmetric: "res_asymmetric_load"
    }
  }
}

extension StaticGenerator.Kind {
  /// The name of the table that pandapower has the results in.
  fileprivate var resultTable: String {
    switch self {
    case .plain: "res_sgen"
    case .asymmetric: "res_asymmetric_sgen"
    }
  }
}
