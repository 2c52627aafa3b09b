import Documents
import Foundation
import Testing

@Suite("kilowatch watch --live")
struct LiveWatchTests {
  private let ownFolder = TemporaryFolder()
  private var folder: String { ownFolder.path }

  init() throws {
    // Delays, dead bands and groups, so that much is under way at any time. They are long: a live
    // watch waits for them by the clock when no row comes, and must not do so while a busy machine
    // lets the rows wait.
    let rules = """
      {"rules": [
        {"name": "low", "signal": "voltage_v", "below": 200, "dead_band": 5, "on_delay_s": 70,
         "off_delay_s": 200, "group": "g"},
        {"name": "high", "signal": "current_a", "above": 80, "off_delay_s": 50, "group": "g"},
        {"name": "flicker", "signal": "thd_percent", "above": 8}]}
      """
    try write(rules, to: "rules.json")
  }

  @Test("takes each meter through the same steps as a replay")
  func likeReplay() throws {
    try write((header + rows()).joined(separator: "\n"), to: "a.csv")
    let replay = try watch(["a.csv"], journal: "1")
    let live = try watch(["a.csv", "--live"] + patience, journal: "2")
    #expect(replay.exitCode == 0 && live.exitCode == 0)
    #expect(replay.errors == live.errors)
    let expected = try stepsByMeter("1")
    #expect(expected.count == 3)
    for cause in ["suppressed", "chattering_began", "chattering_ended"] {
      #expect(expected.values.allSatisfy { $0.contains { $0.contains(cause) } }, "\(cause)")
    }
    #expect(try stepsByMeter("2") == expected)
  }

  @Test("reads JSON lines as it reads CSV")
  func jsonLines() throws {
    try write((header + rows()).joined(separator: "\n"), to: "a.csv")
    let names = header[0].split(separator: ",").map(String.init)
    let lines = rows().map { row in
      let fields = row.split(separator: ",")
      let members = zip(names, fields).map { name, field in
        names.prefix(2).contains(name) ? "\"\(name)\": \"\(field)\"" : "\"\(name)\": \(field)"
      }
      return "{" + members.joined(separator: ", ") + "}"
    }
    _ = try watch(["a.csv"], journal: "1")
    let json = try watch(["-"], journal: "2", input: lines.joined(separator: "\n"))
    #expect(json.exitCode == 0)
    #expect(try read("1") == read("2"))
  }

