import Documents
import Foundation
import Testing

/// A load file as it comes from the field, and what becomes of it.
struct FieldSeries: CustomTestStringConvertible {
  /// One hour of the load: its number from 2024-03-01T00:00:00Z on, and the text of its value.
  typealias Row = (hour: Int, value: String)

  let testDescription: String
  /// The file, made of forty good days.
  let file: @Sendable ([Row]) -> String
  /// Options beside the usual ones.
  var options = ""
  /// The words of the refusal; nil if the series is forecast.
  var refusal: String?
  var exitCode: Int32 = 65

  init(
    _ name: String, options: String = "", refusal: String? = nil, exitCode: Int32 = 65,
    file: @escaping @Sendable ([Row]) -> String = { FieldSeries.table($0) }
  ) {
    testDescription = name
    self.file = file
    self.options = options
    self.refusal = refusal
    self.exitCode = exitCode
  }

  static let goodRows: [Row] = (0..<40 * 24).map { hour in
    let load = 50 + 20 * sin(Double(hour % 24) / 24 * 2 * .pi) + Double(hour * 7_919 % 13) / 4
    return (hour, "\(load)")
  }

  /// A table of `rows` with times in UTC, as the clock of `offset` hours shows them.
  static func table(
    _ rows: [Row], header: String = "timestamp,kw", stepS: Int = 3_600,
    offset: (Int) -> (hours: Int, text: String) = { _ in (0, "Z") }
  ) -> String {
    let format = ISO8601DateFormatter()
    let start = Date(timeIntervalSince1970: 1_709_251_200)
    return rows.reduce(into: header + "\n") { text, row in
      let (hours, zone) = offset(row.hour)
      let moment = start.addingTimeInterval(Double(row.hour * stepS + hours * 3_600))
      text += "\(format.string(from: moment).dropLast())\(zone),\(row.value)\n"
    }
  }

  /// The rows, those for which `value` gives a text holding that instead.
  static func replacing(
    _ rows: [Row], _ value: (Int) -> String?
  ) -> [Row] {
    rows.map { ($0.hour, value($0.hour) ?? $0.value) }
  }

  /// The clock of Berlin: 2024-03-31T01:00:00Z is hour 721.
  static func berlin(_ hour: Int) -> Int { hour < 721 ? 1 : 2 }

  static let forecast: [FieldSeries] = [
    FieldSeries("two weeks missing") { rows in
      table(rows.filter { !(300..<300 + 14 * 24).contains($0.hour) })
    },
    FieldSeries("hours that come twice") { rows in
      table(Array(rows[..<100] + rows[90..<100] + rows[100...]))
    },
    FieldSeries("rows in no order") { rows in
      table(rows.sorted { $0.hour * 7_919 % 1_009 < $1.hour * 7_919 % 1_009 })
    },
    FieldSeries("a clock that changes, told with offsets", options: "--zone Europe/Berlin") {
      table($0) { (berlin($0), "+0\(berlin($0)):00") }
    },
    FieldSeries("a clock that changes, told without", options: "--assume-tz Europe/Berlin") {
      table($0) { (berlin($0), "") }
    },
    FieldSeries("a move from one zone to another") {
      table($0) { $0 < 500 ? (1, "+01:00") : (-5, "-05:00") }
    },
    FieldSeries("nothing but zeros") { rows in table(replacing(rows) { _ in "0" }) },
    FieldSeries("a value in seventeen missing") { rows in
      table(replacing(rows) { $0 % 17 == 0 ? ($0 % 2 == 0 ? "NaN" : "") : nil })
    },
    FieldSeries("loads below zero") { rows in
      table(rows.map { ($0.hour, "-\($0.value)") })
    },
    FieldSeries("rows seven minutes apart") { rows in
      table((0..<8_000).map { ($0, rows[$0 % rows.count].value) }, stepS: 420)
    },
    FieldSeries("one absurd value") { rows in table(replacing(rows) { $0 == 400 ? "1e300" : nil })
    },
    FieldSeries("a part to forecast longer than half of the data", options: "--last P999D"),
  ]

