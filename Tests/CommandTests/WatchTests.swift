import Documents
import Foundation
import GridModel
import Testing

@Suite("kilowatch watch")
struct WatchTests {
  private let ownFolder = TemporaryFolder()
  private var folder: String { ownFolder.path }

  @Test("replays a recording into alarms, and writes the same journal again and again")
  func replay() throws {
    try write(rows(), to: "a.csv")
    let first = try Kilowatch.run(["watch", "a.csv", "--journal", "1"], in: folder)
    let second = try Kilowatch.run(["watch", "-", "--journal", "2"], in: folder, input: rows())
    #expect(first.exitCode == 0 && second.exitCode == 0)
    #expect(
      first.output == """
        1970-01-01T01:40:00Z  CRITICAL  m1  voltage out of range: activated (190), trip
        1970-01-01T01:57:00Z  -  m1  voltage out of range: cleared
        1970-01-01T03:20:00Z  CRITICAL  m2  frequency out of range: activated (51), shed
        1970-01-01T03:36:00Z  -  m2  frequency out of range: cleared

        """)
    #expect(second.output == first.output)
    #expect(try read("1") == read("2"))
    // Four steps that were told, and two beginnings of an off-delay.
    #expect(try read("1").split(separator: 0x0a).count == 6)
  }

  @Test("does not change its answer for rows that come twice or out of order within the lateness")
  func lateness() throws {
    let lines = rows().split(separator: "\n").map(String.init)
    var shuffled = [lines[0]]
    for start in stride(from: 1, to: lines.count, by: 10) {
      let block = lines[start..<min(start + 10, lines.count)]
      shuffled += block.reversed() + block.prefix(3)
    }
    try write(rows(), to: "a.csv")
    try write(shuffled.joined(separator: "\n"), to: "b.csv")
    _ = try Kilowatch.run(["watch", "a.csv", "--journal", "1"], in: folder)
    let late = try Kilowatch.run(
      ["watch", "b.csv", "--journal", "2", "--lateness", "600"], in: folder)
    #expect(late.errors.contains("repeated"))
    #expect(try read("1") == read("2"))
  }

  @Test("goes on after kill -9 as if nothing had happened, wherever it came")
  func killed() throws {
    let rules = #"{"rules":[{"name":"low","signal":"voltage_v","below":200}]}"#
    try write(rules, to: "rules.json")
    // An alarm every few rows.
    let rows = (0..<6_000).map { minute in
      "\(time(minute)),m\(minute % 3),\(minute % 40 < 4 ? 190 : 230)\n"
    }
    let header = "timestamp,meter_id,voltage_v\n"
    let text = header + rows.joined()
    let arguments = ["watch", "-", "--rules", "rules.json", "--journal"]
    let whole = try Kilowatch.run(arguments + ["whole"], in: folder, input: text)
    #expect(whole.exitCode == 0)
    let expected = try read("whole")
    let ends = expected.indices.filter { expected[$0] == 0x0a }.map { $0 + 1 }
    let causes = try causes(ofRecordsIn: expected)
    // A watch that is given the rows of so many records and a few more ends within the journal,
    // whenever the kill comes; five journals are grown by sixteen watches each.
    let apart = (ends.count - 7) / 80
    try #require(apart >= 4)
    for journal in 0..<5 {
      for watch in 0..<16 {
        // The first rows of a stream are only believed when others follow.
        let record = (watch * 5 + journal) * apart + 3
        let process = try Kilowatch.start(arguments + ["cut"], in: folder, pipes: .input)
        process.give(header.utf8)
        process.give(rows[...causes[record]].joined().utf8)
        while process.isRunning, length("cut") < ends[record] { usleep(100) }
        process.give(rows[(causes[record] + 1)..<(causes[record + 3] + 1)].joined().utf8)
        process.send(SIGKILL)
        process.endInput()
        #expect(process.wait() == 128 + SIGKILL)
        let cut = try read("cut")
        #expect((ends[record]...ends[record + 3]).contains(cut.count))
        #expect(expected.starts(with: cut))
        // A record that was being written may stand there in part, or not at all.
        let last = ends.last { $0 < cut.count } ?? 0
        #expect(truncate(folder + "/cut", last + record * 7_919 % (cut.count - last + 1)) == 0)
      }
      let resumed = try Kilowatch.run(arguments + ["cut"], in: folder, input: text)
      #expect(resumed.exitCode == 0)
      #expect(try read("cut") == expected)
      try FileManager.default.removeItem(atPath: folder + "/cut")
    }
  }

  /// The minute of the row that leads to each record of a journal.
  private func causes(ofRecordsIn journal: [UInt8]) throws -> [Int] {
    try String(decoding: journal, as: UTF8.self).split(separator: "\n").map { line in
      let record = try JSONValue(parsing: String(line.split(separator: " ", maxSplits: 2)[2]))
      let time = try #require(record["time"]?.string.flatMap(Timestamp.init(rfc3339:)))
      return Int((time.millisecondsSinceEpoch + 59_999) / 60_000)
    }
  }

  @Test(
    "ends in order when it is asked to by SIGTERM, even if its parent blocks that",
    arguments: [[], [SIGTERM]])
  func terminated(blocked: [Int32]) throws {
    // The last row raises an alarm: the seventh record says that all have been taken.
    try write(rows() + "\(time(600)),m1,190,50\n", to: "a.csv")
    let process = try Kilowatch.start(
      ["watch", "a.csv", "--follow", "--journal", "1", "--counters", "counters.json"], in: folder,
      blocked: blocked)
    waitForRecords(7, of: process)
    process.send(SIGTERM)
    #expect(process.wait() == 0)
    #expect(
      String(decoding: try read("counters.json"), as: UTF8.self).contains("\"samples\": 1201"))
  }

  /// Waits until the journal `1` has as many records, or the process that keeps it has ended.
  private func waitForRecords(_ count: Int, of process: RunningProcess) {
    while process.isRunning, ((try? read("1")) ?? []).count(where: { $0 == 0x0a }) < count {
      usleep(1_000)
    }
  }

  @Test(
    "ends when the file that it follows is cut short or removed", arguments: [true, false])
  func replaced(isCut: Bool) throws {
    try write(rows(), to: "a.csv")
    let process = try Kilowatch.start(
      ["watch", "a.csv", "--follow", "--journal", "1", "--counters", "counters.json"], in: folder)
    waitForRecords(4, of: process)
    if isCut {
      #expect(truncate(folder + "/a.csv", 10) == 0)
    } else {
      try FileManager.default.removeItem(atPath: folder + "/a.csv")
    }
    #expect(process.wait() == 74)
  }

  @Test("reads nothing from a standard input that is closed")
  func closedInput() throws {
    let outcome = try Kilowatch.run(
      ["watch", "-"], in: folder, shell: "exec \"$0\" \"$@\" <&-")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
  }

  @Test("takes an operator's actions from the stream, and refuses those that make no sense")
  func actions() throws {
    let lines = [
      #"{"timestamp":"1970-01-01T00:00:00Z","meter_id":"m","voltage_v":180}"#,
      #"{"timestamp":"1970-01-01T00:01:00Z","meter_id":"m","acknowledge":"voltage out of range"}"#,
      #"{"timestamp":"1970-01-01T00:02:00Z","meter_id":"m","acknowledge":"no such alarm"}"#,
    ]
    let outcome = try Kilowatch.run(
      ["watch", "-"], in: folder, input: lines.joined(separator: "\n"))
    #expect(outcome.output.contains("voltage out of range: acknowledged"))
    #expect(outcome.errors == "1 sample, 1 alarm, 1 action refused\n")
  }

  @Test(
    "raises one alarm for each event of an unseen month, at once and without chattering",
    arguments: [1, 2, 3], ["easy", "medium"])
  func alarmQuality(seed: Int, preset: String) throws {
    for (name, seed) in [("train", seed), ("new", seed + 100)] {
      _ = try Kilowatch.run(
        [
          "data", "generate", "--days", "30", "--preset", preset, "--seed", "\(seed)", "--out",
          "\(name).csv",
        ], in: folder)
    }
    _ = try Kilowatch.run(
      ["detect", "train", "--model", "random-forest", "--data", "train.csv", "--out", "m.json"],
      in: folder)
    let outcome = try Kilowatch.run(
      ["watch", "new.csv", "--model", "m.json", "--json"], in: folder)
    #expect(!outcome.output.contains("chattering"))
    let alarms = try outcome.output.split(separator: "\n")
      .map { try JSONValue(parsing: String($0)) }
      .filter { $0["cause"]?.string == "activated" }
      .compactMap { $0["time"]?.string.flatMap(Timestamp.init(rfc3339:)) }
    let sidecar = try JSONValue(parsing: try read("new.meta.json"))
    var delays: [Double] = []
    var alarmsPerEvent: [Int] = []
    for event in sidecar["events"]?.array ?? [] {
      let start = try #require(event["start"]?.string.flatMap(Timestamp.init(rfc3339:)))
      let end = try #require(event["end"]?.string.flatMap(Timestamp.init(rfc3339:)))
      let raised = alarms.filter { start <= $0 && $0 <= end.advanced(bySeconds: 900) }
      alarmsPerEvent.append(raised.count)
      if let first = raised.first, ["power_spike", "sudden_drop"].contains(event["kind"]?.string) {
        delays.append(first.seconds(since: start) / 60)
      }
    }
    let events = Double(alarmsPerEvent.count)
    #expect(events > 50)
    #expect(Double(alarmsPerEvent.count { $0 <= 1 }) >= 0.95 * events)
    #expect(Double(alarmsPerEvent.count { $0 >= 1 }) >= 0.95 * events)
    #expect(delays.sorted()[delays.count / 2] <= 2)
    #expect(Double(alarms.count - alarmsPerEvent.reduce(0, +)) <= 0.1 * events)
  }

  @Test(
    "says in one line what is wrong with its rules", arguments: WatchTests.wrongRules)
  func badRules(text: String, message: String) throws {
    try write(text, to: "rules.json")
    let outcome = try Kilowatch.run(["watch", "-", "--rules", "rules.json"], in: folder, input: "")
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  private static let wrongRules: [(String, String)] = [
    ("{", "not a JSON document"), ("[]", "not a document with a list 'rules'"),
    (#"{"rules": []}"#, "there are no rules"), (#"{"rules": [{"signal": "score"}]}"#, "'name'"),
    (rule(""), "needs 'above' or 'below'"), (rule(#", "above": "1""#), "must be a number"),
    (rule(#", "above": 1, "below": 2"#), "would always hold"),
    (rule(#", "above": 1, "on_delay_s": -5"#), "must be 0 or more"),
    (rule(#", "above": 1, "action": "explode""#), "one of trip"),
    (rule(#", "above": 1, "priority": 3"#), "'priority' must be a text"),
    (rule(#", "abvoe": 1"#), "there is no member 'abvoe'"),
    (rule(#", "above": 1, "signal": "voltage""#), "occurs twice"),
  ]

  private static func rule(_ members: String) -> String {
    #"{"rules": [{"name": "a", "signal": "voltage_v"\#(members)}]}"#
  }

  @Test(
    "says in one line what is wrong with its input", arguments: WatchTests.wrongRows)
  func badInput(text: String, message: String) throws {
    let outcome = try Kilowatch.run(["watch", "-"], in: folder, input: text)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.contains(message))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  private static let wrongRows: [(String, String)] = [
    ("voltage_v\n1\n", "line 1: the header has no column 'timestamp'"),
    ("timestamp\n1\n", "line 1: the header has none of voltage_v"),
    ("timestamp,voltage_v\nyesterday,1\n", "line 2: 'yesterday' is no RFC 3339 time"),
    ("timestamp,voltage_v\n1970-01-01T00:00:00Z\n", "line 2: 1 fields instead of 2"),
    ("timestamp,voltage_v\n1970-01-01T00:00:00Z,x\n", "voltage_v: 'x' is not a number"),
    ("{\"timestamp\": 1}\n", "line 1: no member 'timestamp'"),
    ("{\"timestamp\"\n", "line 1: not a JSON object"),
    ("timestamp,voltage_v\n1970-01-01T00:00:00,1\n", "line 2: '1970-01-01T00:00:00' is no"),
    ("timestamp,voltage_v\n\"1970-01-01T00:00:00Z,1\n", "line 2: a quote is not closed"),
    ("timestamp,voltage_v\n1970-01-01T00:00:00Z,1e999\n", "voltage_v: '1e999'"),
    ("timestamp,voltage_v\n1970-01-01T00:00:00Z,0x10\n", "voltage_v: '0x10'"),
    (row("\"voltage_v\": \"high\""), "line 1: voltage_v is not a number"),
    (row("\"meter_id\": 7"), "line 1: meter_id is not a text"),
    (row("\"voltage_v\": 1, \"voltage_v\": 2"), "occurs twice"),
    (row("\"shelve\": \"a\", \"meter_id\": \"m\""), "'shelve' needs 'for_s'"),
    (row("\"acknowledge\": \"a\""), "'acknowledge' needs a 'meter_id'"),
    (row("\"acknowledge\": \"a\", \"unshelve\": \"a\""), "both 'acknowledge' and"),
    (String(repeating: "x", count: 2_000_000), "line 1 is longer than 1048576 bytes"),
  ]

  private static func row(_ members: String) -> String {
    #"{"timestamp": "1970-01-01T00:00:00Z", \#(members)}"# + "\n"
  }

  @Test("refuses arguments that contradict each other, and files that are not there")
  func badArguments() throws {
    try write(rows(), to: "a.csv")
    try write(#"{"kind": "mlp"}"#, to: "other.json")
    let cases: [([String], Int32)] = [
      (["watch"], 64), (["watch", "-", "--follow"], 64), (["watch", "no.csv"], 66),
      (["watch", "-", "--live", "--speed", "2"], 64), (["watch", "-", "--rules", "no.json"], 66),
      (["watch", "-", "--map", "x"], 64), (["watch", "-", "--journal", "/no/such/j"], 73),
      (["watch", "-", "--lateness", "-1"], 64), (["watch", "-", "--lateness", "soon"], 64),
      (["watch", "-", "--speed", "0"], 64), (["watch", "-", "--durability", "stone"], 64),
      (["watch", "-", "--report", "page"], 64),
      (["watch", "-", "--model", "no.json"], 66), (["watch", "-", "--model", "other.json"], 65),
      (["watch", "a.csv", "--journal", "a.csv"], 65), (["watch", "-", "--threads", "0"], 64),
      (["watch", "a.csv", "--journal", "."], 73), (["watch", ".", "--live"], 66),
      (["report", "events", "no"], 66), (["report", "events", "a.csv"], 65),
    ]
    for (arguments, code) in cases {
      let outcome = try Kilowatch.run(arguments, in: folder)
      #expect(outcome.exitCode == code, "\(arguments)")
      #expect(outcome.errors.split(separator: "\n").count == 1)
    }
  }

  // MARK: - Rows

  /// 600 minutes of two meters, with low voltage at one and high frequency at the other.
  private func rows() -> String {
    var text = "timestamp,meter_id,voltage_v,frequency_hz\n"
    for minute in 0..<600 {
      text += "\(time(minute)),m1,\((100..<102).contains(minute) ? 190 : 230),50\n"
      text += "\(time(minute)),m2,230,\(minute == 200 ? 51 : 50)\n"
    }
    return text
  }

  private func time(_ minute: Int) -> String {
    func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    let day = padded(1 + minute / 1_440)
    return "1970-01-\(day)T\(padded(minute / 60 % 24)):\(padded(minute % 60)):00Z"
  }

  private func write(_ text: String, to name: String) throws {
    try text.write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
  }

  /// The bytes of a file so far.
  private func length(_ name: String) -> Int {
    var status = stat()
    return stat(folder + "/" + name, &status) == 0 ? Int(status.st_size) : 0
  }

  private func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
  }
}
