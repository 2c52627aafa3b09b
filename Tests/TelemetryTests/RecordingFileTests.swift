import Documents
import Foundation
import GridModel
import Numerics
import Telemetry
import Testing

private func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
  let folder = NSTemporaryDirectory() + "kilowatch-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

private func read(_ text: String, _ format: TelemetryFormat = .contract) throws -> Recording {
  try withFolder { folder in
    try DocumentFile.write(Array(text.utf8), to: "\(folder)/t.csv")
    return try Recording(reading: "\(folder)/t.csv", format: format, execution: .serial)
  }
}

private func failure(of text: String, _ format: TelemetryFormat = .contract) throws -> String {
  try withFolder { folder in
    try DocumentFile.write(Array(text.utf8), to: "\(folder)/t.csv")
    do throws(TelemetryError) {
      let recording = try Recording(
        reading: "\(folder)/t.csv", format: format, execution: .serial)
      return "\(recording.count) rows"
    } catch {
      return error.description.replacingOccurrences(of: folder + "/", with: "")
    }
  }
}

@Suite("Telemetry files")
struct RecordingFileTests {
  @Test(
    "are read back as they were written, packed or not, for one worker and two",
    arguments: ["t.csv", "t.csv.gz", "t.csv.zst"])
  func roundTrip(_ name: String) throws {
    let configuration = try SignalConfiguration(
      start: Timestamp(millisecondsSinceEpoch: 1_704_067_200_000), days: 12, meterCount: 3,
      anomalies: AnomalyConfiguration(preset: .medium))
    let recording = SignalGenerator(configuration).generate(seed: 1, execution: .serial).recording
    try withFolder { folder in
      try recording.write(to: "\(folder)/\(name)", execution: .serial)
      try recording.write(to: "\(folder)/2\(name)", execution: .concurrent(workers: 2))
      #expect(
        try SHA256.hexDigest(ofFile: "\(folder)/\(name)")
          == SHA256.hexDigest(ofFile: "\(folder)/2\(name)"))
      let again = try Recording(
        reading: "\(folder)/\(name)", execution: .concurrent(workers: 2))
      #expect(again.timestamps == recording.timestamps)
      #expect(again.meterIDs == recording.meterIDs)
      #expect(again.meterIndices == recording.meterIndices)
      #expect(again.labels == recording.labels)
      #expect(again.anomalyKinds == recording.anomalyKinds)
      for channel in Channel.allCases {
        #expect(again.values(of: channel) == recording.values(of: channel))
      }
    }
  }

  @Test("carry unknown columns along untouched")
  func otherColumns() throws {
    let text =
      "note,timestamp,meter_id,active_power_kw,code\n"
      + "\"a, b\",2024-01-01T00:00:00Z,m,1.5,007\n,2024-01-01T00:01:00.250Z,m,,1.50\n"
    let recording = try read(text)
    #expect(recording.otherColumns.map(\.name) == ["note", "code"])
    #expect(recording.otherColumns[1].texts[0] == "007")
    try withFolder { folder in
      try recording.write(to: "\(folder)/u.csv", execution: .serial)
      #expect(
        String(decoding: try DocumentFile.read("\(folder)/u.csv"), as: UTF8.self)
          == "timestamp,meter_id,active_power_kw,note,code\n"
          + "2024-01-01T00:00:00Z,m,1.5,\"a, b\",007\n2024-01-01T00:01:00.250Z,m,,,1.50\n")
    }
  }

  @Test("may be anybody's: other names, delimiters, marks, and dates apart from times")
  func foreign() throws {
    let format = TelemetryFormat(
      delimited: DelimitedFormat(
        delimiter: UInt8(ascii: ";"), decimalMark: UInt8(ascii: ","), missingMarker: "?"),
      columnNames: ["active_power_kw": "Global_active_power"],
      timestampColumns: ["Date", "Time"],
      timeFormat: try #require(TimeFormat(pattern: "d/m/yyyy HH:MM:SS")),
      assumedZone: AssumedZone(name: "Europe/Paris"), extraChannels: ["Sub_1"])
    let recording = try read(
      "Date;Time;Global_active_power;Sub_1\n16/12/2006;17:24:00;4,216;1 \n1/7/2007;17:24:00;?;2\n",
      format)
    #expect(
      recording.timestamps.map(\.description) == ["2006-12-16T16:24:00Z", "2007-07-01T15:24:00Z"])
    let power = try #require(recording.values(of: .activePowerKW))
    #expect(power[0] == 4.216 && power[1].isNaN)
    #expect(recording.values(named: "Sub_1") == [1, 2])
  }

  @Test(
    "have times as machines count them",
    arguments: [
      ("unix", "1704067200 1704067260.25"), ("unix", "-60 0"),
      ("unix-ms", "1704067200000 1704067260250"),
    ])
  func countedTimes(pattern: String, times: String) throws {
    let format = TelemetryFormat(timeFormat: try #require(TimeFormat(pattern: pattern)))
    let times = times.split(separator: " ")
    let recording = try read(
      "timestamp,active_power_kw\n\(times[0]),1\n\(times[1]),2\n", format)
    let isNew = times[0].hasPrefix("17")
    #expect(
      recording.timestamps.map(\.description)
        == (isNew
          ? ["2024-01-01T00:00:00Z", "2024-01-01T00:01:00.250Z"]
          : ["1969-12-31T23:59:00Z", "1970-01-01T00:00:00Z"]))
  }

  @Test(
    "have no times beyond the year 9999, nor what is no count",
    arguments: ["1704067200000", "1e9", "", "-", "1704067200s", "99999999999999999999"])
  func wrongCountedTimes(time: String) throws {
    let format = TelemetryFormat(timeFormat: try #require(TimeFormat(pattern: "unix")))
    #expect(
      try failure(of: "timestamp,active_power_kw\n\(time),1\n", format)
        == "t.csv:2: column timestamp: '\(time)' is not a number of seconds since 1970")
  }

  @Test(
    "have labels as spreadsheets and programs write truth",
    arguments: ["0 1", "0.0 1.0", "false true", "False True", "FALSE TRUE"])
  func labels(words: String) throws {
    let words = words.split(separator: " ")
    let recording = try read(
      "timestamp,active_power_kw,label\n2024-01-01T00:00:00Z,1,\(words[0])\n"
        + "2024-01-01T00:01:00Z,1,\(words[1])\n")
    #expect(recording.labels == [0, 1])
  }

  @Test("tell the two occurrences of an hour apart by the row before")
  func ambiguousHour() throws {
    let format = TelemetryFormat(assumedZone: AssumedZone(name: "Europe/Paris"))
    // Clocks went back at 03:00 on 28 October 2007.
    let times = ["01:30", "02:00", "02:30", "02:00", "02:30", "03:00"]
    let rows = times.map { "2007-10-28 \($0):00,1" }.joined(separator: "\n")
    let recording = try read("timestamp,active_power_kw\n" + rows + "\n", format)
    #expect(
      recording.timestamps.map(\.description) == [
        "2007-10-27T23:30:00Z", "2007-10-28T00:00:00Z", "2007-10-28T00:30:00Z",
        "2007-10-28T01:00:00Z", "2007-10-28T01:30:00Z", "2007-10-28T02:00:00Z",
      ])
  }

  @Test(
    "agree with the system's clock rules all through a year",
    arguments: ["Europe/Paris", "America/New_York", "Australia/Adelaide", "Asia/Kathmandu"])
  func wholeYear(_ name: String) throws {
    let zone = try #require(TimeZone(identifier: name))
    let format = TelemetryFormat(assumedZone: AssumedZone(name: name))
    let first = 1_672_531_200
    var rows = ""
    for hour in 0..<8_760 {
      let seconds = first + hour * 3_600
      let local =
        seconds + zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
      let text = Timestamp(millisecondsSinceEpoch: Int64(local) * 1_000).description
      rows += text.dropLast() + ",1\n"
    }
    let recording = try read("timestamp,active_power_kw\n" + rows, format)
    #expect(
      recording.timestamps
        == (0..<8_760).map { Timestamp(millisecondsSinceEpoch: Int64(first + $0 * 3_600) * 1_000) })
  }

  @Test(
    "say in one line what is wrong",
    arguments: [
      (
        "timestamp,active_power_kw\n2024-01-01T00:00:00,1\n",
        "t.csv:2: column timestamp: '2024-01-01T00:00:00' is not an RFC 3339 time with its offset, such as 2024-01-31T13:45:00Z; say --assume-tz if it has none"
      ),
      (
        "time,active_power_kw\n2024-01-01T00:00:00Z,1\n",
        "t.csv: no column 'timestamp' among time, active_power_kw; name the column that holds it, say --map timestamp=COLUMN"
      ),
      (
        "timestamp,active_power_kw,label\n2024-01-01T00:00:00Z,1,2\n",
        "t.csv:2: column label: '2' is not 0 or 1"
      ),
      (
        "timestamp,anomaly_type\n2024-01-01T00:00:00Z,normal\n2024-01-01T00:00:00Z,spike\n",
        "t.csv: row 2: column anomaly_type: 'spike' is not normal, power_spike, sudden_drop, drift, noise_burst"
      ),
      (
        "timestamp,active_power_kw\n2024-02-30T00:00:00Z,1\n",
        "t.csv:2: column timestamp: '2024-02-30T00:00:00Z' is not an RFC 3339 time with its offset, such as 2024-01-31T13:45:00Z; say --assume-tz if it has none"
      ),
      (
        "timestamp,active_power_kw\n,1\n",
        "t.csv:2: column timestamp: '' is not an RFC 3339 time with its offset, such as 2024-01-31T13:45:00Z; say --assume-tz if it has none"
      ),
    ])
  func failures(_ text: String, _ message: String) throws {
    #expect(try failure(of: text) == message)
  }

  @Test("refuse an hour that the zone's clocks skip, and a mapping to nothing")
  func moreFailures() throws {
    let zone = TelemetryFormat(assumedZone: AssumedZone(name: "Europe/Paris"))
    #expect(
      try failure(of: "timestamp,active_power_kw\n2007-03-25T02:30:00,1\n", zone)
        .hasPrefix("t.csv: row 1: this time does not exist in Europe/Paris"))
    let mapped = TelemetryFormat(columnNames: ["active_power_kw": "P"])
    #expect(
      try failure(of: "timestamp,Q\n2024-01-01T00:00:00Z,1\n", mapped)
        == "t.csv: no column 'P', which is to be active_power_kw")
    #expect(
      try failure(of: "timestamp,Q\n", TelemetryFormat(columnNames: ["power": "Q"]))
        .hasPrefix("there is no 'power' to map a column to; the names are timestamp, meter_id"))
    #expect(AssumedZone(name: "Mars/Olympus") == nil)
    #expect(TimeFormat(pattern: "HH:MM") == nil)
  }

  @Test("may give a column the name of another, which is then left out")
  func replacedColumns() throws {
    try withFolder { folder in
      try DocumentFile.write(
        Array("timestamp,active_power_kw,voltage_v,P\n2024-01-01T00:00:00Z,1,2,3\n".utf8),
        to: "\(folder)/t.csv")
      func columns(_ names: [String: String]) throws -> [String: Double] {
        let recording = try Recording(
          reading: "\(folder)/t.csv", format: TelemetryFormat(columnNames: names),
          execution: .serial)
        return Dictionary(uniqueKeysWithValues: recording.channels.map { ($0.name, $0.values[0]) })
      }
      #expect(try columns(["active_power_kw": "P"]) == ["active_power_kw": 3, "voltage_v": 2])
      #expect(try columns(["active_power_kw": "voltage_v"]) == ["active_power_kw": 2])
    }
  }

  @Test("may be demand profiles, as CSV or JSON", arguments: ["p.csv", "p.json", "p.csv.gz"])
  func demandProfiles(_ name: String) throws {
    let profile = DemandProfile(
      intervalStarts: (0..<24).map { Timestamp(millisecondsSinceEpoch: $0 * 3_600_000) },
      nodes: [
        .init(
          name: "north", demandKW: (0..<24).map { Double($0) / 3 },
          demandKWP10: (0..<24).map { Double($0) / 4 }, demandKWP90: (0..<24).map { Double($0) }),
        .init(
          name: "south", demandKW: (0..<24).map { 100 - Double($0) },
          demandKWP10: (0..<24).map { Double($0) / 5 }, demandKWP90: (0..<24).map { Double($0) }),
      ])
    try withFolder { folder in
      try profile.write(to: "\(folder)/\(name)")
      #expect(try DemandProfile(reading: "\(folder)/\(name)") == profile)
      try DocumentFile.write(
        Array(
          "timestamp,node,demand_kw\n2024-01-01T00:00:00Z,a,1\n2024-01-01T01:00:00Z,b,1\n".utf8),
        to: "\(folder)/q.csv")
      #expect(
        throws: DemandProfileError.unevenNode(
          path: "\(folder)/q.csv", node: "a", intervals: 1, expected: 2)
      ) { try DemandProfile(reading: "\(folder)/q.csv") }
    }
  }
}
