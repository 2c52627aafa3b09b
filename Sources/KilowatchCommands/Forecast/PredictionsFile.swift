import Documents
import GridModel
import LoadForecasting
import Numerics

/// The single forecasts of a backtest in a file, a row each: when it was issued, for when, what was
/// expected and what came, and what the baselines expected.
struct PredictionsFile {
  let record: ForecastRecord
  /// The moment of step 0.
  let start: Timestamp
  let stepS: Int

  /// The file that belongs to the metrics at `path`.
  static func path(besideMetrics path: String) -> String {
    (path.hasSuffix(".json") ? String(path.dropLast(5)) : path) + ".predictions.csv"
  }

  /// The names of the columns of quantiles.
  private static let quantileNames = LoadForecast.levels.map { level in
    "p\(level < 0.095 ? "0" : "")\(Int((level * 100).rounded()))"
  }

  init(record: ForecastRecord, start: Timestamp, stepS: Int) {
    self.record = record
    self.start = start
    self.stepS = stepS
  }

  func write(to path: String, _ execution: Execution) throws(CommandFailure) {
    let points = record.points
    func moments(_ step: (ForecastPoint) -> Int) -> DelimitedOutput {
      .text(
        TextColumn(
          points.map { start.advanced(bySeconds: Double(step($0) * stepS)).description }))
    }
    var columns: [(String, DelimitedOutput)] = [
      ("issued_at", moments(\.origin)), ("timestamp", moments(\.step)),
      ("lead_s", .numbers(points.map { Double($0.lead * stepS) })),
      ("actual", .numbers(points.map(\.actual))), ("forecast", .numbers(points.map(\.expected))),
    ]
    for (index, name) in Self.quantileNames.enumerated() {
      columns.append((name, .numbers(points.map { $0.quantiles[index] })))
    }
    columns.append(("hour", .numbers(record.hours.map { Double($0) })))
    columns.append(("season_error", .numbers(points.map { _ in record.naiveError })))
    columns += record.references.map { ($0.name, .numbers($0.expected)) }
    try withFiles { () throws(FileFailure) in
      var writer = try DelimitedWriter(path: path, header: columns.map(\.0))
      try writer.append(columns.map(\.1), rowCount: points.count, in: execution.loop)
      try writer.commit()
    }
  }

  init(reading path: String, _ execution: Execution) throws(CommandFailure) {
    let table: DelimitedTable
    do throws(DelimitedError) {
      var reader = try DelimitedReader(path: path)
      table = try reader.readAll(
        as: reader.header.map { $0 == "timestamp" || $0 == "issued_at" ? .text : .number },
        in: execution.loop)
    } catch {
      throw CommandFailure(error)
    }
    func column(_ name: String) throws(CommandFailure) -> [Double] {
      guard let numbers = table.numbers(name) else {
        throw .badData(
          "\(path): no column '\(name)'; a file of forecasts has timestamp, lead_s, actual, "
            + "forecast and \(Self.quantileNames.joined(separator: ", "))")
      }
      return numbers
    }
    let leads = try column("lead_s")
    let actual = try column("actual")
    let expected = try column("forecast")
    var quantiles: [[Double]] = []
    for name in Self.quantileNames { quantiles.append(try column(name)) }
    var moments: [Timestamp] = []
    for row in 0..<table.rowCount {
      guard let moment = table.text("timestamp").flatMap({ Timestamp(rfc3339: $0[row]) }) else {
        throw .badData("\(path): row \(row + 1): needs a timestamp such as 2024-01-01T00:00:00Z")
      }
      guard leads[row] >= 1, leads[row] <= 1e9 else {
        throw .badData("\(path): row \(row + 1): column lead_s: is not a number of seconds")
      }
      moments.append(moment)
    }
    guard let first = moments.min(), let step = leads.min() else {
      throw .badData("\(path): no rows below the header")
    }
    start = first
    stepS = Int(step)
    let steps = moments.map { Int($0.seconds(since: first) / step) }
    let kinds = ForecastModelKind.allCases.map(\.rawValue)
    record = ForecastRecord(
      points: moments.indices.map { row in
        ForecastPoint(
          origin: steps[row] + 1 - Int(leads[row] / step), step: steps[row], actual: actual[row],
          expected: expected[row], quantiles: quantiles.map { $0[row] })
      },
      hours: (table.numbers("hour") ?? []).map { $0 >= 0 && $0 < 24 ? Int($0) : 0 },
      naiveError: table.numbers("season_error")?.first ?? .nan,
      references: table.header.filter(kinds.contains).compactMap { name in
        table.numbers(name).map { ForecastRecord.Reference(name: name, expected: $0) }
      })
  }
}
