import Numerics

extension PandapowerReader {
  func readExternalGrids() throws(NetworkFileError) -> [ExternalGrid] {
    let table = try PandapowerTable("ext_grid", in: members)
    var result: [ExternalGrid] = []
    for row in 0..<table.count {
      result.append(
        ExternalGrid(
          id: table.ids[row], name: table.text(row, "name"),
          bus: try table.reference(row, "bus", to: buses),
          voltagePU: try table.number(row, "vm_pu", or: 1),
          angleDegree: try table.number(row, "va_degree", or: 0),
          isInService: try table.truth(row, "in_service", or: true)))
    }
    return result
  }

  func readLoads() throws(NetworkFileError) -> [Load] {
    var result: [Load] = []
    let loads = try PandapowerTable("load", in: members)
    for row in 0..<loads.count {
      var load = try readLoad(loads, row, .load, "p_mw", "q_mvar")
      load.voltageDependence = Load.VoltageDependence(
        activeCurrentShare: try loads.number(row, "const_i_p_percent", or: 0) / 100,
        activeImpedanceShare: try loads.number(row, "const_z_p_percent", or: 0) / 100,
        reactiveCurrentShare: try loads.number(row, "const_i_q_percent", or: 0) / 100,
        reactiveImpedanceShare: try loads.number(row, "const_z_q_percent", or: 0) / 100)
      result.append(load)
    }
    let storages = try PandapowerTable("storage", in: members)
    for row in 0..<storages.count {
      result.append(try readLoad(storages, row, .storage, "p_mw", "q_mvar"))
    }
    let wards = try PandapowerTable("ward", in: members)
    for row in 0..<wards.count {
      result.append(try readLoad(wards, row, .ward, "ps_mw", "qs_mvar"))
    }
    result.append(contentsOf: try readMotors())
    let asymmetric = try PandapowerTable("asymmetric_load", in: members)
    for row in 0..<asymmetric.count {
      var load = try readLoad(asymmetric, row, .asymmetric, "p_a_mw", "q_a_mvar")
      for phase in ["b", "c"] {
        load.activePowerMW += try asymmetric.number(row, "p_\(phase)_mw", or: 0)
        load.reactivePowerMVAr += try asymmetric.number(row, "q_\(phase)_mvar", or: 0)
      }
      result.append(load)
    }
    return result
  }

  private func readLoad(
    _ table: PandapowerTable, _ row: Int, _ kind: Load.Kind, _ active: String, _ reactive: String
  ) throws(NetworkFileError) -> Load {
    Load(
      id: table.ids[row], name: table.text(row, "name"), kind: kind,
      bus: try table.reference(row, "bus", to: buses),
      activePowerMW: try table.number(row, active),
      reactivePowerMVAr: try table.number(row, reactive, or: 0),
      scaling: try table.number(row, "scaling", or: 1),
      isInService: try table.truth(row, "in_service", or: true))
  }

  private func readMotors() throws(NetworkFileError) -> [Load] {
    let table = try PandapowerTable("motor", in: members)
    var result: [Load] = []
    for row in 0..<table.count {
      let mechanicalMW = try table.number(row, "pn_mech_mw")
      let efficiency = try table.number(row, "efficiency_percent", or: 100) / 100
      let powerFactor = try table.number(row, "cos_phi")
      guard efficiency > 0, powerFactor > 0, powerFactor <= 1 else {
        throw table.wrong(row, "cos_phi", "efficiency above 0 and a power factor in (0, 1]")
      }
      let scaling =
        try table.number(row, "loading_percent", or: 100) / 100
        * (try table.number(row, "scaling", or: 1))
      let activeMW = mechanicalMW / efficiency
      result.append(
        Load(
          id: table.ids[row], name: table.text(row, "name"), kind: .motor,
          bus: try table.reference(row, "bus", to: buses), activePowerMW: activeMW,
          reactivePowerMVAr: activeMW * (1 / (powerFactor * powerFactor) - 1).squareRoot(),
          scaling: scaling, isInService: try table.truth(row, "in_service", or: true)))
    }
    return result
  }

