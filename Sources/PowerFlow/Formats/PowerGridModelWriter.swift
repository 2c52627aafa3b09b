public import Documents
import Foundation
import Numerics

// The other way round: voltages in volts, powers in watts, and one id for each component. Buses keep
// their numbers. What the format has no component for but a π section can be is a generic branch:
// windings of three-winding transformers around a node for their star point, and transformers whose
// phase shift is no whole hour of the clock. External grids are written as stiff as the format takes
// them.

extension Network {
  /// The network as input data of power-grid-model (JSON, version 1.0).
  ///
  /// Transformers are π equivalents there, at the tap that is set. Nodes are numbered as buses, all
  /// other components after them. Buses out of service, and what stands at them, are left out.
  ///
  /// - Throws: `NetworkFileError` that names what the format has no component for: whatever holds a
  ///   voltage other than an external grid, and impedances that differ with their direction.
  public func powerGridModelJSON() throws(NetworkFileError) -> JSONValue {
    var writer = PowerGridModelWriter(self)
    try writer.write()
    return [
      "version": "1.0", "type": "input", "is_batch": false, "attributes": .object([:]),
      "data": .object(writer.data.mapValues { .array($0) }),
    ]
  }
}

struct PowerGridModelWriter {
  let network: Network
  private var nextID: Int
  /// The components by type.
  private(set) var data: [String: [JSONValue]] = [:]
  private let openEnds: Set<OpenEnd>

  private struct OpenEnd: Hashable {
    let element: Switch.Element
    let bus: Int
  }

  /// A branch's ends: the ids of its nodes, and whether it is connected there.
  private struct Ends {
    let from: Int
    let to: Int
    let fromIsOn: Bool
    let toIsOn: Bool

    var members: [String: JSONValue] {
      [
        "from_node": JSONValue(from), "to_node": JSONValue(to),
        "from_status": JSONValue(fromIsOn ? 1 : 0), "to_status": JSONValue(toIsOn ? 1 : 0),
      ]
    }
  }

  init(_ network: Network) {
    self.network = network
    nextID = (network.buses.map(\.id).max() ?? 0) + 1
    openEnds = Set(
      network.switches.filter { !$0.isClosed }.map { OpenEnd(element: $0.element, bus: $0.bus) })
  }

  mutating func write() throws(NetworkFileError) {
    try refuseHeldVoltages()
    for bus in network.buses where bus.isInService {
      data["node", default: []].append(
        ["id": JSONValue(bus.id), "u_rated": JSONValue(bus.nominalVoltageKV * 1e3)])
    }
    for (position, line) in network.lines.enumerated() { write(line, position) }
    for (position, transformer) in network.transformers.enumerated() {
      write(transformer, position)
    }
    for (position, transformer) in network.threeWindingTransformers.enumerated() {
      write(transformer, position)
    }
    for branch in network.branches {
      guard let ends = ends(branch.fromBus, branch.toBus, branch.isInService) else { continue }
      writeSection(
        BranchAdmittance(of: branch), ratio: branch.ratio,
        shiftRadian: branch.phaseShiftDegree * .pi / 180, ends,
        voltageKV: network.buses[branch.toBus].nominalVoltageKV,
        ratedMVA: branch.ratedPowerMVA ?? network.basePowerMVA)
    }
    for impedance in network.impedances {
      guard let ends = ends(impedance.fromBus, impedance.toBus, impedance.isInService) else {
        continue
      }
      writeSection(
        BranchAdmittance(of: impedance, basePowerMVA: network.basePowerMVA), ends,
        voltageKV: network.buses[impedance.toBus].nominalVoltageKV,
        ratedMVA: impedance.basePowerMVA)
    }
    for item in network.switches { write(item) }
    writeInjections()
  }

  private func refuseHeldVoltages() throws(NetworkFileError) {
    let held = [
      ("generator", network.generators.count { $0.isInService }),
      ("direct-current line", network.directCurrentLines.count { $0.isInService }),
      ("extended ward", network.extendedWards.count { $0.isInService }),
      (
        "impedance that differs with its direction",
        network.impedances.count { $0.isInService && $0.forwardPU != $0.backwardPU }
      ),
    ].filter { $0.1 > 0 }
    guard held.isEmpty else {
      throw .unsupportedElements(held.map { "\($0.0) (\($0.1))" })
    }
  }

