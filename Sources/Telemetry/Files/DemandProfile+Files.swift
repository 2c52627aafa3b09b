public import Documents
public import GridModel

// A profile is a table of `timestamp, node, demand_kw[, demand_kw_p10, demand_kw_p90]`, a row per
// interval and node, or a JSON list of objects with the same names.

extension DemandProfile {
  /// The profile in the file at `path`: JSON if its name ends in `.json`, else CSV.
  ///
  /// - Throws: ``DemandProfileError`` with line or row.
  public init(reading path: String) throws(DemandProfileError) {
    var rows = ProfileRows(path: path)
    if path.hasSuffix(".json") || path.hasSuffix(".json.gz") {
      try rows.readJSON()
    } else {
      try rows.readCSV()
    }
    self = try rows.profile()
  }

  /// Writes the profile to `path`: JSON if its name ends in `.json`, else CSV.
  ///
  /// - Throws: `FileFailure` if the file cannot be made or the disk is full.
  public func write(to path: String) throws(FileFailure) {
    if path.hasSuffix(".json") || path.hasSuffix(".json.gz") {
      try DocumentFile.write(document.serialized(), to: path)
    } else {
      try writeCSV(to: path)
    }
  }

  /// The profile as a JSON list.
  public var document: JSONValue {
    .array(
      intervalStarts.indices.flatMap { interval in
        nodes.map { node in
          var entry: [String: JSONValue] = [
            "timestamp": .string(intervalStarts[interval].description),
            "node": .string(node.name),
            "demand_kw": .number(node.demandKW[interval]),
          ]
          entry["demand_kw_p10"] = node.demandKWP10.map { .number($0[interval]) }
          entry["demand_kw_p90"] = node.demandKWP90.map { .number($0[interval]) }
          return .object(entry)
        }
      })
  }

  private func writeCSV(to path: String) throws(FileFailure) {
    let nodes = nodes
    let starts = intervalStarts
    let count = nodes.count
    func column(_ series: (Node) -> [Double]?) -> DelimitedOutput? {
      guard nodes.contains(where: { series($0) != nil }) else { return nil }
      return .numbers(
        starts.indices.flatMap { interval in nodes.map { series($0)?[interval] ?? .nan } })
    }
    let columns: [(String, DelimitedOutput?)] = [
      ("timestamp", .written { row, output in starts[row / count].write(to: output) }),
      (
        "node",
        .text(
          TextColumn(
            distinct: nodes.map(\.name),
            indices: (0..<starts.count * count).map { Int32($0 % count) }))
      ),
      ("demand_kw", column(\.demandKW)), ("demand_kw_p10", column(\.demandKWP10)),
      ("demand_kw_p90", column(\.demandKWP90)),
    ]
    let present = columns.compactMap { name, output in output.map { (name, $0) } }
    var writer = try DelimitedWriter(path: path, header: present.map(\.0))
    try writer.append(present.map(\.1), rowCount: starts.count * count) { count, body in
      for index in 0..<count { body(index) }
    }
    try writer.commit()
  }
}

/// The rows of a profile's file.
private struct ProfileRows {
  private struct Row {
    let time: Timestamp
    let node: String
    let demand: Double
    let p10: Double
    let p90: Double
  }

  private let path: String
  private var rows: [Row] = []

  init(path: String) {
    self.path = path
  }

  mutating func readCSV() throws(DemandProfileError) {
    let table: DelimitedTable
    do throws(DelimitedError) {
      var reader = try DelimitedReader(path: path)
      let kinds = reader.header.map { name -> DelimitedColumnKind in
        switch name {
        case "timestamp":
          .scanned(expected: "an RFC 3339 time with its offset") { field in
            TimeFormat.rfc3339.scan(field).flatMap { $0.hasOffset ? $0.milliseconds : nil }
          }
        case "node": .text
        case "demand_kw", "demand_kw_p10", "demand_kw_p90": .number
        default: .skipped
        }
      }
      table = try reader.readAll(as: kinds) { count, body in
        for index in 0..<count { body(index) }
      }
    } catch {
      throw .table(error)
    }
    guard let place = table.header.firstIndex(of: "timestamp"),
      case .scanned(let times) = table.columns[place]
    else { throw .missingColumn(path: path, name: "timestamp") }
    guard let nodes = table.text("node") else { throw .missingColumn(path: path, name: "node") }
    guard let demand = table.numbers("demand_kw") else {
      throw .missingColumn(path: path, name: "demand_kw")
    }
    let p10 = table.numbers("demand_kw_p10")
    let p90 = table.numbers("demand_kw_p90")
    rows = (0..<table.rowCount).map { row in
      Row(
        time: Timestamp(millisecondsSinceEpoch: times[row]), node: nodes[row],
        demand: demand[row], p10: p10?[row] ?? .nan, p90: p90?[row] ?? .nan)
    }
  }

  mutating func readJSON() throws(DemandProfileError) {
    let document = try parsed()
    for (index, entry) in (document.array ?? []).enumerated() {
      guard let text = entry["timestamp"]?.string, let time = Timestamp(rfc3339: text) else {
        throw .missingColumn(path: path, name: "timestamp")
      }
      guard let node = entry["node"]?.string else {
        throw .missingColumn(path: path, name: "node")
      }
      guard let demand = entry["demand_kw"]?.double else {
        throw .missingDemand(path: path, row: index + 1)
      }
      rows.append(
        Row(
          time: time, node: node, demand: demand, p10: entry["demand_kw_p10"]?.double ?? .nan,
          p90: entry["demand_kw_p90"]?.double ?? .nan))
    }
  }

  private func parsed() throws(DemandProfileError) -> JSONValue {
    let bytes: [UInt8]
    do throws(FileFailure) {
      bytes = try DocumentFile.read(path)
    } catch {
      throw .file(error)
    }
    do throws(JSONError) {
      return try JSONValue(parsing: bytes)
    } catch {
      throw .notJSON(path: path, error)
    }
  }

  /// The profile of the rows, in order of time and of a node's first row.
  func profile() throws(DemandProfileError) -> DemandProfile {
    if let row = rows.firstIndex(where: { $0.demand.isNaN }) {
      throw .missingDemand(path: path, row: row + 1)
    }
    let starts = Set(rows.map(\.time)).sorted()
    var names: [String] = []
    var byNode: [String: [Row]] = [:]
    for row in rows {
      if byNode[row.node] == nil { names.append(row.node) }
      byNode[row.node, default: []].append(row)
    }
    var nodes: [DemandProfile.Node] = []
    for name in names {
      let series = (byNode[name] ?? []).sorted { $0.time < $1.time }
      guard series.map(\.time) == starts else {
        throw .unevenNode(
          path: path, node: name, intervals: series.count, expected: starts.count)
      }
      let hasP10 = series.contains { !$0.p10.isNaN }
      let hasP90 = series.contains { !$0.p90.isNaN }
      nodes.append(
        DemandProfile.Node(
          name: name, demandKW: series.map(\.demand),
          demandKWP10: hasP10 ? series.map(\.p10) : nil,
          demandKWP90: hasP90 ? series.map(\.p90) : nil))
    }
    return DemandProfile(intervalStarts: starts, nodes: nodes)
  }
}
