public import Documents
import Foundation
import Numerics

// power-grid-model's input data: components by type, in volts, amperes, watts and ohms, each with an id
// that no other component has. Lines and transformers have a switch at either end. A source stands
// behind a short-circuit impedance, so it becomes a bus of its own, an impedance and an external grid;
// that bus is numbered like the source. One too stiff to matter stands at its node. Transformers are π equivalents, as the format prescribes.
// Source: power-grid-model documentation, "Components" and "Serialization".

extension Network {
  /// Reads the input data of power-grid-model (JSON, version 1.0).
  ///
  /// - Throws: `NetworkFileError` that names component, id and attribute, or the components in service
  ///   that have no model here.
  public init(powerGridModel root: JSONValue) throws(NetworkFileError) {
    guard root["version"]?.string == "1.0" else {
      throw .malformed(
        "power-grid-model JSON of version \(root["version"]?.string ?? "?"), read is 1.0")
    }
    guard root["type"]?.string ?? "input" == "input", root["is_batch"]?.bool != true else {
      throw .malformed("power-grid-model JSON that is not a single input data set")
    }
    guard let data = root["data"]?.object else { throw .malformed("\"data\" is not an object") }
    let attributes = root["attributes"]?.object ?? [:]
    let reader = try PowerGridModelReader(data, attributes)
    let elements = try reader.elements()
    do {
      try self.init(elements: elements)
    } catch {
      throw .impossible(error)
    }
  }
}

private struct PowerGridModelReader {
  /// One component: its attributes by name.
  private struct Component {
    let type: String
    let id: Int
    let attributes: [String: JSONValue]

    func number(_ name: String, or standard: Double? = nil) throws(NetworkFileError) -> Double {
      if let value = attributes[name], !value.isNull {
        guard let number = value.double else { throw wrong(name, "a number") }
        return number
      }
      guard let standard else { throw wrong(name, "a number") }
      return standard
    }

    /// A number, or the sum of one for each phase.
    func sum(_ name: String) throws(NetworkFileError) -> Double {
      guard let phases = attributes[name]?.numbers else { return try number(name, or: 0) }
      return phases.reduce(0, +)
    }

    func isOn(_ name: String) throws(NetworkFileError) -> Bool { try number(name, or: 1) != 0 }

    func wrong(_ name: String, _ expected: String) -> NetworkFileError {
      .wrongValue(table: type, row: id, column: name, expected: expected)
    }
  }

  private static let unsupported = ["asym_line", "three_winding_transformer"]
  /// One watt as a share of the base power of 1 MVA.
  private static let watt = 1e-6

  /// An impedance of a source, on 1 MVA, that makes no difference.
  private static let stiffPU = 1e-11

  private let components: [String: [Component]]
  private var positions: [Int: Int] = [:]
  private var voltages: [Double] = []

  init(
    _ data: [String: JSONValue], _ attributes: [String: JSONValue]
  ) throws(NetworkFileError) {
    var components: [String: [Component]] = [:]
    for (type, list) in data {
      guard let items = list.array else { throw .malformed("\"\(type)\" is not a list") }
      let names = attributes[type]?.array?.compactMap(\.string) ?? []
      for item in items {
        var members = item.object ?? [:]
        if item.object == nil {
          guard let values = item.array, values.count == names.count else {
            throw .malformed(
              "a \(type) is neither an object nor a row of \(names.count) attributes")
          }
          members = Dictionary(uniqueKeysWithValues: zip(names, values))
        }
        guard let id = members["id"]?.integer else { throw .malformed("a \(type) has no id") }
        components[type, default: []].append(Component(type: type, id: id, attributes: members))
      }
    }
    self.components = components
    for node in components["node"] ?? [] {
      guard positions.updateValue(voltages.count, forKey: node.id) == nil else {
        throw .duplicateID(table: "node", id: node.id)
      }
      voltages.append(try node.number("u_rated"))
    }
    let found = PowerGridModelReader.unsupported.compactMap { type in
      components[type].map { "\(type) (\($0.count))" }
    }
    guard found.isEmpty else { throw .unsupportedElements(found) }
  }

  private func node(_ component: Component, _ name: String) throws(NetworkFileError) -> Int {
    guard let id = component.attributes[name]?.integer else {
      throw component.wrong(name, "the id of a node")
    }
    guard let position = positions[id] else {
      throw .unknownReference(table: component.type, row: component.id, column: name, id: id)
    }
    return position
  }

