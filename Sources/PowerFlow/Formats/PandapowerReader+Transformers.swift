extension PandapowerReader {
  func readTransformers() throws(NetworkFileError) -> [Transformer] {
    var result: [Transformer] = []
    for row in 0..<transformers.count {
      guard try !transformers.truth(row, "tap_dependency_table", or: false) else {
        throw .unsupportedElements(["trafo \(transformers.ids[row]) with a tap dependency table"])
      }
      var taps: [Transformer.TapChanger] = []
      for prefix in ["tap", "tap2"] {
        if let tap = try readTapChanger(row, prefix) { taps.append(tap) }
      }
      result.append(try readTransformer(row, tapChangers: taps))
    }
    return result
  }

  private func readTransformer(
    _ row: Int, tapChangers: [Transformer.TapChanger]
  ) throws(NetworkFileError) -> Transformer {
    let table = transformers
    return Transformer(
      id: table.ids[row], name: table.text(row, "name"),
      standardType: table.text(row, "std_type"),
      highVoltageBus: try table.reference(row, "hv_bus", to: buses),
      lowVoltageBus: try table.reference(row, "lv_bus", to: buses),
      ratedPowerMVA: try table.number(row, "sn_mva"),
      ratedHighVoltageKV: try table.number(row, "vn_hv_kv"),
      ratedLowVoltageKV: try table.number(row, "vn_lv_kv"),
      shortCircuitVoltagePercent: try table.number(row, "vk_percent"),
      shortCircuitResistancePercent: try table.number(row, "vkr_percent"),
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
  private func readTapChanger(
    _ row: Int, _ prefix: String
  ) throws(NetworkFileError) -> Transformer.TapChanger? {
    let table = transformers
    guard let sideText = table.text(row, "\(prefix)_side"),
      let position = try table.optionalNumber(row, "\(prefix)_pos")
    else { return nil }
    guard let side = Transformer.Side(rawValue: sideText) else {
      throw table.wrong(row, "\(prefix)_side", "\"hv\" or \"lv\"")
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
}
