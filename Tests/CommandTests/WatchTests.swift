import Documents
import Foundation
import GridModel
import Testing

@Suite("kilowatch watch")
struct WatchTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "kilowatch-watch-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func remove() {
    try? FileManager.default.removeItem(atPath: folder)
  }

  @Test("replays a recording into alarms, and writes the same journal again and again")
  func replay() throws {
    defer { remove() }
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
    defer { remove() }
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

  @Test("goes on after kill -9 as if nothing had happened, whenever it came")
  func killed() throws {
    defer { remove() }
    // An alarm every few rows, so that kills fall between and within records.
    var text = "timestamp,meter_id,voltage_v\n"
    for minute in 0..<6_000 {
      text += "\(time(minute)),m\(minute % 3),\(minute % 40 < 4 ? 190 : 230)\n"
    }
    try write(text, to: "a.csv")
    let rules = #"{"rules":[{"name":"low","signal":"voltage_v","below":200}]}"#
    try write(rules, to: "rules.json")
    let arguments = ["watch", "a.csv", "--rules", "rules.json", "--journal"]
    let whole = try Kilowatch.run(arguments + ["whole"], in: folder)
    #expect(whole.exitCode == 0)
    let expected = try read("whole")
    // At a pace at which rows are answered one by one, and killed after a few more bytes each time.
    let paced = arguments + ["cut", "--speed", "2000000"]
    var state: UInt64 = 7
    var lengths = Set<Int>()
    for attempt in 0..<200 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let target = length("cut") + Int(state >> 33) % (expected.count / 10)
      let process = try Kilowatch.start(paced, in: folder)
      while process.isRunning, length("cut") < target { usleep(100) }
      process.send(SIGKILL)
      _ = process.wait()
      let cut = (try? read("cut")) ?? []
      if cut.count < expected.count { lengths.insert(cut.count) }
      #expect(expected.starts(with: cut.prefix((cut.lastIndex(of: 0x0a) ?? -1) + 1)))
      if attempt % 20 == 19 || cut.count == expected.count {
        let resumed = try Kilowatch.run(arguments + ["cut"], in: folder)
        #expect(resumed.exitCode == 0)
        #expect(try read("cut") == expected)
        try FileManager.default.removeItem(atPath: folder + "/cut")
      }
    }
    #expect(lengths.count > 50, "the kills must fall within the journal")
  }

  @Test("ends in order when it is asked to by SIGTERM, live and with a growing file")
  func terminated() throws {
    defer { remove() }
    try write(rows(), to: "a.csv")
    let process = try Kilowatch.start(
      ["watch", "a.csv", "--follow", "--journal", "1", "--counters", "counters.json"], in: folder)
    while process.isRunning, ((try? read("1")) ?? []).count(where: { $0 == 0x0a }) < 4 {
      usleep(1_000)
    }
    process.send(SIGTERM)
    #expect(process.wait() == 0)
    #expect(
      String(decoding: try read("counters.json"), as: UTF8.self).contains("\"samples\": 1200"))
  }

  @Test(
    "ends when the file that it follows is cut short or removed", arguments: [true, false])
  func replaced(isCut: Bool) throws {
    defer { remove() }
    try write(rows(), to: "a.csv")
    let process = try Kilowatch.start(
      ["watch", "a.csv", "--follow", "--journal", "1", "--counters", "counters.json"], in: folder)
    while process.isRunning, ((try? read("1")) ?? []).count(where: { $0 == 0x0a }) < 4 {
      usleep(1_000)
    }
    if isCut {
      #expect(truncate(folder + "/a.csv", 10) == 0)
    } else {
      try FileManager.default.removeItem(atPath: folder + "/a.csv")
    }
    #expect(process.wait() == 74)
  }

  @Test("reads nothing from a standard input that is closed")
  func closedInput() throws {
    defer { remove() }
    let outcome = try Kilowatch.run(
      ["watch", "-"], in: folder, shell: "exec \"$0\" \"$@\" <&-")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
  }

  @Test("takes an operator's actions from the stream, and refuses those that make no sense")
  func actions() throws {
    defer { remove() }
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
    defer { remove() }
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
    defer { remove() }
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
    defer { remove() }
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
    defer { remove() }
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
