import Numerics

// MATPOWER's case format, version 2: tables bus, gen and branch in MW, MVAr, p.u. and degrees.
// Source: MATPOWER User's Manual, appendix B. A bus of type 3 holds voltage and angle, type 2 voltage,
// type 4 is out of service; voltages are those of the generators. Solvers begin at the
// voltages of the buses, as in MATPOWER. Reactive limits are kept, not enforced.

extension Network {
  /// Reads a MATPOWER case (a `.m` file, version 2), its unit conversions included.
  ///
  /// Elements are numbered as their buses, branches by their row from 0. A case that gives a base
  /// voltage of 0 kV knows none: 1 kV is taken, and currents mean nothing.
  ///
  /// - Throws: `NetworkFileError` with the line that is not understood, or the table that is wrong.
  public init(matpower text: [UInt8]) throws(NetworkFileError) {
    let script = try MatlabScript(text)
    let reader = try MatpowerReader(script)
    let elements = try reader.elements()
    do {
      try self.init(
        basePowerMVA: reader.baseMVA, remarks: reader.remarks, elements: elements)
    } catch {
      throw .impossible(error)
    }
  }
}

private struct MatpowerReader {
  let baseMVA: Double
  private let bus: MatlabValue
  private let gen: MatlabValue
  private let branch: MatlabValue
  /// Whether the voltages of the buses are a state: angles that differ.
  private let isSolved: Bool
  private var positions: [Int: Int] = [:]
  private(set) var remarks: [String] = []

  init(_ script: MatlabScript) throws(NetworkFileError) {
    func table(_ name: String, _ width: Int) throws(NetworkFileError) -> MatlabValue {
      guard let entry = script.values.first(where: { $0.key.hasSuffix(".\(name)") }) else {
        throw .malformed("not a MATPOWER case: there is no table \(name)")
      }
      guard entry.value.columns >= width else {
        throw .malformed(
          "table \(name) has \(entry.value.columns) columns, a case of version 2 has \(width)")
      }
      return entry.value
    }
    guard let base = try table("baseMVA", 1).scalar, base > 0 else {
      throw .malformed("baseMVA must be a positive number")
    }
    baseMVA = base
    let bus = try table("bus", 13)
    self.bus = bus
    isSolved = (0..<bus.rows).contains { bus[$0, 8] != bus[0, 8] }
    gen = try table("gen", 8)
    branch = try table("branch", 11)
    if let lines = script.values.first(where: { $0.key.hasSuffix(".dcline") })?.value {
      let inService = (0..<lines.rows).count { lines.columns > 2 && lines[$0, 2] > 0 }
      if inService > 0 {
        remarks.append(
          "left out, as in MATPOWER before toggle_dcline: dcline (\(inService))")
      }
    }
    for row in 0..<bus.rows {
      let id = try MatpowerReader.whole(bus[row, 0], "bus", row)
      guard positions.updateValue(row, forKey: id) == nil else {
        throw .duplicateID(table: "bus", id: id)
      }
    }
  }

  private static func whole(
    _ number: Double, _ table: String, _ row: Int
  ) throws(NetworkFileError) -> Int {
    guard let whole = Int(exactly: number) else {
      throw .wrongValue(table: table, row: row, column: "bus", expected: "a whole number")
    }
    return whole
  }

  private func position(
    _ number: Double, _ table: String, _ row: Int, _ column: String
  ) throws(NetworkFileError) -> Int {
    let id = try MatpowerReader.whole(number, table, row)
    guard let position = positions[id] else {
      throw .unknownReference(table: table, row: row, column: column, id: id)
    }
    return position
  }

  func elements() throws(NetworkFileError) -> Network.Elements {
    var elements = Network.Elements()
    for row in 0..<bus.rows { read(bus: row, into: &elements) }
    for row in 0..<branch.rows {
      let (limit, ratio) = (branch[row, 5], branch[row, 8])
      elements.branches.append(
        GenericBranch(
          id: row, fromBus: try position(branch[row, 0], "branch", row, "fbus"),
          toBus: try position(branch[row, 1], "branch", row, "tbus"),
          resistancePU: branch[row, 2], reactancePU: branch[row, 3],
          shuntSusceptancePU: branch[row, 4], ratio: ratio == 0 ? 1 : ratio,
          phaseShiftDegree: branch[row, 9], ratedPowerMVA: limit > 0 ? limit : nil,
          isInService: branch[row, 10] > 0))
    }
    try readGenerators(into: &elements)
    return elements
  }

  private func read(bus row: Int, into elements: inout Network.Elements) {
    let id = Int(bus[row, 0])
    let baseKV = bus[row, 9] == 0 ? 1 : bus[row, 9]
    let (high, low) = (bus[row, 11], bus[row, 12])
    elements.buses.append(
      Bus(
        id: id, nominalVoltageKV: baseKV, isInService: bus[row, 1] != 4,
        voltageLimitsPU: low <= high ? low...high : nil,
        startVoltage: isSolved ? startVoltage(ofBus: row) : nil))
    if bus[row, 2] != 0 || bus[row, 3] != 0 {
      elements.loads.append(
        Load(id: id, bus: row, activePowerMW: bus[row, 2], reactivePowerMVAr: bus[row, 3]))
    }
    if bus[row, 4] != 0 || bus[row, 5] != 0 {
      elements.shunts.append(
        Shunt(
          id: id, bus: row, activePowerMW: bus[row, 4], reactivePowerMVAr: -bus[row, 5],
          ratedVoltageKV: baseKV))
    }
  }

  private func startVoltage(ofBus row: Int) -> Complex? {
    let (magnitude, degrees) = (bus[row, 7], bus[row, 8])
    guard magnitude > 0, magnitude.isFinite, degrees.isFinite else { return nil }
    return Complex(magnitude: magnitude, angleRadian: degrees * .pi / 180)
  }

  private func readGenerators(into elements: inout Network.Elements) throws(NetworkFileError) {
    var generatorsAtBus: [Int: [Int]] = [:]
    for row in 0..<gen.rows {
      let place = try position(gen[row, 0], "gen", row, "bus")
      if gen[row, 7] > 0 && bus[place, 1] != 4 { generatorsAtBus[place, default: []].append(row) }
    }
    var references = generatorsAtBus.keys.filter { bus[$0, 1] == 3 }
    if references.isEmpty, let first = generatorsAtBus.keys.filter({ bus[$0, 1] == 2 }).min() {
      references = [first]
    }
    for (place, rows) in generatorsAtBus.sorted(by: { $0.key < $1.key }) {
      // Of several set points the last holds, as in MATPOWER.
      let voltagePU = gen[rows[rows.count - 1], 5]
      for (rank, row) in rows.enumerated() {
        if references.contains(place) && rank == 0 {
          elements.externalGrids.append(
            ExternalGrid(id: row, bus: place, voltagePU: voltagePU, angleDegree: bus[place, 8]))
        } else if bus[place, 1] == 1 {
          elements.staticGenerators.append(
            StaticGenerator(
              id: row, bus: place, activePowerMW: gen[row, 1], reactivePowerMVAr: gen[row, 2]))
        } else {
          elements.generators.append(
            Generator(
              id: row, bus: place, activePowerMW: gen[row, 1], voltagePU: voltagePU,
              minimumReactivePowerMVAr: gen[row, 4], maximumReactivePowerMVAr: gen[row, 3]))
        }
      }
    }
  }
}