  mutating func append(_ type: String, _ members: [String: JSONValue]) {
    var members = members
    members["id"] = JSONValue(nextID)
    nextID += 1
    data[type, default: []].append(.object(members))
  }
}

// MARK: - Branches

extension PowerGridModelWriter {
  func isIn(_ bus: Int) -> Bool { network.buses[bus].isInService }

  func id(_ bus: Int) -> Int { network.buses[bus].id }

  /// The ends of a branch without switches; nil if a bus is out of service.
  private func ends(_ from: Int, _ to: Int, _ isOn: Bool) -> Ends? {
    guard isIn(from), isIn(to) else { return nil }
    return Ends(from: id(from), to: id(to), fromIsOn: isOn, toIsOn: isOn)
  }

  /// The ends of an element that switches may stand at.
  private func ends(
    _ element: Switch.Element, _ from: Int, _ to: Int, _ isInService: Bool
  ) -> Ends? {
    guard let ends = ends(from, to, isInService) else { return nil }
    func isOn(_ bus: Int) -> Bool {
      isInService && !openEnds.contains(OpenEnd(element: element, bus: bus))
    }
    return Ends(from: ends.from, to: ends.to, fromIsOn: isOn(from), toIsOn: isOn(to))
  }

  private mutating func write(_ line: Line, _ position: Int) {
    guard let ends = ends(.line(position), line.fromBus, line.toBus, line.isInService) else {
      return
    }
    let voltage = network.buses[line.fromBus].nominalVoltageKV
    guard line.capacitanceNFPerKM > 0 || line.conductanceUSPerKM == 0 else {
      let admittance = BranchAdmittance(
        of: line, nominalVoltageKV: voltage, basePowerMVA: network.basePowerMVA,
        frequencyHz: network.frequencyHz)
      return writeSection(
        admittance, ends, voltageKV: voltage,
        ratedMVA: line.currentLimitKA * voltage * 3.0.squareRoot())
    }
    let circuits = Double(line.parallelCircuits)
    let capacitance = line.capacitanceNFPerKM * line.lengthKM * circuits * 1e-9
    let conductance = line.conductanceUSPerKM * line.lengthKM * circuits * 1e-6
    let susceptance = 2 * .pi * network.frequencyHz * capacitance
    var members = ends.members
    members["r1"] = JSONValue(line.resistanceOhmPerKM * line.lengthKM / circuits)
    members["x1"] = JSONValue(line.reactanceOhmPerKM * line.lengthKM / circuits)
    // The format knows 50 Hz.
    members["c1"] = JSONValue(capacitance * network.frequencyHz / 50)
    members["tan1"] = JSONValue(susceptance > 0 ? conductance / susceptance : 0)
    if line.currentLimitKA.isFinite { members["i_n"] = JSONValue(line.currentLimitKA * 1e3) }
    append("line", members)
  }

  private mutating func write(_ transformer: Transformer, _ position: Int) {
    let (high, low) = (transformer.highVoltageBus, transformer.lowVoltageBus)
    guard let ends = ends(.transformer(position), high, low, transformer.isInService) else {
      return
    }
    let rated = RatedVoltages(of: transformer)
    let hours = rated.phaseShiftDegree / 30
    guard abs(hours - hours.rounded()) < 1e-9 else {
      return writeSection(of: transformer, ends, highKV: network.buses[high].nominalVoltageKV)
    }
    let units = Double(transformer.parallelUnits)
    let ratedVA = transformer.ratedPowerMVA * units * 1e6
    let clock = ((Int(hours.rounded()) % 12) + 12) % 12
    var members = ends.members
    members["u1"] = JSONValue(rated.highKV * 1e3)
    members["u2"] = JSONValue(rated.lowKV * 1e3)
    members["sn"] = JSONValue(ratedVA)
    members["uk"] = JSONValue(transformer.shortCircuitVoltagePercent / 100)
    members["pk"] = JSONValue(transformer.shortCircuitResistancePercent / 100 * ratedVA)
    members["i0"] = JSONValue(transformer.noLoadCurrentPercent / 100)
    members["p0"] = JSONValue(transformer.ironLossesKW * units * 1e3)
    members["clock"] = JSONValue(clock)
    // An even hour joins windings of one kind (YN–yn), an odd one of two (D–yn).
    members["winding_from"] = JSONValue(clock % 2 == 0 ? 1 : 2)
    members["winding_to"] = 1
    for tap in ["tap_side", "tap_pos", "tap_min", "tap_max", "tap_size"] { members[tap] = 0 }
    append("transformer", members)
  }