  @Test(
    "goes on where its journal left off: delays, shelves and chattering", arguments: [150, 333])
  func restarts(cut: Int) throws {
    let shelve = #"{"timestamp": "1970-01-01T00:06:40Z", "meter_id": "m1", "shelve": "flicker", "#
    // The action's line may stand among rows of CSV.
    var all = rows()
    all.insert(shelve + #""for_s": 2000}"#, at: 122)
    _ = try watch(
      ["-", "--live"] + patience, journal: "whole", input: (header + all).joined(separator: "\n"))
    for part in [all[..<cut], all[cut...]] {
      let outcome = try watch(
        ["-", "--live"] + patience, journal: "parts",
        input: (header + part).joined(separator: "\n"))
      #expect(outcome.exitCode == 0)
    }
    #expect(try stepsByMeter("parts") == stepsByMeter("whole"))
  }

  @Test("does not change its steps for rows that come twice or out of order", arguments: 1...4)
  func lateness(seed: Int) throws {
    let ordered = rows()
    var late: [String] = []
    for start in stride(from: 0, to: ordered.count, by: 30) {
      let block = ordered[start..<min(start + 30, ordered.count)]
      late += block.reversed() + block.dropFirst(seed).prefix(7)
    }
    try write((header + ordered).joined(separator: "\n"), to: "a.csv")
    try write((header + late).joined(separator: "\n"), to: "b.csv")
    _ = try watch(["a.csv"], journal: "1")
    let outcome = try watch(["b.csv", "--lateness", "120"], journal: "2")
    #expect(outcome.errors.contains("280 repeated") && !outcome.errors.contains("too late"))
    #expect(try read("1") == read("2"))
    _ = try watch(["b.csv", "--lateness", "120", "--live"], journal: "3")
    #expect(try stepsByMeter("3") == stepsByMeter("1"))
  }

  @Test("follows a file until it is read and all is answered")
  func follows() throws {
    try write((header + rows()).joined(separator: "\n") + "\n", to: "a.csv")
    _ = try watch(["a.csv"], journal: "1")
    let outcome = try watch(["a.csv", "--follow", "--until-idle"] + patience, journal: "2")
    #expect(outcome.exitCode == 0)
    #expect(try stepsByMeter("2") == stepsByMeter("1"))
  }

  @Test("refuses a journal that another watch keeps")
  func journalInUse() throws {
    try write((header + rows()).joined(separator: "\n") + "\n", to: "a.csv")
    let process = try Kilowatch.start(
      ["watch", "a.csv", "--follow", "--journal", "1", "--rules", "rules.json"], in: folder)
    while process.isRunning, ((try? read("1")) ?? []).isEmpty { usleep(1_000) }
    let second = try watch(["a.csv"], journal: "1")
    #expect(second.exitCode == 1 && second.errors.contains("another watch keeps this journal"))
    process.send(SIGTERM)
    #expect(process.wait() == 0)
  }

  @Test("makes a page of its alarms, and so does report events of the journal")
  func reports() throws {
    try write((header + rows()).joined(separator: "\n"), to: "a.csv")
    let outcome = try watch(["a.csv", "--report", "live.html"], journal: "alarms.journal")
    #expect(outcome.exitCode == 0)
    let page = try Kilowatch.run(
      ["report", "events", "alarms.journal", "--out", "page.html"], in: folder)
    #expect(page.exitCode == 0)
    let twins = try ["live", "page"].map { try JSONValue(parsing: read($0 + ".page.json")) }
    #expect(twins[0]["facts"] == twins[1]["facts"])
    #expect(twins[0]["facts"] != nil)
  }

  // MARK: - Rows

  /// How late rows may come: what is due waits so much longer by the clock.
  private let patience = ["--lateness", "600"]
  private let header = ["timestamp,meter_id,voltage_v,current_a,thd_percent"]

  /// Three meters that are seldom quiet, a row each every ten seconds for more than an hour.
  private func rows() -> [String] {
    var state: UInt64 = 7
    func draw(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var voltages = [230, 230, 230]
    return (0..<400).flatMap { row in
      (0..<3).map { meter in
        if draw(below: 9) == 0 { voltages[meter] = [190, 203, 230][draw(below: 3)] }
        let clock = "0\(row / 360):\(pair(row / 6 % 60)):\(row % 6)0"
        return "1970-01-01T\(clock)Z,m\(meter),\(voltages[meter]),"
          + "\(draw(below: 12) == 0 ? 90 : 10),\(draw(below: 2) == 0 && row % 100 < 50 ? 9 : 3)"
      }
    }
  }

  private func pair(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }

  private func watch(
    _ arguments: [String], journal: String, input: String = ""
  ) throws -> Kilowatch.Outcome {
    try Kilowatch.run(
      ["watch"] + arguments + ["--rules", "rules.json", "--journal", journal], in: folder,
      input: input)
  }

  /// The steps of each meter, without the places that they have in the journal.
  private func stepsByMeter(_ journal: String) throws -> [String: [String]] {
    let lines = String(decoding: try read(journal), as: UTF8.self).split(separator: "\n")
    let records = try lines.map { line in
      try JSONValue(parsing: String(line.split(separator: " ", maxSplits: 2)[2]))
    }
    return Dictionary(grouping: records) { $0["meter_id"]?.string ?? "" }.mapValues { steps in
      steps.map { String(decoding: $0.serialized(.compact), as: UTF8.self) }
    }
  }

  private func write(_ text: String, to name: String) throws {
    try text.write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
  }

  private func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
  }
}
