public import Documents

// pandapower writes a network as nested JSON: an object of tables, each table a DataFrame as JSON in a
// string. Every element that bears on a power flow is read or named in an error; results, costs,
// coordinates and other tables are left alone.

extension Network {
  /// Reads a network that pandapower wrote (`pandapower.to_json`, format 3.x).
  ///
  /// - Throws: `NetworkFileError` that names table, row and column, or the elements in service that
  ///   have no model here.
  public init(pandapowerJSON text: [UInt8]) throws(NetworkFileError) {
    let root: JSONValue
    do { root = try JSONValue(parsing: text, dialect: .python) } catch { throw .notJSON(error) }
    try self.init(pandapower: root)
  }

  /// Reads a network from a parsed pandapower file.
  public init(pandapower root: JSONValue) throws(NetworkFileError) {
    guard root["_class"]?.string == "pandapowerNet", let members = root["_object"]?.object else {
      throw .malformed("not a pandapower network: \"_class\" is not \"pandapowerNet\"")
    }
    let reader = try PandapowerReader(members)
    do {
      try self.init(
        name: members["name"]?.string ?? "",
        frequencyHz: try PandapowerReader.number("f_hz", in: members) ?? 50,
        basePowerMVA: try PandapowerReader.number("sn_mva", in: members) ?? 1,
        voltageDependenceRule: .meanOfBus,
        elements: try reader.elements())
    } catch let error as NetworkError {
      throw .impossible(error)
    } catch let error as NetworkFileError {
      throw error
    } catch {
      throw .malformed("\(error)")
    }
  }
}

/// Turns pandapower's tables into elements.
struct PandapowerReader {
  /// Tables whose elements bear on a power flow and have no model here.
  static let unsupported = [
    "b2b_vsc", "bi_vsc", "bus_dc", "line_dc", "load_dc", "source_dc", "ssc", "svc", "tcsc", "vsc",
  ]

  let members: [String: JSONValue]
  let buses: PandapowerTable
  let lines: PandapowerTable
  let transformers: PandapowerTable
  let threeWindingTransformers: PandapowerTable
  let transformerCharacteristics: PandapowerTable
  let shuntCharacteristics: PandapowerTable

  init(_ members: [String: JSONValue]) throws(NetworkFileError) {
    self.members = members
    buses = try PandapowerTable("bus", in: members)
    lines = try PandapowerTable("line", in: members)
    transformers = try PandapowerTable("trafo", in: members)
    threeWindingTransformers = try PandapowerTable("trafo3w", in: members)
    transformerCharacteristics = try PandapowerTable("trafo_characteristic_table", in: members)
    shuntCharacteristics = try PandapowerTable("shunt_characteristic_table", in: members)
  }

  func elements() throws(NetworkFileError) -> Network.Elements {
    try refuseUnsupported()
    var elements = Network.Elements()
    elements.buses = try readBuses()
    elements.lines = try readLines()
    elements.transformers = try readTransformers()
    elements.threeWindingTransformers = try readThreeWindingTransformers()
    elements.impedances = try readImpedances()
    elements.extendedWards = try readExtendedWards()
    elements.directCurrentLines = try readDirectCurrentLines()
    elements.externalGrids = try readExternalGrids()
    elements.loads = try readLoads()
    elements.staticGenerators = try readStaticGenerators()
    elements.generators = try readGenerators()
    elements.shunts = try readShunts()
    elements.switches = try readSwitches()
    return elements
  }

  /// A number of the network itself; nil if the file has none.
  static func number(
    _ name: String, in members: [String: JSONValue]
  ) throws(NetworkFileError) -> Double? {
    guard let value = members[name], !value.isNull else { return nil }
    guard let number = value.double else { throw .malformed("\(name) must be a number") }
    return number
  }

  private func refuseUnsupported() throws(NetworkFileError) {
    var found: [String] = []
    for name in PandapowerReader.unsupported {
      let table = try PandapowerTable(name, in: members)
      var inService = 0
      for row in 0..<table.count where try table.truth(row, "in_service", or: true) {
        inService += 1
      }
      if inService > 0 { found.append("\(name) (\(inService))") }
    }
    guard found.isEmpty else { throw .unsupportedElements(found) }
  }

  private func readBuses() throws(NetworkFileError) -> [Bus] {
    var result: [Bus] = []
    for row in 0..<buses.count {
      var limits: ClosedRange<Double>?
      if let low = try buses.optionalNumber(row, "min_vm_pu"),
        let high = try buses.optionalNumber(row, "max_vm_pu"), low <= high
      {
        limits = low...high
      }
      result.append(
        Bus(
          id: buses.ids[row], name: buses.text(row, "name"),
          nominalVoltageKV: try buses.number(row, "vn_kv"),
          isInService: try buses.truth(row, "in_service", or: true), voltageLimitsPU: limits))
    }
    return result
  }

  private func readLines() throws(NetworkFileError) -> [Line] {
    var result: [Line] = []
    for row in 0..<lines.count {
      result.append(
        Line(
          id: lines.ids[row], name: lines.text(row, "name"),
          standardType: lines.text(row, "std_type"),
          fromBus: try lines.reference(row, "from_bus", to: buses),
          toBus: try lines.reference(row, "to_bus", to: buses),
          lengthKM: try lines.number(row, "length_km"),
          resistanceOhmPerKM: try lines.number(row, "r_ohm_per_km"),
          reactanceOhmPerKM: try lines.number(row, "x_ohm_per_km"),
          capacitanceNFPerKM: try lines.number(row, "c_nf_per_km", or: 0),
          conductanceUSPerKM: try lines.number(row, "g_us_per_km", or: 0),
          ratedCurrentKA: try lines.number(row, "max_i_ka", or: .nan),
          deratingFactor: try lines.number(row, "df", or: 1),
          parallelCircuits: try lines.whole(row, "parallel", or: 1),
          isInService: try lines.truth(row, "in_service", or: true)))
    }
    return result
  }

  private func readSwitches() throws(NetworkFileError) -> [Switch] {
    let table = try PandapowerTable("switch", in: members)
    var result: [Switch] = []
    for row in 0..<table.count {
      let element: Switch.Element
      switch table.text(row, "et") {
      case "b": element = .bus(try table.reference(row, "element", to: buses))
      case "l": element = .line(try table.reference(row, "element", to: lines))
      case "t": element = .transformer(try table.reference(row, "element", to: transformers))
      case "t3":
        element = .threeWindingTransformer(
          try table.reference(row, "element", to: threeWindingTransformers))
      default: throw table.wrong(row, "et", "\"b\", \"l\", \"t\" or \"t3\"")
      }
      result.append(
        Switch(
          id: table.ids[row], name: table.text(row, "name"),
          bus: try table.reference(row, "bus", to: buses), element: element,
          isClosed: try table.truth(row, "closed", or: true),
          impedanceOhm: try table.number(row, "z_ohm", or: 0)))
    }
    return result
  }
}