  func elements() throws(NetworkFileError) -> Network.Elements {
    var elements = Network.Elements()
    for component in components["node"] ?? [] {
      elements.buses.append(
        Bus(id: component.id, nominalVoltageKV: try component.number("u_rated") * 1e-3))
    }
    for line in components["line"] ?? [] { try read(line: line, into: &elements) }
    for transformer in components["transformer"] ?? [] {
      try read(transformer: transformer, into: &elements)
    }
    for branch in components["generic_branch"] ?? [] { try read(branch: branch, into: &elements) }
    for link in components["link"] ?? [] {
      let (fromIsOn, toIsOn) = (try link.isOn("from_status"), try link.isOn("to_status"))
      elements.switches.append(
        Switch(
          id: link.id, bus: try node(link, "from_node"),
          element: .bus(try node(link, "to_node")),
          isClosed: fromIsOn && toIsOn))
    }
    for shunt in components["shunt"] ?? [] {
      let place = try node(shunt, "node")
      let square = voltages[place] * voltages[place] * PowerGridModelReader.watt
      elements.shunts.append(
        Shunt(
          id: shunt.id, bus: place, activePowerMW: try shunt.number("g1") * square,
          reactivePowerMVAr: -(try shunt.number("b1")) * square,
          ratedVoltageKV: voltages[place] * 1e-3, isInService: try shunt.isOn("status")))
    }
    for (type, sign) in [("sym_load", 1.0), ("asym_load", 1), ("sym_gen", -1), ("asym_gen", -1)] {
      for component in components[type] ?? [] {
        try read(injection: component, sign: sign, into: &elements)
      }
    }
    for source in components["source"] ?? [] { try read(source: source, into: &elements) }
    return elements
  }

  /// Puts an open switch at each end that is off.
  private func addSwitches(
    _ component: Component, _ element: Switch.Element, _ places: (Int, Int),
    into elements: inout Network.Elements
  ) throws(NetworkFileError) {
    for (name, place) in [("from_status", places.0), ("to_status", places.1)]
    where try !component.isOn(name) {
      elements.switches.append(
        Switch(id: component.id, bus: place, element: element, isClosed: false))
    }
  }

  private func read(line: Component, into elements: inout Network.Elements) throws(NetworkFileError)
  {
    let places = (try node(line, "from_node"), try node(line, "to_node"))
    let capacitance = try line.number("c1", or: 0)
    elements.lines.append(
      Line(
        id: line.id, fromBus: places.0, toBus: places.1, lengthKM: 1,
        resistanceOhmPerKM: try line.number("r1"), reactanceOhmPerKM: try line.number("x1"),
        capacitanceNFPerKM: capacitance * 1e9,
        conductanceUSPerKM: 2 * .pi * 50 * capacitance * (try line.number("tan1", or: 0)) * 1e6,
        ratedCurrentKA: try line.number("i_n", or: .nan) * 1e-3))
    try addSwitches(line, .line(elements.lines.count - 1), places, into: &elements)
  }

  private func read(
    transformer: Component, into elements: inout Network.Elements
  ) throws(NetworkFileError) {
    let places = (try node(transformer, "from_node"), try node(transformer, "to_node"))
    let (u1, u2) = (try transformer.number("u1"), try transformer.number("u2"))
    let side: Transformer.Side = try transformer.number("tap_side", or: 0) == 0 ? .high : .low
    let nominal = try transformer.number("tap_nom", or: 0)
    let rises =
      try transformer.number("tap_max", or: 0) >= transformer.number("tap_min", or: 0)
    let stepVolt = try transformer.number("tap_size", or: 0) * (rises ? 1 : -1)
    let ratedVA = try transformer.number("sn")
    elements.transformers.append(
      Transformer(
        id: transformer.id, highVoltageBus: places.0, lowVoltageBus: places.1,
        ratedPowerMVA: ratedVA * PowerGridModelReader.watt, ratedHighVoltageKV: u1 * 1e-3,
        ratedLowVoltageKV: u2 * 1e-3,
        shortCircuitVoltagePercent: try transformer.number("uk") * 100,
        shortCircuitResistancePercent: try transformer.number("pk") / ratedVA * 100,
        ironLossesKW: try transformer.number("p0", or: 0) * 1e-3,
        noLoadCurrentPercent: try transformer.number("i0", or: 0) * 100,
        phaseShiftDegree: 30 * (try transformer.number("clock", or: 0)),
        tapChangers: [
          Transformer.TapChanger(
            side: side, neutralPosition: nominal,
            position: try transformer.number("tap_pos", or: nominal),
            stepPercent: stepVolt / (side == .high ? u1 : u2) * 100)
        ], prescribedModel: .pi))
    try addSwitches(
      transformer, .transformer(elements.transformers.count - 1), places, into: &elements)
  }

