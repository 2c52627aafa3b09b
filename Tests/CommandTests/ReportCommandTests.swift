import Documents
import Foundation
import Testing

@Suite struct ReportCommandTests {
  /// A folder of its own for one test.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("report-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test func `A recording becomes a page with its twin and chart specifications`() throws {
    try withFolder { folder in
      _ = try Kilowatch.run(
        ["data", "generate", "--days", "2", "--seed", "7", "--out", "a.csv"], in: folder)
      let outcome = try Kilowatch.run(
        ["report", "dataset", "a.csv", "--out", "pages/a.html"], in: folder)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      #expect(try text("\(folder)/pages/a.html").contains("<h1><bdi>a.csv</bdi></h1>"))
      #expect(try text("\(folder)/pages/a.page.json").contains("\"report_page\""))
      let charts = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/pages/a.charts")
      #expect(charts.contains("active-power.vl.json"))
    }
  }

  @Test func `Scores become a page, and pages become an index`() throws {
    try withFolder { folder in
      var csv = "timestamp,meter_id,active_power_kw,label,score,is_anomaly\n"
      for minute in 0..<120 {
        let isAnomaly = (60..<65).contains(minute)
        let clock = "\(minute / 60 == 0 ? "00" : "01"):\(minute % 60 < 10 ? "0" : "")\(minute % 60)"
        csv += "2026-03-01T\(clock):00Z,m1,\(isAnomaly ? 9 : 2),\(isAnomaly ? 1 : 0),"
        csv += "\(isAnomaly ? 0.9 : 0.1),\(isAnomaly ? 1 : 0)\n"
      }
      try csv.write(toFile: "\(folder)/scores.csv", atomically: true, encoding: .utf8)
      let page = try Kilowatch.run(
        ["report", "detection", "scores.csv", "--out", "detection.html"], in: folder)
      #expect(page.exitCode == 0, "\(page.errors)")
      #expect(page.errors == "detection.html: 1 of 1 events found\n")
      let index = try Kilowatch.run(["report", "run", "."], in: folder)
      #expect(index.exitCode == 0, "\(index.errors)")
      #expect(try text("\(folder)/index.html").contains("href=\"detection.html\""))
    }
  }

  /// The first chapter's charts and the verdict of a page's twin.
  private func twin(_ path: String) throws -> JSONValue {
    try JSONValue(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: path))))
  }

  @Test func `A dispatch makes its page, and its result makes the same one`() throws {
    try withFolder { folder in
      let run = try Kilowatch.run(
        [
          "dispatch", "run", "--hours", "6", "--seed", "7", "--out", "d.json", "--report",
          "job.html",
        ], in: folder)
      #expect(run.exitCode == 0, "\(run.errors)")
      let result = try twin("\(folder)/d.json")
      let page = try twin("\(folder)/job.page.json")
      let facts = try #require(page["facts"]?.array)
      for name in ["cost", "optimum", "gap_percent", "unserved_mwh", "loss_mwh", "elapsed_s"] {
        let shown = facts.first { $0["name"]?.string == name }?["value"]?.double
        let value = try #require(result[name]?.double)
        #expect(abs(try #require(shown) - value) <= 1e-9 * abs(value), "\(name)")
      }
      let report = try Kilowatch.run(
        ["report", "dispatch", "d.json", "--out", "x.html"], in: folder)
      #expect(report.exitCode == 0, "\(report.errors)")
      #expect(try twin("\(folder)/x.page.json")["facts"] == page["facts"])
    }
  }

  @Test func `Telemetry with flaws gives a page that names them`() throws {
    try withFolder { folder in
      var csv = "timestamp,meter_id,voltage_v\n"
      for minute in 0..<50 where minute != 20 {
        csv += "2026-03-01T00:\(minute < 10 ? "0" : "")\(minute):00Z,m1,"
        csv += "\(minute == 30 ? -5 : 230 + minute % 3)\n"
      }
      try csv.write(toFile: "\(folder)/a.csv", atomically: true, encoding: .utf8)
      let outcome = try Kilowatch.run(
        ["data", "validate", "a.csv", "--report", "a.html"], in: folder)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      let page = try text("\(folder)/a.html")
      #expect(page.contains("1 row is missing between"))
      #expect(page.contains("value out of range"))
      #expect(try twin("\(folder)/a.page.json")["verdict"]?["tone"]?.string == "bad")
    }
  }

  @Test func `A model that was trained has a card`() throws {
    try withFolder { folder in
      for words in [
        ["data", "generate", "--days", "2", "--seed", "7", "--out", "a.csv"],
        [
          "detect", "train", "--model", "isolation-forest", "--data", "a.csv", "--seed", "7",
          "--out", "m.json",
        ],
        ["model", "card", "m.json", "--out", "m.md"],
      ] {
        let outcome = try Kilowatch.run(words, in: folder)
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
      }
      let card = try text("\(folder)/m.md")
      #expect(card.hasPrefix("# Model card: m.json\n"))
      #expect(card.contains("| Seed | 7 |"))
      #expect(try Kilowatch.run(["model", "card", "m.json"], in: folder).output == card)
    }
  }

  @Test(
    arguments: [
      (["report", "dataset", "none.csv"], 66),
      (["report", "dataset", "a.csv", "--out", "x.pdf"], 64),
      (["report", "run", "none"], 66), (["report", "run", "."], 66), (["report", "dataset"], 64),
      (["report", "flow", "a.csv", "a.csv"], 65), (["report", "dispatch", "a.csv"], 65),
      (["model", "card", "a.csv"], 65), (["model", "card", "none.json"], 66),
      (["report", "detection", "a.csv", "--out", "d.html"], 65),
    ] as [([String], Int32)])
  func `Bad input gives one line and an exit code`(arguments: [String], code: Int32) throws {
    try withFolder { folder in
      try "timestamp,active_power_kw\n2026-03-01T00:00:00Z,1\n".write(
        toFile: "\(folder)/a.csv", atomically: true, encoding: .utf8)
      let outcome = try Kilowatch.run(arguments, in: folder)
      #expect(outcome.exitCode == code, "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1)
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/d.html"))
    }
  }
}
