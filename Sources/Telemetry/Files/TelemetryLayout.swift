import Documents
import GridModel

/// What each column of a telemetry file is.
struct TelemetryLayout: Sendable {
  /// What a column holds.
  enum Role: Equatable, Sendable {
    /// The whole moment.
    case timestamp
    /// A part of the moment, by its place.
    case timestampPart(Int)
    case meterID
    case channel(name: String)
    case label
    case anomalyType
    case other
    /// Another column has been given its name.
    case replaced
  }

  let roles: [Role]
  let kinds: [DelimitedColumnKind]

  init(header: [String], path: String, format: TelemetryFormat) throws(TelemetryError) {
    let channels = Channel.allCases.map(\.rawValue) + format.extraChannels
    let known = ["timestamp", "meter_id", "label", "anomaly_type"] + channels
    for (name, column) in format.columnNames.sorted(by: { $0.key < $1.key }) {
      guard known.contains(name) else { throw .unknownName(name, known: known) }
      guard header.contains(column) else {
        throw .unknownMappedColumn(path: path, name: name, mappedTo: column)
      }
      if let other = format.name(ofColumn: column), other != name {
        throw .mappedTwice(column: column, names: [name, other].sorted())
      }
    }
    let timestamps = format.timestampColumns.map(format.column)
    for column in timestamps where !header.contains(column) {
      throw .missingColumn(path: path, name: column, available: header)
    }
    for name in format.extraChannels where !header.contains(format.column(name)) {
      throw .missingColumn(path: path, name: name, available: header)
    }
    roles = header.map { column in
      if let part = timestamps.firstIndex(of: column) {
        return timestamps.count == 1 ? .timestamp : .timestampPart(part)
      }
      return switch format.name(ofColumn: column) {
      case "meter_id": .meterID
      case "label": .label
      case "anomaly_type": .anomalyType
      case let name? where channels.contains(name): .channel(name: name)
      case nil: .replaced
      default: .other
      }
    }
    kinds = roles.map { role in
      switch role {
      case .timestamp: Self.timestamp(format)
      case .channel: .number
      case .label: .scanned(expected: "0 or 1", scan: Self.scanLabel)
      case .timestampPart, .meterID, .anomalyType, .other: .text
      case .replaced: .skipped
      }
    }
  }

  /// A moment is kept as twice its milliseconds, plus one if it is local.
  private static func timestamp(_ format: TelemetryFormat) -> DelimitedColumnKind {
    let timeFormat = format.timeFormat
    let needsOffset = format.assumedZone == nil
    return .scanned(expected: timeFormat.expected(needsOffset: needsOffset)) { field in
      guard let stated = timeFormat.scan(field), stated.hasOffset || !needsOffset else {
        return nil
      }
      return stated.milliseconds * 2 + (stated.hasOffset ? 0 : 1)
    }
  }

  private static func scanLabel(_ field: UnsafeBufferPointer<UInt8>) -> Int64? {
    if field.count == 1, field[0] == UInt8(ascii: "0") || field[0] == UInt8(ascii: "1") {
      return Int64(field[0] - UInt8(ascii: "0"))
    }
    // Spreadsheets write TRUE, Python's tools True.
    return switch String(decoding: field, as: UTF8.self).lowercased() {
    case "0", "0.0", "false": 0
    case "1", "1.0", "true": 1
    default: nil
    }
  }
}
