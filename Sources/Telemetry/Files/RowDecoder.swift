import Documents
import GridModel

/// Makes recordings of tables, one block after another.
struct RowDecoder {
  private let path: String
  private let format: TelemetryFormat
  private let layout: TelemetryLayout
  private var converter: AssumedZone.Converter?
  /// The last moment of each meter, by which the two occurrences of an hour are told apart.
  private var lastMoments: [String: Int64] = [:]
  private var rowsBefore = 0

  init(path: String, format: TelemetryFormat, layout: TelemetryLayout) {
    self.path = path
    self.format = format
    self.layout = layout
    converter = format.assumedZone.map { AssumedZone.Converter($0) }
  }

  mutating func recording(of table: DelimitedTable) throws(TelemetryError) -> Recording {
    var stated: [Int64] = []
    var parts: [Int: TextColumn] = [:]
    var meters = TextColumn(
      distinct: table.rowCount == 0 ? [] : [Self.onlyMeter],
      indices: [Int32](repeating: 0, count: table.rowCount))
    var channels: [Recording.Column] = []
    var labels: [UInt8]?
    var kinds: [AnomalyKind]?
    var others: [Recording.OtherColumn] = []
    for (index, column) in table.columns.enumerated() {
      switch (layout.roles[index], column) {
      case (.timestamp, .scanned(let values)): stated = values
      case (.timestampPart(let part), .text(let text)): parts[part] = text
      case (.meterID, .text(let text)): meters = text
      case (.channel(let name), .numbers(let values)):
        channels.append(Recording.Column(name: name, values: values))
      case (.label, .scanned(let values)): labels = values.map { UInt8($0) }
      case (.anomalyType, .text(let text)): kinds = try anomalyKinds(text)
      case (_, .text(let text)):
        others.append(Recording.OtherColumn(name: table.header[index], texts: text))
      default: break
      }
    }
    if stated.isEmpty, table.rowCount > 0 { stated = try joined(parts, rows: table.rowCount) }
    let moments = try moments(stated, meters)
    rowsBefore += table.rowCount
    return Recording(
      timestamps: moments, meterIDs: meters.distinct, meterIndices: meters.indices,
      channels: channels, labels: labels, anomalyKinds: kinds, otherColumns: others)
  }

  /// The meter of files that name none.
  private static let onlyMeter = "meter-001"

  private func anomalyKinds(_ text: TextColumn) throws(TelemetryError) -> [AnomalyKind] {
    var kinds: [AnomalyKind] = []
    for (number, name) in text.distinct.enumerated() {
      guard let kind = name.isEmpty ? .normal : AnomalyKind(rawValue: name) else {
        let row = text.indices.firstIndex(of: Int32(number)) ?? 0
        throw .unknownAnomaly(path: path, row: rowsBefore + row + 1, text: name)
      }
      kinds.append(kind)
    }
    return text.indices.map { kinds[Int($0)] }
  }

  /// The moments that columns of date and time state together, each pair scanned once.
  private func joined(
    _ parts: [Int: TextColumn], rows: Int
  ) throws(TelemetryError) -> [Int64] {
    let columns = parts.sorted { $0.key < $1.key }.map(\.value)
    var known: [[Int32]: Int64] = [:]
    var stated: [Int64] = []
    stated.reserveCapacity(rows)
    for row in 0..<rows {
      let key = columns.map { $0.indices[row] }
      if let moment = known[key] {
        stated.append(moment)
        continue
      }
      let text = columns.map { $0[row] }.joined(separator: " ")
      let scanned = Array(text.utf8).withUnsafeBufferPointer { format.timeFormat.scan($0) }
      guard let scanned, scanned.hasOffset || converter != nil else {
        throw .unreadableTime(path: path, row: rowsBefore + row + 1, text: text)
      }
      let moment = scanned.milliseconds * 2 + (scanned.hasOffset ? 0 : 1)
      known[key] = moment
      stated.append(moment)
    }
    return stated
  }

  /// The moments in UTC of `stated`, local ones found by the assumed zone.
  private mutating func moments(
    _ stated: [Int64], _ meters: TextColumn
  ) throws(TelemetryError) -> [Timestamp] {
    guard var converter, let zone = format.assumedZone else {
      return stated.map { Timestamp(millisecondsSinceEpoch: $0 >> 1) }
    }
    var last = meters.distinct.map { lastMoments[$0] }
    var moments: [Timestamp] = []
    moments.reserveCapacity(stated.count)
    for (row, value) in stated.enumerated() {
      let meter = Int(meters.indices[row])
      var moment = value >> 1
      if value & 1 == 1 {
        guard let found = converter.moment(local: moment, after: last[meter]) else {
          throw .nonexistentTime(path: path, row: rowsBefore + row + 1, zone: zone.name)
        }
        moment = found
      }
      last[meter] = moment
      moments.append(Timestamp(millisecondsSinceEpoch: moment))
    }
    self.converter = converter
    for (meter, moment) in zip(meters.distinct, last) { lastMoments[meter] = moment }
    return moments
  }
}
