import Documents
import FaultResponse
import GridModel

/// Reads the lines of a telemetry stream: CSV after a header, or one JSON object a line.
///
/// The channels are those of telemetry files; columns of other names are passed over. Rows that are
/// written plainly are read in place, all others by way of `Substring`s and JSON values, which also
/// know what is wrong with a row.
struct SampleParser {
  /// Why a line says nothing.
  struct Refusal: Error {
    let reason: String
  }

  enum Column {
    case time
    case meter
    case signal(Signal)
    case other
  }

  /// The meters seen so far.
  var meters: MeterTable
  private var columns: [Column]?
  private var objects: ObjectScanner
  private var hasReadObject = false
  private var clock = ClockScanner()
  private let names: [String: String]

  /// A parser for which column `names[channel]` stands for `channel`.
  init(names: [String: String], knownMeters: [String] = []) {
    self.names = names
    meters = MeterTable(names: knownMeters)
    objects = ObjectScanner(names: names)
  }

  /// Whether a header has been read: what comes before it decides what all rows mean.
  var hasBegun: Bool { columns != nil || hasReadObject }

  /// Adds what `line` says to `batch`; a header and an empty line say nothing.
  mutating func parse(
    _ line: UnsafeBufferPointer<UInt8>, into batch: inout StreamBatch
  ) throws(Refusal) {
    if let columns, let sample = plainRow(line, columns) { return batch.append(sample) }
    guard let first = line.first(where: { $0 != 0x20 }) else { return }
    if first == UInt8(ascii: "{") {
      hasReadObject = true
      if let sample = objects.sample(line, &meters, &clock) { return batch.append(sample) }
      return try parseObject(Array(line), into: &batch)
    }
    let fields = try splitFields(line)
    guard let columns else {
      self.columns = try readHeader(fields)
      return
    }
    guard fields.count == columns.count else {
      throw Refusal(reason: "\(fields.count) fields instead of \(columns.count)")
    }
    batch.append(try readRow(fields, columns))
  }

  // MARK: - CSV

  /// The sample of a row without quotes, blanks or errors; nil for any other.
  private mutating func plainRow(
    _ line: UnsafeBufferPointer<UInt8>, _ columns: [Column]
  ) -> Measurement? {
    guard var place = line.baseAddress else { return nil }
    let end = place + line.count
    let scanner = DecimalScanner()
    let comma = UInt8(ascii: ",")
    var measurement = Measurement(time: Timestamp(millisecondsSinceEpoch: 0), meter: -1)
    for index in columns.indices {
      let start = place
      if case .signal(let signal) = columns[index] {
        if place < end, place.pointee != comma {
          guard let value = scanner.number(at: &place, before: end), value.isFinite else {
            return nil
          }
          measurement[signal] = value
        }
      } else {
        while place < end, place.pointee != comma {
          if place.pointee == UInt8(ascii: "\"") { return nil }
          place += 1
        }
        let field = UnsafeBufferPointer(start: start, count: place - start)
        switch columns[index] {
        case .time:
          guard let time = clock.time(field) else { return nil }
          measurement.time = time
        case .meter:
          guard let meter = meters.number(of: field) else { return nil }
          measurement.meter = meter
        case .signal, .other: break
        }
      }
      if index + 1 < columns.count {
        guard place < end, place.pointee == comma else { return nil }
        place += 1
      }
    }
    guard place == end else { return nil }
    if measurement.meter < 0 { measurement.meter = meters.number(of: "") }
    return measurement
  }

  private func readHeader(_ fields: [Substring]) throws(Refusal) -> [Column] {
    let channels = Dictionary(
      names.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
    let columns = fields.map { field -> Column in
      let plain = field.hasPrefix("\u{feff}") ? field.dropFirst() : field
      switch channels[String(plain)] ?? String(plain) {
      case "timestamp": return .time
      case "meter_id": return .meter
      case let name:
        return Signal(rawValue: name).flatMap { Signal.measured.contains($0) ? .signal($0) : nil }
          ?? .other
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

  private mutating func readRow(
    _ fields: [Substring], _ columns: [Column]
  ) throws(Refusal) -> Measurement {
    var measurement = Measurement(time: Timestamp(millisecondsSinceEpoch: 0), meter: -1)
    var meterID = ""
    for (field, column) in zip(fields, columns) {
      switch column {
      case .time: measurement.time = try time(field)
      case .meter: meterID = String(field)
      case .signal(let signal): measurement[signal] = try number(field, of: signal.rawValue)
      case .other: break
      }
    }
    measurement.meter = meters.number(of: meterID)
    return measurement
  }

  private func time(_ field: Substring) throws(Refusal) -> Timestamp {
    guard let time = Timestamp(rfc3339: field) else {
      throw Refusal(reason: "'\(field.prefix(60))' is no RFC 3339 time with its offset")
    }
    return time
  }

  private func number(_ field: Substring, of column: String) throws(Refusal) -> Double {
    let plain = field.drop { $0 == " " || $0 == "\t" }
    let text = plain.prefix { $0 != " " && $0 != "\t" }
    guard !text.isEmpty || !plain.isEmpty, text.lowercased() != "nan" else { return .nan }
    guard plain.dropFirst(text.count).allSatisfy({ $0 == " " || $0 == "\t" }),
      let number = DecimalScanner().number(text), number.isFinite
    else { throw Refusal(reason: "\(column): '\(field.prefix(60))' is not a number") }
    return number
  }

  private func splitFields(_ line: UnsafeBufferPointer<UInt8>) throws(Refusal) -> [Substring] {
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

  private mutating func parseObject(
    _ line: [UInt8], into batch: inout StreamBatch
  ) throws(Refusal) {
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONValue(parsing: line)
    } catch {
      throw Refusal(reason: "not a JSON object: \(error)")
    }
    do throws(OperatorActionError) {
      if let action = try OperatorAction(document) { return batch.append(action) }
    } catch {
      throw Refusal(reason: "\(error)")
    }
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
    measurement.meter = meters.number(of: try meterID(document))
    batch.append(measurement)
  }

  private func meterID(_ document: JSONValue) throws(Refusal) -> String {
    let value = document[names["meter_id"] ?? "meter_id"] ?? .null
    if value.isNull { return "" }
    guard let text = value.string else { throw Refusal(reason: "meter_id is not a text") }
    return text
  }
}