  static let refused: [FieldSeries] = [
    FieldSeries("three rows", refusal: "3 rows is too short") { table(Array($0.prefix(3))) },
    FieldSeries("five days", refusal: "days of history are too few") {
      table(Array($0.prefix(120)))
    },
    FieldSeries("text", refusal: "in.csv:502: column kw: 'n/a' is not a number") { rows in
      table(replacing(rows) { $0 == 500 ? "n/a" : nil })
    },
    FieldSeries("nothing known", refusal: "0 examples remain") { rows in
      table(replacing(rows) { _ in "" })
    },
    FieldSeries("no column of moments", refusal: "no column 'timestamp' among when, kw") {
      table($0, header: "when,kw")
    },
    FieldSeries("no column of the load", refusal: "no column 'kw' among timestamp, power") {
      table($0, header: "timestamp,power")
    },
    FieldSeries("times without a zone", refusal: "--assume-tz") { table($0) { _ in (0, "") } },
    FieldSeries("an empty file", refusal: "empty") { _ in "" },
    FieldSeries("names without rows", refusal: "in.csv: it has no rows") { _ in table([]) },
    FieldSeries("a horizon of nothing", options: "--horizon PT0S", refusal: "PT0S", exitCode: 64),
    FieldSeries("a horizon between steps", options: "--horizon PT90M", refusal: "whole steps"),
    FieldSeries(
      "a horizon beyond the data", options: "--horizon P30D", refusal: "shorter than a horizon"),
    FieldSeries(
      "a horizon longer than what is learnt from", options: "--horizon P10D --last P19D",
      refusal: "days of history are too few"),
    FieldSeries(
      "a part shorter than a horizon", options: "--last PT5H", refusal: "shorter than a horizon"),
    FieldSeries(
      "an unknown zone", options: "--zone Moon/Base", refusal: "Moon/Base", exitCode: 64),
    FieldSeries(
      "holidays that are no dates", options: "--holidays in.csv", refusal: "in.csv: line 1"),
    FieldSeries(
      "no file of holidays", options: "--holidays no.txt", refusal: "no.txt: no such", exitCode: 66),
    FieldSeries(
      "no file of scores", options: "--mask no.csv", refusal: "no.csv: no such", exitCode: 66),
    FieldSeries(
      "a mask that holds no scores", options: "--mask in.csv", refusal: "no column 'is_anomaly'"),
    FieldSeries("unknown weather", options: "--weather temp", refusal: "no column 'temp'"),
    FieldSeries("an unknown meter", options: "--meter m9", refusal: "no meter 'm9'"),
    FieldSeries("a cadence of seven minutes", options: "--cadence PT7M", refusal: "420 s"),
    FieldSeries("a cadence below the rows'", options: "--cadence PT5M", refusal: "3600 s apart"),
    FieldSeries("a purge of everything", options: "--purge P90D", refusal: "too few"),
    FieldSeries(
      "quantiles of a model without", options: "--intervals quantile",
      refusal: "does not learn quantiles"),
  ]
}

@Suite("Loads from the field")
struct ForecastSeriesTests {
  @Test("are forecast as documented", arguments: FieldSeries.forecast)
  func forecast(_ series: FieldSeries) throws {
    try withFolder { folder in
      let backtest = try run("backtest --model ridge --out m.json", series, in: folder)
      #expect(backtest.exitCode == 0, "\(backtest.errors)")
      let metrics = try JSONValue(parsing: try DocumentFile.read("\(folder)/m.json"))
      // The daily swing is forecast, whatever happened to the rows.
      #expect(try #require(metrics["mae"]?.double) < 4)
      let train = try run("train --model ridge --out model.json", series, in: folder)
      #expect(train.exitCode == 0, "\(train.errors)")
      let zone = series.options.contains("assume") ? series.options : ""
      let predict = try Kilowatch.run(
        "forecast predict --model model.json --data in.csv --out - \(zone)".split(separator: " ")
          .map(String.init), in: folder)
      #expect(predict.exitCode == 0, "\(predict.errors)")
      #expect(predict.output.split(separator: "\n").count > 24)
    }
  }

  @Test("are refused in one line that says what and where", arguments: FieldSeries.refused)
  func refuse(_ series: FieldSeries) throws {
    try withFolder { folder in
      let outcome = try run("backtest --model ridge --out m.json", series, in: folder)
      #expect(outcome.exitCode == series.exitCode, "\(outcome.errors)")
      #expect(outcome.errors.contains(try #require(series.refusal)), "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["in.csv"])
    }
  }

  private func run(
    _ command: String, _ series: FieldSeries, in folder: String
  ) throws -> Kilowatch.Outcome {
    try DocumentFile.write(
      Array(series.file(FieldSeries.goodRows).utf8), to: "\(folder)/in.csv")
    var options = series.options
    if command.hasPrefix("train") {
      // What only a backtest takes.
      options = options.replacing("--last P999D", with: "")
    } else if !options.contains("--last") {
      options += " --last P5D"
    }
    return try Kilowatch.run(
      "forecast \(command) --data in.csv --target kw \(options)".split(separator: " ").map(
        String.init), in: folder)
  }
}
