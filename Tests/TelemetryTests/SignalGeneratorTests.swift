import Documents
import GridModel
import Numerics
import Telemetry
import Testing

private let start = Timestamp(millisecondsSinceEpoch: 1_704_067_200_000)

private func signal(
  _ preset: SignalConfiguration.Preset, seed: UInt64, days: Double = 30, meters: Int = 1,
  intervalS: Int = 60, execution: Execution = .serial
) throws -> (recording: Recording, events: [InjectedEvent]) {
  let configuration = try SignalConfiguration(
    start: start, days: days, meterCount: meters, intervalS: intervalS,
    anomalies: AnomalyConfiguration(preset: preset))
  return SignalGenerator(configuration).generate(seed: seed, execution: execution)
}

/// The area under the ROC curve: the share of pairs that `scores` puts in the right order.
private func rocAUC(_ scores: [Double], _ labels: [UInt8]) -> Double {
  let order = scores.indices.sorted { scores[$0] < scores[$1] }
  var rankSum = 0.0
  var first = 0
  while first < order.count {
    var last = first
    while last + 1 < order.count, scores[order[last + 1]] == scores[order[first]] { last += 1 }
    for place in first...last where labels[order[place]] == 1 {
      rankSum += Double(first + last) / 2 + 1
    }
    first = last + 1
  }
  let positives = Double(labels.count { $0 == 1 })
  let negatives = Double(labels.count) - positives
  return (rankSum - positives * (positives + 1) / 2) / (positives * negatives)
}

