import Numerics

// What is checked once, here, need not be checked by any solver.

extension Network {
  func check() throws(NetworkError) {
    guard !buses.isEmpty else { throw .noBuses }
    for (value, quantity) in [
      (basePowerMVA, "base power in MVA"), (frequencyHz, "frequency in Hz"),
    ] where !(value > 0 && value.isFinite) {
      throw .impossibleBase(quantity: quantity, value: value)
    }
    for bus in buses {
      try require(bus.nominalVoltageKV, "bus", bus.id, "nominal voltage in kV", positive: true)
    }
    for line in lines { try check(line) }
    for transformer in transformers { try check(transformer) }
    for transformer in threeWindingTransformers { try check(transformer) }
    for branch in branches { try check(branch) }
    for impedance in impedances { try check(impedance) }
    try checkInjections()
    for item in switches { try check(item) }
  }

  private func check(_ line: Line) throws(NetworkError) {
    try requireBus(line.fromBus, "line", line.id)
    try requireBus(line.toBus, "line", line.id)
    try require(line.lengthKM, "line", line.id, "length in km", positive: true)
    try require(
      Double(line.parallelCircuits), "line", line.id, "number of circuits", positive: true)
    try require(line.resistanceOhmPerKM, "line", line.id, "resistance in ohm/km")
    try require(line.reactanceOhmPerKM, "line", line.id, "reactance in ohm/km")
    try require(line.capacitanceNFPerKM, "line", line.id, "capacitance in nF/km")
    try require(line.conductanceUSPerKM, "line", line.id, "conductance in µS/km")
    guard line.resistanceOhmPerKM != 0 || line.reactanceOhmPerKM != 0 else {
      throw .impossibleQuantity(
        element: "line", id: line.id, quantity: "impedance in ohm/km", value: 0)
    }
  }

  private func check(_ transformer: Transformer) throws(NetworkError) {
    let id = transformer.id
    try requireBus(transformer.highVoltageBus, "transformer", id)
    try requireBus(transformer.lowVoltageBus, "transformer", id)
    for (value, quantity) in [
      (transformer.ratedPowerMVA, "rated power in MVA"),
      (transformer.ratedHighVoltageKV, "rated high voltage in kV"),
      (transformer.ratedLowVoltageKV, "rated low voltage in kV"),
      (Double(transformer.parallelUnits), "number of units"),
      (transformer.deratingFactor, "rating factor"),
      (abs(transformer.shortCircuitVoltagePercent), "short-circuit voltage in percent"),
    ] {
      try require(value, "transformer", id, quantity, positive: true)
    }
    for (value, quantity) in [
      (transformer.shortCircuitResistancePercent, "resistive short-circuit voltage in percent"),
      (transformer.ironLossesKW, "iron losses in kW"),
      (transformer.noLoadCurrentPercent, "no-load current in percent"),
      (transformer.phaseShiftDegree, "phase shift in degrees"),
    ] {
      try require(value, "transformer", id, quantity)
    }
    guard
      abs(transformer.shortCircuitResistancePercent)
        <= abs(transformer.shortCircuitVoltagePercent)
    else {
      throw .impossibleQuantity(
        element: "transformer", id: id, quantity: "resistive short-circuit voltage in percent",
        value: transformer.shortCircuitResistancePercent)
    }
    for tap in transformer.tapChangers {
      try require(tap.position, "transformer", id, "tap position")
      try require(tap.neutralPosition, "transformer", id, "neutral tap position")
    }
  }

  private func check(_ transformer: ThreeWindingTransformer) throws(NetworkError) {
    let id = transformer.id
    for winding in transformer.windings {
      try requireBus(winding.bus, "three-winding transformer", id)
      try require(
        winding.ratedPowerMVA, "three-winding transformer", id, "rated power in MVA", positive: true
      )
      try require(
        winding.ratedVoltageKV, "three-winding transformer", id, "rated voltage in kV",
        positive: true)
    }
    for pair in transformer.shortCircuits
    where !(abs(pair.resistancePercent) <= pair.voltagePercent) {
      throw .impossibleQuantity(
        element: "three-winding transformer", id: id,
        quantity: "resistive short-circuit voltage in percent", value: pair.resistancePercent)
    }
    for equivalent in transformer.equivalents { try check(equivalent) }
  }

  private func check(_ impedance: AsymmetricImpedance) throws(NetworkError) {
    try requireBus(impedance.fromBus, "impedance", impedance.id)
    try requireBus(impedance.toBus, "impedance", impedance.id)
    try require(
      impedance.basePowerMVA, "impedance", impedance.id, "rated power in MVA", positive: true)
    for value in [impedance.forwardPU, impedance.backwardPU] {
      try require(
        value.magnitude, "impedance", impedance.id, "impedance in p.u.", positive: true)
    }
    for value in [impedance.startShuntPU, impedance.endShuntPU] {
      try require(value.magnitude, "impedance", impedance.id, "admittance in p.u.")
    }
  }

