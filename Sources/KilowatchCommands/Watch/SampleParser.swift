internal import Documents
internal import FaultResponse
internal import GridModel

/// What one line of a live stream says.
enum StreamLine {
  case sample(meterID: String, Measurement)
  case action(OperatorAction)
}

/// Reads the lines of a telemetry stream: CSV after a header, or one JSON object a line.
///
/// The channels are those of telemetry files; columns of other names are passed over.
struct SampleParser {
  /// Why a line says nothing.
  struct Refusal: Error {
    let reason: String
  }

  private var columns: [Column]?
  private var hasReadObject = false
  private let names: [String: String]

  private enum Column {
    case time
    case meter
    case signal(Signal)
    case other
  }

  /// A parser for which column `names[channel]` stands for `channel`.
  init(names: [String: String]) {
    self.names = names
  }

  /// Whether a header has been read: what comes before it decides what all rows mean.
  var hasBegun: Bool { columns != nil || hasReadObject }

  /// What `line` says; nil for a header or an empty line.
  mutating func parse(_ line: [UInt8]) throws(Refusal) -> StreamLine? {
    guard let first = line.first(where: { $0 != 0x20 }) else { return nil }
    if first == UInt8(ascii: "{") {
      hasReadObject = true
      return try parseObject(line)
    }
    let fields = try splitFields(line)
    guard let columns else {
      self.columns = try readHeader(fields)
      return nil
    }
    guard fields.count == columns.count else {
      throw Refusal(reason: "\(fields.count) fields instead of \(columns.count)")
    }
    return try readRow(fields, columns)
  }

  // MARK: - CSV

  private func readHeader(_ fields: [Substring]) throws(Refusal) -> [Column] {
    let channels = Dictionary(
      names.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
    let columns = fields.map { field -> Column in
      let plain = field.hasPrefix("\u{feff}") ? field.dropFirst() : field
      switch channels[String(plain)] ?? String(plain) {
      case "timestamp": return .time
      case "meter_id": return .meter
      case let name: return Signal(rawValue: name).map { .signal($0) } ?? .other
      }
    }
    guard columns.contains(where: { if case .time = $0 { true } else { false } }) else {
      throw Refusal(reason: "the header has no column 'timestamp'")
    }
    guard columns.contains(where: { if case .signal = $0 { true } else { false } }) else {
      let known = Signal.measured.map(\.rawValue).joined(separator: ", ")
      throw Refusal(reason: "the header has none of \(known)")
    }
    return columns
  }

  private func readRow(
    _ fields: [Substring], _ columns: [Column]
  ) throws(Refusal) -> StreamLine {
    var measurement = Measurement(time: Timestamp(millisecondsSinceEpoch: 0), meter: 0)
    var meterID = ""
    for (field, column) in zip(fields, columns) {
      switch column {
      case .time: measurement.time = try time(field)
      case .meter: meterID = String(field)
      case .signal(let signal): measurement[signal] = try number(field, of: signal.rawValue)
      case .other: break
      }
    }
    return .sample(meterID: meterID, measurement)
  }

  private func time(_ field: Substring) throws(Refusal) -> Timestamp {
    guard let time = Timestamp(rfc3339: field) else {
      throw Refusal(reason: "'\(field)' is no RFC 3339 time with its offset")
    }
    return time
  }

  private func number(_ field: Substring, of column: String) throws(Refusal) -> Double {
    guard !field.isEmpty else { return .nan }
    guard let number = Double(field), number.isFinite else {
      throw Refusal(reason: "\(column): '\(field)' is not a number")
    }
    return number
  }

  private func splitFields(_ line: [UInt8]) throws(Refusal) -> [Substring] {
    guard let text = String(validating: line, as: UTF8.self) else {
      throw Refusal(reason: "not UTF-8")
    }
    guard text.utf8.contains(UInt8(ascii: "\"")) else {
      return text.split(separator: ",", omittingEmptySubsequences: false)
    }
    var fields: [Substring] = []
    var field = ""
    var isQuoted = false
    var previous: Character?
    for character in text {
      if character == "\"" {
        if isQuoted == false, previous == "\"" { field.append("\"") }
        isQuoted.toggle()
      } else if character == ",", !isQuoted {
        fields.append(Substring(field))
        field = ""
      } else {
        field.append(character)
      }
      previous = character
    }
    guard !isQuoted else { throw Refusal(reason: "a quote is not closed") }
    return fields + [Substring(field)]
  }

  // MARK: - JSON lines

  private func parseObject(_ line: [UInt8]) throws(Refusal) -> StreamLine {
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONValue(parsing: line)
    } catch {
      throw Refusal(reason: "not a JSON object: \(error)")
    }
    if let action = OperatorAction(document) { return .action(action) }
    let text = document[names["timestamp"] ?? "timestamp"]?.string
    guard let text else { throw Refusal(reason: "no member 'timestamp'") }
    var measurement = Measurement(time: try time(Substring(text)), meter: 0)
    for signal in Signal.measured {
      let value = document[names[signal.rawValue] ?? signal.rawValue] ?? .null
      if value.isNull { continue }
      guard let number = value.double else {
        throw Refusal(reason: "\(signal.rawValue) is not a number")
      }
      measurement[signal] = number
    }
    let meterID = document[names["meter_id"] ?? "meter_id"]?.string ?? ""
    return .sample(meterID: meterID, measurement)
  }
}