@Suite("Generated signals")
struct SignalGeneratorTests {
  @Test(
    "are as hard for a rolling z-score of power as their preset says, over twenty seeds",
    arguments: [
      (SignalConfiguration.Preset.easy, 0.95), (.medium, 0.75), (.hard, 0.60),
    ])
  func calibration(_ preset: SignalConfiguration.Preset, _ expected: Double) throws {
    let score = try FeatureSet([
      FeatureSpecification(.standardScore, of: "active_power_kw", windowS: 3_600)
    ])
    let areas = try (1...20).map { seed in
      let recording = try signal(preset, seed: UInt64(seed)).recording
      let table = try FeatureTable<Double>(score, of: recording, execution: .serial)
      return rocAUC(table.values.map(abs), try #require(recording.labels))
    }
    let mean = areas.reduce(0, +) / 20
    #expect(abs(mean - expected) < 0.015)
    #expect(areas.allSatisfy { abs($0 - expected) < 0.05 })
  }

  @Test("keep P = V · I · pf to rounding, except where an anomaly breaks it on purpose")
  func physics() throws {
    let (recording, _) = try signal(.easy, seed: 3)
    let power = try #require(recording.values(of: .activePowerKW))
    let voltage = try #require(recording.values(of: .voltageV))
    let current = try #require(recording.values(of: .currentA))
    let factor = try #require(recording.values(of: .powerFactor))
    let kinds = try #require(recording.anomalyKinds)
    var broken: Set<AnomalyKind> = []
    for row in 0..<recording.count {
      let expected = voltage[row] * current[row] * factor[row] / 1_000
      if abs(power[row] / expected - 1) > 1e-4 { broken.insert(kinds[row]) }
    }
    #expect(broken == [.drift, .noiseBurst])
  }

  @Test("label exactly the rows of the events that they list")
  func labels() throws {
    let (recording, events) = try signal(.medium, seed: 4, days: 20, meters: 2)
    var expected = [UInt8](repeating: 0, count: recording.count)
    for (row, time) in recording.timestamps.enumerated() {
      let meter = recording.meterIDs[Int(recording.meterIndices[row])]
      let event = events.first { $0.meterID == meter && $0.start <= time && time < $0.end }
      expected[row] = event == nil ? 0 : 1
      #expect(recording.anomalyKinds?[row] == event?.kind ?? .normal)
    }
    #expect(recording.labels == expected)
    let rate = Double(expected.count { $0 == 1 }) / Double(recording.count)
    #expect(abs(rate - 0.04) < 0.005)
    #expect(Set(events.map(\.kind)).count == 4)
    #expect(events.allSatisfy { !$0.channels.isEmpty && $0.size != 0 })
  }

  @Test(
    "have as many anomalies as asked for, however dense",
    arguments: SignalConfiguration.Preset.allCases, [0.01, 0.1, 0.2, 0.3])
  func rate(_ preset: SignalConfiguration.Preset, _ rate: Double) throws {
    let configuration = try SignalConfiguration(
      start: start, days: 30, anomalies: AnomalyConfiguration(preset: preset, rate: rate))
    let (recording, events) = SignalGenerator(configuration).generate(
      seed: 8, execution: .serial)
    let labels = try #require(recording.labels)
    #expect(abs(Double(labels.count { $0 == 1 }) / Double(labels.count) - rate) < 0.1 * rate)
    for (event, next) in zip(events, events.dropFirst()) { #expect(event.end < next.start) }
  }

  @Test("follow the day, rest at weekends, and sag with load")
  func shape() throws {
    let recording = try signal(.medium, seed: 5, days: 28).recording
    let power = try #require(recording.values(of: .activePowerKW))
    let voltage = try #require(recording.values(of: .voltageV))
    func mean(_ values: [Double], _ rows: (Int) -> Bool) -> Double {
      let chosen = values.indices.filter(rows).map { values[$0] }
      return chosen.reduce(0, +) / Double(chosen.count)
    }
    #expect(mean(power) { $0 / 60 % 24 == 16 } > 1.3 * mean(power) { $0 / 60 % 24 == 3 })
    // The first day is a Monday.
    #expect(mean(power) { $0 / 1_440 % 7 < 5 } > 1.1 * mean(power) { $0 / 1_440 % 7 >= 5 })
    #expect(mean(voltage) { power[$0] > 75 } < mean(voltage) { power[$0] < 55 } - 0.5)
  }

  @Test("are the same for one worker and two, and others for other seeds")
  func sameBits() throws {
    let one = try signal(.hard, seed: 6, days: 3, meters: 5)
    let two = try signal(.hard, seed: 6, days: 3, meters: 5, execution: .concurrent(workers: 2))
    let other = try signal(.hard, seed: 7, days: 3, meters: 5)
    for channel in Channel.allCases {
      #expect(one.recording.values(of: channel) == two.recording.values(of: channel))
      #expect(one.recording.values(of: channel) != other.recording.values(of: channel))
    }
    #expect(one.events == two.events)
  }

  @Test("come at any interval", arguments: [1, 10, 300, 900, 3_600])
  func intervals(_ intervalS: Int) throws {
    let (recording, events) = try signal(.medium, seed: 8, days: 4, intervalS: intervalS)
    #expect(recording.count == 4 * 86_400 / intervalS)
    #expect(recording.intervalS == Double(intervalS))
    #expect(events.allSatisfy { $0.end.seconds(since: $0.start) >= Double(intervalS) })
  }

  @Test("are refused where they make no sense")
  func refusals() throws {
    #expect(throws: SignalError.rate(0.5)) {
      try AnomalyConfiguration(preset: .easy, rate: 0.5)
    }
    #expect(throws: SignalError.kind(.suddenDrop)) {
      try AnomalyConfiguration(
        rate: 0.1, kinds: [.suddenDrop: .init(share: 1, minutes: 1...2, size: 0.5...1.5)])
    }
    let anomalies = try AnomalyConfiguration(preset: .easy)
    #expect(throws: SignalError.duration(days: 0)) {
      try SignalConfiguration(start: start, days: 0, anomalies: anomalies)
    }
    #expect(throws: SignalError.meterCount(0)) {
      try SignalConfiguration(start: start, days: 1, meterCount: 0, anomalies: anomalies)
    }
  }

  @Test("have a sidecar that says everything")
  func sidecar() throws {
    let configuration = try SignalConfiguration(
      start: start, days: 2, anomalies: AnomalyConfiguration(preset: .easy))
    let (recording, events) = SignalGenerator(configuration).generate(seed: 9, execution: .serial)
    let document = SignalSidecar(
      configuration: configuration, seed: 9, preset: .easy, rowCount: recording.count,
      events: events
    ).document(sha256: "abc")
    #expect(document["sha256"]?.string == "abc")
    #expect(document["units"]?["active_power_kw"]?.string == "kW")
    #expect(document["events"]?.array?.count == events.count)
    #expect(SignalSidecar.path(beside: "a/b.csv.gz") == "a/b.meta.json")
    #expect(SignalSidecar.path(beside: "b") == "b.meta.json")
  }
}