  private func check(_ branch: GenericBranch) throws(NetworkError) {
    try requireBus(branch.fromBus, "branch", branch.id)
    try requireBus(branch.toBus, "branch", branch.id)
    try require(branch.resistancePU, "branch", branch.id, "resistance in p.u.")
    try require(branch.reactancePU, "branch", branch.id, "reactance in p.u.")
    try require(branch.shuntSusceptancePU, "branch", branch.id, "susceptance in p.u.")
    try require(branch.ratio, "branch", branch.id, "ratio", positive: true)
    guard !branch.isInService || branch.resistancePU != 0 || branch.reactancePU != 0 else {
      throw .impossibleQuantity(
        element: "branch", id: branch.id, quantity: "impedance in p.u.", value: 0)
    }
  }

  private func checkInjections() throws(NetworkError) {
    for grid in externalGrids {
      try requireBus(grid.bus, "external grid", grid.id)
      try require(grid.voltagePU, "external grid", grid.id, "voltage in p.u.", positive: true)
      try require(grid.angleDegree, "external grid", grid.id, "angle in degrees")
    }
    for load in loads {
      try requireBus(load.bus, load.kind.rawValue, load.id)
      try require(load.activePowerMW, load.kind.rawValue, load.id, "active power in MW")
      try require(load.reactivePowerMVAr, load.kind.rawValue, load.id, "reactive power in MVAr")
      try require(load.scaling, load.kind.rawValue, load.id, "scaling")
    }
    for source in staticGenerators {
      try requireBus(source.bus, "static generator", source.id)
      try require(source.activePowerMW, "static generator", source.id, "active power in MW")
      try require(source.reactivePowerMVAr, "static generator", source.id, "reactive power in MVAr")
    }
    for ward in extendedWards {
      try requireBus(ward.bus, "extended ward", ward.id)
      try require(ward.voltagePU, "extended ward", ward.id, "voltage in p.u.", positive: true)
      try require(
        ward.impedanceOhm.magnitude, "extended ward", ward.id, "impedance in ohm", positive: true)
      try require(
        ward.constantPowerMVA.magnitude + ward.impedancePowerMVA.magnitude, "extended ward",
        ward.id, "power in MVA")
    }
    for generator in elements.voltageSources {
      try requireBus(generator.bus, "generator", generator.id)
      try require(generator.activePowerMW, "generator", generator.id, "active power in MW")
      try require(
        generator.voltagePU, "generator", generator.id, "voltage in p.u.", positive: true)
      guard generator.minimumReactivePowerMVAr <= generator.maximumReactivePowerMVAr else {
        throw .impossibleQuantity(
          element: "generator", id: generator.id,
          quantity: "least reactive power in MVAr above the most, which",
          value: generator.minimumReactivePowerMVAr)
      }
    }
    for shunt in shunts {
      try requireBus(shunt.bus, "shunt", shunt.id)
      try require(shunt.reactivePowerMVAr, "shunt", shunt.id, "reactive power in MVAr")
      try require(shunt.ratedVoltageKV, "shunt", shunt.id, "rated voltage in kV", positive: true)
    }
  }

  private func check(_ item: Switch) throws(NetworkError) {
    try requireBus(item.bus, "switch", item.id)
    switch item.element {
    case .bus(let other):
      try requireBus(other, "switch", item.id)
    case .line(let position):
      guard lines.indices.contains(position) else {
        throw .danglingReference(element: "switch", id: item.id, position: position)
      }
      guard [lines[position].fromBus, lines[position].toBus].contains(item.bus) else {
        throw .switchAwayFromElement(id: item.id)
      }
    case .transformer(let position):
      guard transformers.indices.contains(position) else {
        throw .danglingReference(element: "switch", id: item.id, position: position)
      }
      let transformer = transformers[position]
      guard [transformer.highVoltageBus, transformer.lowVoltageBus].contains(item.bus) else {
        throw .switchAwayFromElement(id: item.id)
      }
    case .threeWindingTransformer(let position):
      guard threeWindingTransformers.indices.contains(position) else {
        throw .danglingReference(element: "switch", id: item.id, position: position)
      }
      guard threeWindingTransformers[position].windings.contains(where: { $0.bus == item.bus })
      else { throw .switchAwayFromElement(id: item.id) }
    }
  }

  private func requireBus(_ position: Int, _ element: String, _ id: Int) throws(NetworkError) {
    guard buses.indices.contains(position) else {
      throw .danglingReference(element: element, id: id, position: position)
    }
  }

  private func require(
    _ value: Double, _ element: String, _ id: Int, _ quantity: String, positive: Bool = false
  ) throws(NetworkError) {
    guard value.isFinite && (!positive || value > 0) else {
      throw .impossibleQuantity(element: element, id: id, quantity: quantity, value: value)
    }
  }
}
