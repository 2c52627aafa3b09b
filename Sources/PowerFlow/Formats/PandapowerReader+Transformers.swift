extension PandapowerReader {
  func readTransformers() throws(NetworkFileError) -> [Transformer] {
    var result: [Transformer] = []
    for row in 0..<transformers.count {
      let characteristic = try characteristic(transformers, row)
      var taps: [Transformer.TapChanger] = []
      for prefix in ["tap", "tap2"] {
        let tap = try readTapChanger(
          transformers, row, prefix, characteristic: prefix == "tap" ? characteristic : nil)
        if let tap { taps.append(tap) }
      }
      result.append(try readTransformer(row, tapChangers: taps, characteristic: characteristic))
    }
    return result
  }

  private func readTransformer(
    _ row: Int, tapChangers: [Transformer.TapChanger], characteristic: Int?
  ) throws(NetworkFileError) -> Transformer {
    let table = transformers
    /// From the table of the tap changer, if there is one.
    func shortCircuit(_ column: String) throws(NetworkFileError) -> Double {
      guard let characteristic else { return try table.number(row, column) }
      return try transformerCharacteristics.number(characteristic, column)
    }
    return Transformer(
      id: table.ids[row], name: table.text(row, "name"),
      standardType: table.text(row, "std_type"),
      highVoltageBus: try table.reference(row, "hv_bus", to: buses),
      lowVoltageBus: try table.reference(row, "lv_bus", to: buses),
      ratedPowerMVA: try table.number(row, "sn_mva"),
      ratedHighVoltageKV: try table.number(row, "vn_hv_kv"),
      ratedLowVoltageKV: try table.number(row, "vn_lv_kv"),
      shortCircuitVoltagePercent: try shortCircuit("vk_percent"),
      shortCircuitResistancePercent: try shortCircuit("vkr_percent"),
      ironLossesKW: try table.number(row, "pfe_kw", or: 0),
      noLoadCurrentPercent: try table.number(row, "i0_percent", or: 0),
      phaseShiftDegree: try table.number(row, "shift_degree", or: 0),
      resistanceShareHighSide: try table.number(row, "leakage_resistance_ratio_hv", or: 0.5),
      reactanceShareHighSide: try table.number(row, "leakage_reactance_ratio_hv", or: 0.5),
      tapChangers: tapChangers, parallelUnits: try table.whole(row, "parallel", or: 1),
      deratingFactor: try table.number(row, "df", or: 1),
      isInService: try table.truth(row, "in_service", or: true))
  }

  /// The tap changer whose columns start with `prefix`; nil if there is none or it does nothing.
  func readTapChanger(
    _ table: PandapowerTable, _ row: Int, _ prefix: String, characteristic: Int?
  ) throws(NetworkFileError) -> Transformer.TapChanger? {
    guard let sideText = table.text(row, "\(prefix)_side"),
      let position = try table.optionalNumber(row, "\(prefix)_pos")
    else { return nil }
    // The middle winding of three has its taps at the low-voltage side of its equivalent.
    guard let side = Transformer.Side(rawValue: sideText == "mv" ? "lv" : sideText) else {
      throw table.wrong(row, "\(prefix)_side", "\"hv\" or \"lv\"")
    }
    if let characteristic {
      return Transformer.TapChanger(
        side: side,
        kind: .tabulated(
          voltageRatio: try transformerCharacteristics.number(characteristic, "voltage_ratio"),
          angleDegree: try transformerCharacteristics.number(characteristic, "angle_deg")),
        neutralPosition: 0, position: position, stepPercent: 0)
    }
    let kind: Transformer.TapChanger.Kind
    switch table.text(row, "\(prefix)_changer_type") {
    case "Ratio", "Symmetrical": kind = .ratio
    case "Ideal": kind = .idealPhaseShifter
    case nil where table.has("\(prefix)_changer_type"): return nil
    case nil:
      // Files older than pandapower 3 say it with a flag.
      kind =
        try table.truth(row, "\(prefix)_phase_shifter", or: false) ? .idealPhaseShifter : .ratio
    default: throw table.wrong(row, "\(prefix)_changer_type", "Ratio, Symmetrical or Ideal")
    }
    return Transformer.TapChanger(
      side: side, kind: kind,
      neutralPosition: try table.number(row, "\(prefix)_neutral", or: 0), position: position,
      stepPercent: try table.number(row, "\(prefix)_step_percent", or: 0),
      stepDegree: try table.number(row, "\(prefix)_step_degree", or: 0))
  }

  /// The row of the characteristic of a transformer at its tap position; nil if it has none.
  private func characteristic(
    _ table: PandapowerTable, _ row: Int
  ) throws(NetworkFileError) -> Int? {
    guard try table.truth(row, "tap_dependency_table", or: false),
      let position = try table.optionalNumber(row, "tap_pos")
    else { return nil }
    return try characteristic(transformerCharacteristics, of: table, row, step: position)
  }

  /// The row of `characteristics` for the number that `table` names and a step.
  func characteristic(
    _ characteristics: PandapowerTable, of table: PandapowerTable, _ row: Int, step: Double
  ) throws(NetworkFileError) -> Int {
    let id = try table.number(row, "id_characteristic_table")
    for candidate in 0..<characteristics.count {
      let candidateID = try characteristics.number(candidate, "id_characteristic")
      let candidateStep = try characteristics.number(candidate, "step")
      if candidateID == id && candidateStep == step { return candidate }
    }
    throw table.wrong(row, "id_characteristic_table", "a characteristic with step \(step)")
  }
}
