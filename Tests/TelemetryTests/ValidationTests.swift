import Documents
import GridModel
import Numerics
import Telemetry
import Testing

private func report(
  minutes: [Int], _ columns: [(Channel, [Double])]
) -> ValidationReport {
  let recording = Recording(
    timestamps: minutes.map { Timestamp(millisecondsSinceEpoch: Int64($0) * 60_000) },
    meterIDs: ["m"], meterIndices: minutes.map { _ in 0 },
    channels: columns.map { .init(name: $0.0.rawValue, values: $0.1) })
  var validator = RecordingValidator()
  // In two blocks, as a long file comes.
  validator.append(recording.rows(0..<recording.count / 2))
  validator.append(recording.rows(recording.count / 2..<recording.count))
  return validator.finish()
}

private func wave(_ count: Int, _ mean: Double) -> [Double] {
  (0..<count).map { mean * (1 + 0.01 * Double($0 % 7)) }
}

@Suite("Validation")
struct ValidationTests {
  @Test("finds nothing in a generated signal")
  func clean() throws {
    let configuration = try SignalConfiguration(
      start: Timestamp(millisecondsSinceEpoch: 0), days: 5, meterCount: 2,
      anomalies: AnomalyConfiguration(preset: .easy))
    var validator = RecordingValidator()
    validator.append(
      SignalGenerator(configuration).generate(seed: 1, execution: .serial).recording)
    let report = validator.finish()
    #expect(report.isClean && report.rowCount == 14_400 && report.intervalS == 60)
  }

  @Test("finds gaps, duplicates and rows out of order")
  func times() {
    var minutes = Array(0..<200)
    minutes.removeSubrange(100..<110)
    minutes.insert(50, at: 51)
    minutes.append(20)
    let found = report(minutes: minutes, [(.activePowerKW, wave(minutes.count, 5))])
    #expect(found.counts == [.gap: 1, .duplicate: 2, .outOfOrder: 1])
    #expect(found.findings.first { $0.kind == .gap }?.rowCount == 10)
    #expect(
      found.findings.first { $0.kind == .duplicate }?.message
        == "meter m: 1970-01-01T00:50:00Z is there twice")
  }

  @Test(
    "takes no row that comes late for a missing one, and knows one that comes again",
    arguments: [
      ("two rows swapped", Array(0..<50) + [51, 50] + Array(52..<100), [.outOfOrder: 1]),
      ("the later half first", Array(50..<100) + Array(0..<50), [.outOfOrder: 1]),
      (
        "the later part first, with a gap between", Array(60..<100) + Array(0..<50),
        [.outOfOrder: 1, .gap: 1]
      ),
      (
        "ten rows again", Array(0..<50) + Array(40..<100), [.outOfOrder: 1, .duplicate: 10]
      ),
      ("backwards", Array((0..<40).reversed()), [.outOfOrder: 39]),
      (
        "ten parts in no order",
        [7, 2, 9, 0, 5, 3, 8, 1, 6, 4].flatMap { Array(10 * $0..<10 * $0 + 10) }, [.outOfOrder: 5]
      ),
      (
        "nine of ten parts in no order",
        [7, 2, 9, 0, 5, 8, 1, 6, 4].flatMap { Array(10 * $0..<10 * $0 + 10) },
        [.outOfOrder: 4, .gap: 1]
      ),
      (
        "a gap half filled", Array(0..<50) + Array(60..<100) + [54], [.outOfOrder: 1, .gap: 2]
      ),
    ] as [(String, [Int], [Finding.Kind: Int])])
  func lateRows(_ name: String, _ minutes: [Int], _ counts: [Finding.Kind: Int]) {
    let found = report(minutes: minutes, [(.activePowerKW, wave(minutes.count, 5))])
    #expect(found.counts == counts)
  }

  @Test("knows the interval of each meter")
  func intervals() {
    let minutes = (0..<60).map { ($0, Int32(0)) } + (0..<4).map { ($0 * 15, 1) }
    let rows = minutes.sorted { $0.0 < $1.0 }
    var validator = RecordingValidator()
    validator.append(
      Recording(
        timestamps: rows.map { Timestamp(millisecondsSinceEpoch: Int64($0.0) * 60_000) },
        meterIDs: ["a", "b"], meterIndices: rows.map(\.1),
        channels: [.init(name: "active_power_kw", values: wave(rows.count, 5))]))
    #expect(validator.finish().isClean)
  }

  @Test("finds values that stand still or cannot be, across blocks")
  func values() {
    var voltage = wave(400, 230)
    for row in 150..<250 { voltage[row] = 231.5 }
    voltage[10] = -5
    let found = report(
      minutes: Array(0..<400),
      [
        (.voltageV, voltage), (.powerFactor, [Double](repeating: 1, count: 400)),
        (.currentA, [Double](repeating: 0, count: 400)),
      ])
    #expect(found.counts == [.flatline: 1, .outOfRange: 1])
    #expect(found.findings.first { $0.kind == .flatline }?.rowCount == 100)
  }

  @Test(
    "suspects other units",
    arguments: [
      (Channel.powerFactor, 95.0, "percent instead of a number up to 1?"),
      (.frequencyHz, 314.0, "radians per second instead of Hz?"),
      (.voltageV, 0.4, "kV instead of V?"),
      (.voltageV, 1.02, "per unit instead of V?"), (.currentA, 40_000, "or mA instead of A?"),
      (.thdPercent, 0.03, "a fraction instead of percent?"),
      (.activePowerKW, 9_200.0, "W instead of kW?"), (.activePowerKW, 27.6, "V and I of one?"),
    ])
  func units(_ channel: Channel, _ typical: Double, _ words: String) throws {
    var columns: [(Channel, [Double])] = [
      (.voltageV, wave(100, 230)), (.currentA, wave(100, 40)), (.powerFactor, wave(100, 1)),
      (
        .activePowerKW,
        (0..<100).map { 9.2 * wave(100, 1)[$0] * wave(100, 1)[$0] * wave(100, 1)[$0] }
      ),
      (.frequencyHz, wave(100, 50)), (.thdPercent, wave(100, 3)),
    ]
    columns = columns.map { $0.0 == channel ? (channel, wave(100, typical)) : $0 }
    let found = report(minutes: Array(0..<100), columns)
    let finding = try #require(
      found.findings.first { $0.kind == .unitSuspicion && $0.message.hasSuffix(words) })
    #expect(
      found.counts[.unitSuspicion] == 1
        && (finding.column == channel.rawValue || channel == .currentA))
  }

  @Test("measures the largest numbers there are")
  func extremes() throws {
    let largest = Double.greatestFiniteMagnitude
    let column = try #require(
      report(minutes: [0, 1, 2, 3], [(.activePowerKW, [largest, -largest, -largest, largest])])
        .columns.first)
    #expect(column.minimum == -largest && column.maximum == largest)
    #expect(abs(column.mean) <= 1e-15 * largest)
  }

  @Test("says what is in the file")
  func summary() throws {
    var power = wave(50, 5)
    power[3] = .nan
    let found = report(
      minutes: Array(0..<50),
      [(.activePowerKW, power), (.currentA, [Double](repeating: .nan, count: 50))])
    #expect(found.counts == [.emptyColumn: 1])
    #expect(found.columns[0].missing == 1 && found.columns[0].minimum == 5)
    #expect(found.document["columns"]?["current_a"]?["missing"]?.double == 50)
    #expect(found.document["counts"]?["empty_column"]?.double == 1)
  }
}
