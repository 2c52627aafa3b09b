import Documents
import GridModel
import LoadForecasting
import Numerics
import Telemetry

/// The file of a load, and how its rows become steady series.
struct SeriesFile {
  static let options: [Option] =
    [
      .value("data", "FILE.csv", "The load: a table with a row for each moment; .gz and .zst too."),
      .value(
        "start", "TIME",
        "For a file without moments: that of its first row; --interval says the distance of rows."),
      .value("interval", "DURATION", "The distance of rows of a file without moments, as PT30M."),
      .value(
        "zone", "ZONE", "The local clock that people live by.",
        default: "that of --assume-tz, or UTC"),
      .value(
        "cadence", "DURATION", "The step of the forecast: PT5M, PT15M, PT30M or PT1H.",
        default: "the shortest of PT15M, PT30M, PT1H that the rows allow"),
      .value(
        "weather", "A,B",
        "Columns that are known ahead of time; rows beyond the load are forecasts."),
      .value("holidays", "FILE", "Dates, one a line as yyyy-mm-dd, that people live as a Sunday."),
      .value(
        "mask", "SCORES.csv", "Scores of the same meters: rows with is_anomaly 1 are left out."),
      .value("meter", "NAME", "Of a file of many meters, the one to take.", default: "all"),
    ] + TelemetryOptions.all

  private static let timestampNames = [
    "timestamp", "datetime", "utc_timestamp", "time", "ds", "date",
  ]

  let path: String
  let calendar: LocalCalendar
  let holidays: Holidays
  private let format: TelemetryFormat
  private let namesTimestamp: Bool
  private let regular: (start: Timestamp, intervalS: Int)?
  private let cadenceS: Int?
  let weather: [String]
  private let mask: String?
  private let meter: String?

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    path = try arguments.required("data")
    format = try TelemetryOptions.format(arguments)
    namesTimestamp = arguments.string("timestamp") != nil
    if let text = arguments.string("start") {
      guard let start = Timestamp(rfc3339: text) else {
        throw arguments.usage("--start takes a time such as 2024-01-01T00:00:00Z, not '\(text)'")
      }
      guard let interval = try arguments.duration("interval"), interval > 0 else {
        throw arguments.usage("--start needs --interval, the distance of rows")
      }
      regular = (start, interval)
    } else {
      regular = nil
    }
    do {
      calendar = try LocalCalendar(
        zoneName: arguments.string("zone") ?? arguments.string("assume-tz") ?? "UTC")
    } catch {
      throw arguments.usage("--zone: \(error)")
    }
    cadenceS = try arguments.duration("cadence")
    weather = arguments.list("weather")
    holidays = try arguments.string("holidays").map(Self.readHolidays) ?? .none
    mask = arguments.string("mask")
    meter = arguments.string("meter")
  }

  /// The series of column `target`, one for each meter; weather only of `columns`.
  ///
  /// `cadenceS` applies where the command line asks for no other.
  func series(
    of target: String, weather columns: [String], cadenceS modelS: Int? = nil, execution: Execution
  ) throws(CommandFailure) -> [LoadSeries] {
    let masked = try mask.map { path throws(CommandFailure) in
      try SeriesMask(reading: path, assumedZone: format.assumedZone, execution: execution)
    }
    let samples =
      try regular == nil
      ? recorded(target, columns, execution: execution)
      : evenlySpaced(target, columns, execution: execution)
    if let meter, !samples.contains(where: { $0.name == meter }) {
      throw .badData(
        "\(path): no meter '\(meter)' among \(samples.map(\.name).joined(separator: ", "))")
    }
    if samples.isEmpty { throw .badData("\(path): it has no rows") }
    try masked?.requireOverlap(with: samples)
    var all: [LoadSeries] = []
    for sample in samples where meter == nil || sample.name == meter {
      do {
        all.append(
          try sample.series(cadenceS: cadenceS ?? modelS) { moment in
            masked?.contains(moment, of: sample.name) == true
          })
      } catch {
        throw .badData("\(path): \(samples.count > 1 ? "meter \(sample.name): " : "")\(error)")
      }
    }
    return all
  }

  /// The rows of a file that tells their moments, by meter.
  private func recorded(
    _ target: String, _ columns: [String], execution: Execution
  ) throws(CommandFailure) -> [LoadSamples] {
    do throws(TelemetryError) {
      var format = format
      if !namesTimestamp { format.timestampColumns = [try timestampColumn()] }
      format.extraChannels += [target] + columns
      let recording = try Recording(reading: path, format: format, execution: execution)
      let load = recording.values(named: target) ?? []
      return recording.rowsByMeter.enumerated().compactMap { meter, rows in
        try? LoadSamples(
          name: recording.meterIDs[meter].isEmpty ? target : recording.meterIDs[meter],
          timestamps: rows.map { recording.timestamps[$0] }, values: rows.map { load[$0] },
          weather: columns.map { name in
            let values = recording.values(named: name) ?? []
            return LoadSeries.Weather(name: name, values: rows.map { values[$0] })
          })
      }
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The name of the column of moments.
  private func timestampColumn() throws(TelemetryError) -> String {
    if path == "-" { return "timestamp" }
    let header: [String]
    do throws(DelimitedError) {
      header = try DelimitedReader(path: path, format: format.delimited).header
    } catch {
      throw .table(error)
    }
    for name in Self.timestampNames {
      if let found = header.first(where: { $0.lowercased() == name }) { return found }
    }
    return "timestamp"
  }

  /// The rows of a file whose moments are told by options.
  private func evenlySpaced(
    _ target: String, _ columns: [String], execution: Execution
  ) throws(CommandFailure) -> [LoadSamples] {
    let table = try numbers(of: [target] + columns, execution: execution)
    let start = regular?.start ?? Timestamp(millisecondsSinceEpoch: 0)
    let interval = regular?.intervalS ?? 0
    do throws(ForecastError) {
      return [
        try LoadSamples(
          name: target,
          timestamps: (0..<table.rowCount).map { start.advanced(bySeconds: Double($0 * interval)) },
          values: table.numbers(target) ?? [],
          weather: columns.map { LoadSeries.Weather(name: $0, values: table.numbers($0) ?? []) })
      ]
    } catch {
      throw .badData("\(path): \(error)")
    }
  }

  private func numbers(
    of columns: [String], execution: Execution
  ) throws(CommandFailure) -> DelimitedTable {
    let table: DelimitedTable
    do throws(DelimitedError) {
      var reader = try DelimitedReader(path: path, format: format.delimited)
      table = try reader.readAll(
        as: reader.header.map { columns.contains($0) ? .number : .skipped }, in: execution.loop)
    } catch {
      throw CommandFailure(error)
    }
    for column in columns where !table.header.contains(column) {
      throw .badData(
        "\(path): no column '\(column)' among \(table.header.joined(separator: ", "))")
    }
    return table
  }

  // MARK: - Files beside the load

  private static func readHolidays(_ path: String) throws(CommandFailure) -> Holidays {
    let bytes = try withFiles { () throws(FileFailure) in try DocumentFile.read(path) }
    var dates: [CivilDate] = []
    let lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let text = line.prefix { $0 != "#" && $0 != "," }.filter { !$0.isWhitespace }
      if text.isEmpty || (index == 0 && text.lowercased() == "date") { continue }
      guard let date = CivilDate(text: String(text)) else {
        throw .badData("\(path): line \(index + 1): '\(text)' is not a date such as 2024-12-25")
      }
      dates.append(date)
    }
    return Holidays(dates)
  }
}
