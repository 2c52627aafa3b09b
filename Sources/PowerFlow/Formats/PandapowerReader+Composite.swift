import Numerics

extension PandapowerReader {
  func readThreeWindingTransformers() throws(NetworkFileError) -> [ThreeWindingTransformer] {
    let table = threeWindingTransformers
    var result: [ThreeWindingTransformer] = []
    for row in 0..<table.count {
      guard try !table.truth(row, "tap_dependency_table", or: false) else {
        throw .unsupportedElements(["trafo3w \(table.ids[row]) with a tap dependency table"])
      }
      var windings: [ThreeWindingTransformer.Winding] = []
      var pairs: [ThreeWindingTransformer.ShortCircuit] = []
      for side in ThreeWindingTransformer.Side.allCases.map(\.rawValue) {
        windings.append(
          .init(
            bus: try table.reference(row, "\(side)_bus", to: buses),
            ratedPowerMVA: try table.number(row, "sn_\(side)_mva"),
            ratedVoltageKV: try table.number(row, "vn_\(side)_kv"),
            phaseShiftDegree: try table.number(row, "shift_\(side)_degree", or: 0)))
        pairs.append(
          .init(
            voltagePercent: try table.number(row, "vk_\(side)_percent"),
            resistancePercent: try table.number(row, "vkr_\(side)_percent")))
      }
      let place = table.text(row, "loss_side") ?? "hv"
      guard let lossSide = ThreeWindingTransformer.Side(rawValue: place) else {
        throw table.wrong(row, "loss_side", "\"hv\", \"mv\" or \"lv\"")
      }
      result.append(
        ThreeWindingTransformer(
          id: table.ids[row], name: table.text(row, "name"), windings: windings,
          shortCircuits: pairs, ironLossesKW: try table.number(row, "pfe_kw", or: 0),
          noLoadCurrentPercent: try table.number(row, "i0_percent", or: 0),
          ironLossesSide: lossSide, taps: try readTaps(table, row),
          isInService: try table.truth(row, "in_service", or: true)))
    }
    return result
  }

  private func readTaps(
    _ table: PandapowerTable, _ row: Int
  ) throws(NetworkFileError) -> ThreeWindingTransformer.Taps? {
    guard let changer = try readTapChanger(table, row, "tap", characteristic: nil),
      let side = table.text(row, "tap_side").flatMap(ThreeWindingTransformer.Side.init)
    else { return nil }
    return ThreeWindingTransformer.Taps(
      side: side, changer: changer,
      isAtStarPoint: try table.truth(row, "tap_at_star_point", or: false))
  }

  func readImpedances() throws(NetworkFileError) -> [AsymmetricImpedance] {
    let table = try PandapowerTable("impedance", in: members)
    var result: [AsymmetricImpedance] = []
    for row in 0..<table.count {
      let forward = Complex(try table.number(row, "rft_pu"), try table.number(row, "xft_pu"))
      result.append(
        AsymmetricImpedance(
          id: table.ids[row], name: table.text(row, "name"),
          fromBus: try table.reference(row, "from_bus", to: buses),
          toBus: try table.reference(row, "to_bus", to: buses), forwardPU: forward,
          backwardPU: Complex(
            try table.number(row, "rtf_pu", or: forward.real),
            try table.number(row, "xtf_pu", or: forward.imaginary)),
          startShuntPU: Complex(
            try table.number(row, "gf_pu", or: 0), try table.number(row, "bf_pu", or: 0)),
          endShuntPU: Complex(
            try table.number(row, "gt_pu", or: 0), try table.number(row, "bt_pu", or: 0)),
          basePowerMVA: try table.number(row, "sn_mva"),
          isInService: try table.truth(row, "in_service", or: true)))
    }
    return result
  }

  func readExtendedWards() throws(NetworkFileError) -> [ExtendedWard] {
    let table = try PandapowerTable("xward", in: members)
    var result: [ExtendedWard] = []
    for row in 0..<table.count {
      result.append(
        ExtendedWard(
          id: table.ids[row], name: table.text(row, "name"),
          bus: try table.reference(row, "bus", to: buses),
          constantPowerMVA: Complex(
            try table.number(row, "ps_mw", or: 0), try table.number(row, "qs_mvar", or: 0)),
          impedancePowerMVA: Complex(
            try table.number(row, "pz_mw", or: 0), try table.number(row, "qz_mvar", or: 0)),
          impedanceOhm: Complex(
            try table.number(row, "r_ohm"), try table.number(row, "x_ohm")),
          voltagePU: try table.number(row, "vm_pu"),
          isInService: try table.truth(row, "in_service", or: true)))
    }
    return result
  }

  func readDirectCurrentLines() throws(NetworkFileError) -> [DirectCurrentLine] {
    let table = try PandapowerTable("dcline", in: members)
    var result: [DirectCurrentLine] = []
    for row in 0..<table.count {
      result.append(
        DirectCurrentLine(
          id: table.ids[row], name: table.text(row, "name"),
          start: try readConverter(table, row, "from"), end: try readConverter(table, row, "to"),
          activePowerMW: try table.number(row, "p_mw"),
          constantLossesMW: try table.number(row, "loss_mw", or: 0),
          lossesPercent: try table.number(row, "loss_percent", or: 0),
          isInService: try table.truth(row, "in_service", or: true)))
    }
    return result
  }

  private func readConverter(
    _ table: PandapowerTable, _ row: Int, _ end: String
  ) throws(NetworkFileError) -> DirectCurrentLine.End {
    let least = try table.number(row, "min_q_\(end)_mvar", or: -.infinity)
    let most = try table.number(row, "max_q_\(end)_mvar", or: .infinity)
    guard least <= most else {
      throw table.wrong(row, "min_q_\(end)_mvar", "at most max_q_\(end)_mvar")
    }
    return DirectCurrentLine.End(
      bus: try table.reference(row, "\(end)_bus", to: buses),
      voltagePU: try table.number(row, "vm_\(end)_pu"), reactiveLimitsMVAr: least...most)
  }
}
