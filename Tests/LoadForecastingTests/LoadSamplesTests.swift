import Foundation
import GridModel
import LoadForecasting
import Testing

@Suite("Rows become a steady series")
struct LoadSamplesTests {
  private func samples(_ rows: [(Int, Double)]) throws -> LoadSamples {
    try LoadSamples(
      name: "m", timestamps: rows.map { Timestamp(millisecondsSinceEpoch: Int64($0.0) * 1_000) },
      values: rows.map(\.1))
  }

  @Test("Minutes are averaged to a quarter of an hour, or to what is asked for")
  func minutesAreAveraged() throws {
    let rows = (0..<120).map { ($0 * 60, Double($0)) }
    let quarters = try samples(rows).series()
    #expect(quarters.stepS == 900)
    #expect(quarters.values == (0..<8).map { Double($0) * 15 + 7 })
    #expect(try samples(rows).series(cadenceS: 3_600).values == [29.5, 89.5])
  }

  @Test("Rows seven minutes apart are shared between the quarters that they hold in")
  func sevenMinutesAreShared() throws {
    let series = try samples((0..<60).map { ($0 * 420, Double($0)) }).series()
    #expect(series.stepS == 900)
    // 0–7 min: 0, 7–14: 1, 14–15: 2.
    #expect(abs(series.values[0] - (7 * 0 + 7 * 1 + 1 * 2) / 15.0) < 1e-12)
  }

  @Test("Order and repeats of rows do not matter: repeats are averaged")
  func repeatsAreAveraged() throws {
    let rows = [(0, 1.0), (3_600, 2), (3_600, 4), (7_200, 5), (10_800, 7), (14_400, 1)]
    #expect(try samples(rows.reversed()).series().values == [1, 3, 5, 7, 1])
  }

  @Test("Gaps and masked rows stay unknown")
  func gapsStayUnknown() throws {
    let rows = (0..<40).filter { !(10..<20).contains($0) }.map { ($0 * 1_800, 1.0) }
    let series = try samples(rows).series { $0.millisecondsSinceEpoch == 1_800_000 }
    #expect(series.values.count == 40)
    #expect(series.values.indices.filter { series.values[$0].isNaN } == [1] + Array(10..<20))
  }

  @Test("An interval of which less than half is known is unknown")
  func halfIsNeeded() throws {
    let known = [0, 1, 2, 3, 4, 5, 6, 15, 16, 17, 18, 19, 20, 21, 22, 30, 31, 32, 33]
    let series = try samples(known.map { ($0 * 60, 1.0) }).series()
    #expect(series.values[0].isNaN)
    #expect(series.values[1] == 1)
  }

  @Test("Series that cannot be steady are refused in one line")
  func badSeriesAreRefused() {
    #expect(throws: ForecastError.tooFewRows(found: 3, needed: 4)) {
      try samples([(0, 1), (3_600, 2), (7_200, 3)]).series()
    }
    #expect(throws: ForecastError.cadenceTooFine(seconds: 900, rowsApartSeconds: 3_600)) {
      try samples((0..<9).map { ($0 * 3_600, 1) }).series(cadenceS: 900)
    }
    #expect(throws: ForecastError.cadenceNotSupported(seconds: 420)) {
      try samples((0..<9).map { ($0 * 60, 1) }).series(cadenceS: 420)
    }
    #expect(throws: ForecastError.cadenceNotSupported(seconds: 18_000)) {
      try samples((0..<9).map { ($0 * 18_000, 1) }).series()
    }
    #expect(throws: ForecastError.self) {
      try samples([(0, 1), (60, 1), (120, 1), (180, 1), (9_000_000_000, 1)]).series()
    }
  }

  @Test("A calendar knows summer time, and refuses zones that are none")
  func calendarKnowsSummer() throws {
    let berlin = try LocalCalendar(zoneName: "Europe/Berlin")
    func offset(_ text: String) throws -> Int {
      berlin.offsetSeconds(at: try #require(Timestamp(rfc3339: text)))
    }
    #expect(try offset("2024-03-31T00:59:59Z") == 3_600)
    #expect(try offset("2024-03-31T01:00:00Z") == 7_200)
    #expect(try offset("2024-10-27T00:59:59Z") == 7_200)
    #expect(try offset("2024-10-27T01:00:00Z") == 3_600)
    let fixed = try LocalCalendar(zoneName: "-03:30")
    #expect(fixed.offsetSeconds(at: Timestamp(millisecondsSinceEpoch: 0)) == -12_600)
    #expect(throws: ForecastError.unknownTimeZone(name: "Atlantis/Capital")) {
      try LocalCalendar(zoneName: "Atlantis/Capital")
    }
  }
}