  func readStaticGenerators() throws(NetworkFileError) -> [StaticGenerator] {
    var result: [StaticGenerator] = []
    let table = try PandapowerTable("sgen", in: members)
    for row in 0..<table.count {
      result.append(
        StaticGenerator(
          id: table.ids[row], name: table.text(row, "name"),
          bus: try table.reference(row, "bus", to: buses),
          activePowerMW: try table.number(row, "p_mw"),
          reactivePowerMVAr: try table.number(row, "q_mvar", or: 0),
          scaling: try table.number(row, "scaling", or: 1),
          isInService: try table.truth(row, "in_service", or: true)))
    }
    let asymmetric = try PandapowerTable("asymmetric_sgen", in: members)
    for row in 0..<asymmetric.count {
      var source = StaticGenerator(
        id: asymmetric.ids[row], name: asymmetric.text(row, "name"), kind: .asymmetric,
        bus: try asymmetric.reference(row, "bus", to: buses), activePowerMW: 0,
        scaling: try asymmetric.number(row, "scaling", or: 1),
        isInService: try asymmetric.truth(row, "in_service", or: true))
      for phase in ["a", "b", "c"] {
        source.activePowerMW += try asymmetric.number(row, "p_\(phase)_mw", or: 0)
        source.reactivePowerMVAr += try asymmetric.number(row, "q_\(phase)_mvar", or: 0)
      }
      result.append(source)
    }
    return result
  }

  func readGenerators() throws(NetworkFileError) -> [Generator] {
    let table = try PandapowerTable("gen", in: members)
    var result: [Generator] = []
    for row in 0..<table.count {
      result.append(
        Generator(
          id: table.ids[row], name: table.text(row, "name"),
          bus: try table.reference(row, "bus", to: buses),
          activePowerMW: try table.number(row, "p_mw"),
          voltagePU: try table.number(row, "vm_pu", or: 1),
          minimumReactivePowerMVAr: try table.number(row, "min_q_mvar", or: -.infinity),
          maximumReactivePowerMVAr: try table.number(row, "max_q_mvar", or: .infinity),
          scaling: try table.number(row, "scaling", or: 1),
          isReference: try table.truth(row, "slack", or: false),
          isInService: try table.truth(row, "in_service", or: true)))
    }
    return result
  }

  func readShunts() throws(NetworkFileError) -> [Shunt] {
    var result: [Shunt] = []
    let table = try PandapowerTable("shunt", in: members)
    for row in 0..<table.count {
      let bus = try table.reference(row, "bus", to: buses)
      let step = try table.number(row, "step", or: 1)
      var power = Complex(
        try table.number(row, "p_mw", or: 0) * step, try table.number(row, "q_mvar") * step)
      if try table.truth(row, "step_dependency_table", or: false) {
        let row = try characteristic(shuntCharacteristics, of: table, row, step: step)
        power = Complex(
          try shuntCharacteristics.number(row, "p_mw", or: 0),
          try shuntCharacteristics.number(row, "q_mvar", or: 0))
      }
      let nominalVoltageKV = try buses.number(bus, "vn_kv")
      result.append(
        Shunt(
          id: table.ids[row], name: table.text(row, "name"), bus: bus,
          activePowerMW: power.real, reactivePowerMVAr: power.imaginary,
          ratedVoltageKV: try table.number(row, "vn_kv", or: nominalVoltageKV),
          isInService: try table.truth(row, "in_service", or: true)))
    }
    let wards = try PandapowerTable("ward", in: members)
    for row in 0..<wards.count {
      let bus = try wards.reference(row, "bus", to: buses)
      result.append(
        Shunt(
          id: wards.ids[row], name: wards.text(row, "name"), kind: .ward, bus: bus,
          activePowerMW: try wards.number(row, "pz_mw", or: 0),
          reactivePowerMVAr: try wards.number(row, "qz_mvar", or: 0),
          ratedVoltageKV: try buses.number(bus, "vn_kv"),
          isInService: try wards.truth(row, "in_service", or: true)))
    }
    return result
  }
}