  private mutating func write(_ transformer: ThreeWindingTransformer, _ position: Int) {
    let highKV = network.buses[transformer.windings[0].bus].nominalVoltageKV
    let star = nextID
    append("node", ["u_rated": JSONValue(highKV * 1e3)])
    for (index, equivalent) in transformer.equivalents.enumerated() {
      let bus = transformer.windings[index].bus
      guard isIn(bus) else { continue }
      let element = Switch.Element.threeWindingTransformer(position)
      let isOn =
        transformer.isInService && !openEnds.contains(OpenEnd(element: element, bus: bus))
      let ends =
        index == 0
        ? Ends(from: id(bus), to: star, fromIsOn: isOn, toIsOn: isOn)
        : Ends(from: star, to: id(bus), fromIsOn: isOn, toIsOn: isOn)
      writeSection(
        of: equivalent, ends, highKV: highKV,
        lowKV: index == 0 ? highKV : network.buses[bus].nominalVoltageKV)
    }
  }

  private mutating func writeSection(
    of transformer: Transformer, _ ends: Ends, highKV: Double, lowKV: Double? = nil
  ) {
    let lowKV = lowKV ?? network.buses[transformer.lowVoltageBus].nominalVoltageKV
    let rated = RatedVoltages(of: transformer)
    writeSection(
      BranchAdmittance(
        of: transformer, model: .pi, highNominalVoltageKV: highKV, lowNominalVoltageKV: lowKV,
        basePowerMVA: network.basePowerMVA),
      ratio: rated.highKV / rated.lowKV / (highKV / lowKV),
      shiftRadian: rated.phaseShiftDegree * .pi / 180, ends, voltageKV: lowKV,
      ratedMVA: transformer.ratedPowerMVA * Double(transformer.parallelUnits))
  }

  /// A π section, at the nominal voltage of its end; what its ends differ by is a shunt.
  private mutating func writeSection(
    _ admittance: BranchAdmittance, ratio: Double = 1, shiftRadian: Double = 0, _ ends: Ends,
    voltageKV: Double, ratedMVA: Double
  ) {
    let turns = Complex(magnitude: ratio, angleRadian: shiftRadian)
    let series = -(admittance.endStart * turns)
    let startShunt = admittance.startStart * (ratio * ratio) - series
    let endShunt = admittance.endEnd - series
    let base = voltageKV * voltageKV / network.basePowerMVA
    let impedance = series.reciprocal * base
    let shunt = startShunt * (2 / base)
    var members = ends.members
    members["r1"] = JSONValue(impedance.real)
    members["x1"] = JSONValue(impedance.imaginary)
    members["g1"] = JSONValue(shunt.real)
    members["b1"] = JSONValue(shunt.imaginary)
    members["k"] = JSONValue(ratio)
    members["theta"] = JSONValue(shiftRadian)
    members["sn"] = JSONValue((ratedMVA.isFinite ? ratedMVA : network.basePowerMVA) * 1e6)
    append("generic_branch", members)
    let rest = (endShunt - startShunt) * (1 / base)
    guard rest.magnitude * base > 1e-12 * series.magnitude else { return }
    append(
      "shunt",
      [
        "node": JSONValue(ends.to), "status": JSONValue(ends.toIsOn ? 1 : 0),
        "g1": JSONValue(rest.real), "b1": JSONValue(rest.imaginary),
      ])
  }

  private mutating func write(_ item: Switch) {
    guard case .bus(let other) = item.element, let ends = ends(item.bus, other, item.isClosed)
    else { return }
    guard item.impedanceOhm > 0 else { return append("link", ends.members) }
    // A closed switch has twice as much resistance as reactance.
    let reactance = item.impedanceOhm / 5.squareRoot()
    var members = ends.members
    members["r1"] = JSONValue(2 * reactance)
    members["x1"] = JSONValue(reactance)
    for name in ["g1", "b1", "theta"] { members[name] = 0 }
    members["k"] = 1
    members["sn"] = JSONValue(network.basePowerMVA * 1e6)
    append("generic_branch", members)
  }
}