  private func read(
    branch: Component, into elements: inout Network.Elements
  ) throws(NetworkFileError) {
    let isOn = (try branch.isOn("from_status"), try branch.isOn("to_status"))
    guard isOn.0 == isOn.1 else {
      throw .unsupportedElements(["generic_branch \(branch.id) open at one end"])
    }
    let end = try node(branch, "to_node")
    let base = voltages[end] * voltages[end] * PowerGridModelReader.watt
    let rated = try branch.number("sn", or: .nan) * PowerGridModelReader.watt
    elements.branches.append(
      GenericBranch(
        id: branch.id, fromBus: try node(branch, "from_node"), toBus: end,
        resistancePU: try branch.number("r1") / base,
        reactancePU: try branch.number("x1") / base,
        shuntConductancePU: try branch.number("g1", or: 0) * base,
        shuntSusceptancePU: try branch.number("b1", or: 0) * base,
        ratio: try branch.number("k", or: 1),
        phaseShiftDegree: try branch.number("theta", or: 0) * 180 / .pi,
        ratedPowerMVA: rated > 0 ? rated : nil, isInService: isOn.0))
  }

  private func read(
    injection: Component, sign: Double, into elements: inout Network.Elements
  ) throws(NetworkFileError) {
    let kind = try injection.number("type", or: 0)
    let place = try node(injection, "node")
    let power = Complex(try injection.sum("p_specified"), try injection.sum("q_specified"))
    let isInService = try injection.isOn("status")
    guard sign > 0 || kind != 0 else {
      elements.staticGenerators.append(
        StaticGenerator(
          id: injection.id, bus: place, activePowerMW: power.real * PowerGridModelReader.watt,
          reactivePowerMVAr: power.imaginary * PowerGridModelReader.watt,
          isInService: isInService))
      return
    }
    let (impedance, current): (Double, Double) = (kind == 1 ? 1 : 0, kind == 2 ? 1 : 0)
    elements.loads.append(
      Load(
        id: injection.id, bus: place,
        activePowerMW: sign * power.real * PowerGridModelReader.watt,
        reactivePowerMVAr: sign * power.imaginary * PowerGridModelReader.watt,
        voltageDependence: .init(
          activeCurrentShare: current, activeImpedanceShare: impedance,
          reactiveCurrentShare: current, reactiveImpedanceShare: impedance),
        isInService: isInService))
  }

  private func read(
    source: Component, into elements: inout Network.Elements
  ) throws(NetworkFileError) {
    let place = try node(source, "node")
    let isInService = try source.isOn("status")
    let ratio = try source.number("rx_ratio", or: 0.1)
    let impedance = 1 / (try source.number("sk", or: 1e10) * PowerGridModelReader.watt)
    guard impedance > PowerGridModelReader.stiffPU else {
      elements.externalGrids.append(
        ExternalGrid(
          id: source.id, bus: place, voltagePU: try source.number("u_ref"),
          angleDegree: try source.number("u_ref_angle", or: 0) * 180 / .pi,
          isInService: isInService))
      return
    }
    let reactance = impedance / (1 + ratio * ratio).squareRoot()
    elements.buses.append(
      Bus(
        id: source.id, name: "source \(source.id)",
        nominalVoltageKV: voltages[place] * 1e-3, isInService: isInService))
    elements.branches.append(
      GenericBranch(
        id: source.id, name: "source \(source.id)", fromBus: elements.buses.count - 1,
        toBus: place, resistancePU: ratio * reactance, reactancePU: reactance,
        isInService: isInService))
    elements.externalGrids.append(
      ExternalGrid(
        id: source.id, bus: elements.buses.count - 1, voltagePU: try source.number("u_ref"),
        angleDegree: try source.number("u_ref_angle", or: 0) * 180 / .pi,
        isInService: isInService))
  }
}
