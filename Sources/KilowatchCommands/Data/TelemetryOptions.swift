import Documents
import Numerics
import Telemetry

/// The options that say how a telemetry file is written, which every command that reads one has.
enum TelemetryOptions {
  static let all: [Option] = [
    .value(
      "map", "NAME=COLUMN",
      "The file's COLUMN is Kilowatch's NAME, such as "
        + "active_power_kw=Global_active_power.", isRepeating: true),
    .value(
      "timestamp", "COLUMNS", "The column of the time, or two joined by +, such as Date+Time.",
      default: "timestamp"),
    .value(
      "time-format", "PATTERN",
      "How times are written, such as 'd/m/yyyy HH:MM:SS'; unix and unix-ms are seconds and "
        + "milliseconds since 1970.",
      default: "RFC 3339"),
    .value(
      "assume-tz", "ZONE", "The zone of times without an offset: Europe/Paris, UTC or +01:00."),
    .value("delimiter", "CHARACTER", "Between two fields: a character, or tab.", default: ","),
    .value("missing", "TEXT", "What stands for a missing value, besides nothing."),
    .flag("decimal-comma", "Numbers are written 0,5."),
    .value("channels", "COLUMNS", "More columns of numbers to measure, separated by commas."),
  ]

  /// The format that `arguments` describe.
  static func format(_ arguments: ParsedArguments) throws(CommandFailure) -> TelemetryFormat {
    var format = TelemetryFormat()
    for pair in arguments.strings("map") {
      let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw arguments.usage("--map takes NAME=COLUMN, not '\(pair)'")
      }
      guard format.columnNames.updateValue(parts[1], forKey: parts[0]) == nil else {
        throw arguments.usage("--map names \(parts[0]) twice")
      }
    }
    if let columns = arguments.string("timestamp") {
      format.timestampColumns = columns.split(separator: "+").map(String.init)
      guard !format.timestampColumns.isEmpty else {
        throw arguments.usage("--timestamp takes the name of a column")
      }
    }
    if let pattern = arguments.string("time-format") {
      guard let timeFormat = TimeFormat(pattern: pattern) else {
        throw arguments.usage(
          "--time-format takes yyyy, m, d, HH, MM and SS, such as 'd/m/yyyy HH:MM:SS', unix or "
            + "unix-ms, not '\(pattern)'")
      }
      format.timeFormat = timeFormat
    }
    if let name = arguments.string("assume-tz") {
      guard let zone = AssumedZone(name: name) else {
        throw arguments.usage(
          "--assume-tz takes a zone such as Europe/Paris, UTC or +01:00, not '\(name)'")
      }
      format.assumedZone = zone
    }
    format.delimited = try delimited(arguments)
    format.extraChannels = arguments.list("channels")
    return format
  }

  private static func delimited(
    _ arguments: ParsedArguments
  ) throws(CommandFailure) -> DelimitedFormat {
    let text = arguments.string("delimiter") ?? ","
    let delimiter = text == "tab" || text == "\\t" ? "\t" : text
    guard delimiter.utf8.count == 1, let byte = delimiter.utf8.first, byte != 0x22, byte != 0x0a
    else {
      throw arguments.usage("--delimiter takes one character, or tab, not '\(text)'")
    }
    let hasComma = arguments.flag("decimal-comma")
    guard !hasComma || byte != UInt8(ascii: ",") else {
      throw arguments.usage("--decimal-comma needs another --delimiter than the comma")
    }
    return DelimitedFormat(
      delimiter: byte, decimalMark: UInt8(ascii: hasComma ? "," : "."),
      missingMarker: arguments.string("missing") ?? "")
  }
}

extension CommandFailure {
  init(_ error: TelemetryError) {
    if case .table(.file(let failure)) = error {
      self.init(failure)
    } else {
      self.init(.badData, error.description)
    }
  }
}

extension RecordingReader {
  /// The reader of the file at `path`, a failure turned into the command's.
  static func opening(
    _ path: String, _ format: TelemetryFormat
  ) throws(CommandFailure) -> RecordingReader {
    do throws(TelemetryError) {
      return try RecordingReader(path: path, format: format)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The next block, a failure turned into the command's.
  mutating func next(_ execution: Execution) throws(CommandFailure) -> Recording? {
    do throws(TelemetryError) {
      return try readBlock(execution: execution)
    } catch {
      throw CommandFailure(error)
    }
  }
}

/// All of the telemetry file at `path`, a failure turned into the command's.
func readRecording(
  _ path: String, _ format: TelemetryFormat, _ execution: Execution
) throws(CommandFailure) -> Recording {
  do throws(TelemetryError) {
    return try Recording(reading: path, format: format, execution: execution)
  } catch {
    throw CommandFailure(error)
  }
}
