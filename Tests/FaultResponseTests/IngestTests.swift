import FaultResponse
import GridModel
import Testing

@Suite("Ingest")
struct IngestTests {
  @Test("lets samples within all limits pass, and stops those outside any")
  func envelope() throws {
    var check = IngestCheck(rules: try AlarmRules.standard().rules)
    var verdicts: [Bool] = []
    for minute in 0..<200 {
      var measurement = sample(minute: minute, power: 10 + 0.1 * Double(minute % 5))
      if minute == 150 { measurement[.voltageV] = 190 }
      if minute == 160 { measurement[.activePowerKW] = 30 }
      if minute == 170 { measurement[.thdPercent] = .nan }
      verdicts.append(check.check(&measurement))
    }
    #expect(verdicts.indices.filter { verdicts[$0] } == [150, 160])
  }

  @Test("measures power against its own past, and does not learn a fault at once")
  func deviation() throws {
    var check = IngestCheck(rules: try AlarmRules.standard().rules)
    for minute in 0..<100 {
      var measurement = sample(minute: minute, power: minute.isMultiple(of: 2) ? 9 : 11)
      _ = check.check(&measurement)
    }
    var deviations: [Double] = []
    for minute in 100..<110 {
      var measurement = sample(minute: minute, power: 30)
      _ = check.check(&measurement)
      deviations.append(measurement[.powerDeviation])
    }
    #expect(deviations[0] > 15)
    #expect(deviations.allSatisfy { $0 > 6 })
  }

  @Test("puts late and repeated samples and actions back into order", arguments: 1...10)
  func lateness(seed: UInt64) {
    var random = Draws(state: seed)
    let names = ["c", "a", "b"]
    var ordered: [StreamBatch] = []
    for minute in 0..<300 {
      // By name, not by number.
      for meter in [1, 2, 0] {
        var batch = StreamBatch()
        var measurement = sample(minute: minute, power: Double(minute * 3 + meter))
        measurement.meter = meter
        batch.append(measurement)
        ordered.append(batch)
      }
      guard minute.isMultiple(of: 10) else { continue }
      var batch = StreamBatch()
      batch.append(
        OperatorAction(
          time: sample(minute: minute, power: 0).time, meterID: "a", alarm: "x", kind: .acknowledge)
      )
      ordered.append(batch)
    }
    // Each arrives up to five minutes late, and one in four arrives twice.
    var arrivals = ordered.enumerated().map { place, batch in
      (minute: minute(of: batch) + random.below(6), order: random.below(1_000), batch)
    }
    let again = arrivals.filter { _ in random.below(4) == 0 }
    arrivals += again
    arrivals.sort { ($0.minute, $0.order) < ($1.minute, $1.order) }
    var buffer = LatenessBuffer(latenessS: 300)
    var released: [String] = []
    for (_, _, batch) in arrivals {
      var batch = batch
      buffer.order(&batch, meterIDs: names)
      released += words(batch)
    }
    var rest = StreamBatch()
    buffer.flush(&rest, meterIDs: names)
    #expect(released + words(rest) == ordered.flatMap(words))
    #expect(buffer.tooLate == 0)
    #expect(buffer.repeated == again.count { !$0.2.samples.isEmpty })
  }

  @Test("leaves out what is later than it may be, and counts it", arguments: [0, 60.0])
  func tooLate(latenessS: Double) {
    var buffer = LatenessBuffer(latenessS: latenessS)
    var batch = StreamBatch()
    for minute in [0, 5, 3, 6, 6] { batch.append(sample(minute: minute, power: 1)) }
    buffer.order(&batch, meterIDs: ["m"])
    var rest = StreamBatch()
    buffer.flush(&rest, meterIDs: ["m"])
    #expect(words(batch) + words(rest) == ["0 m0", "5 m0", "6 m0"])
    #expect(buffer.tooLate == 1 && buffer.repeated == 1)
  }

  @Test("sets a row dated absurdly far ahead aside, and goes on", arguments: [0, 300.0])
  func absurdTime(latenessS: Double) {
    let day = 1_440
    var buffer = LatenessBuffer(latenessS: latenessS)
    let arrivals = [[0, 1], [900 * day, 900 * day, 2], [3], [3_000 * day], [4, 5]]
    #expect(released(of: arrivals, by: &buffer) == (0...5).map { "\($0) m0" })
    #expect(buffer.setAside == 3 && buffer.tooLate == 0 && buffer.repeated == 0)
    #expect(buffer.lastSetAside?.time == sample(minute: 3_000 * day, power: 1).time)
  }

  @Test("sets an absurd first row aside, and doubts few at once", arguments: [0, 300.0])
  func absurdStart(latenessS: Double) {
    let day = 1_440
    var buffer = LatenessBuffer(latenessS: latenessS)
    let stuck = [Int](repeating: 900 * day, count: 2_500)
    let arrivals = [[900 * day], [0], [1_000 * day], [1], [2] + stuck + [3, 4]]
    #expect(released(of: arrivals, by: &buffer) == (0...4).map { "\($0) m0" })
    #expect(buffer.setAside == 2 + stuck.count && buffer.tooLate == 0 && buffer.repeated == 0)
  }

  @Test("believes a leap that others follow, and the last one of a stream", arguments: [0, 300.0])
  func outage(latenessS: Double) {
    let minutes = [0, 1, 10_000, 10_001, 10_001, 40_000, 60_000, 90_000]
    var buffer = LatenessBuffer(latenessS: latenessS)
    let expected = [0, 1, 10_000, 10_001, 40_000, 60_000, 90_000].map { "\($0) m0" }
    #expect(released(of: minutes.map { [$0] }, by: &buffer) == expected)
    #expect(buffer.setAside == 0 && buffer.repeated == 1)
  }

  @Test("holds no more than its capacity, the oldest coming out early")
  func capacity() {
    var buffer = LatenessBuffer(latenessS: 86_400, capacity: 3)
    var batch = StreamBatch()
    for minute in [4, 2, 5, 3, 1] { batch.append(sample(minute: minute, power: 1)) }
    buffer.order(&batch, meterIDs: ["m"])
    #expect(words(batch) == ["2 m0"])
    #expect(buffer.tooLate == 1)
  }

  /// All that comes out when samples of these minutes arrive in these batches, and the stream ends.
  private func released(of arrivals: [[Int]], by buffer: inout LatenessBuffer) -> [String] {
    var released: [String] = []
    for minutes in arrivals {
      var batch = StreamBatch()
      for minute in minutes { batch.append(sample(minute: minute, power: 1)) }
      buffer.order(&batch, meterIDs: ["m"])
      released += words(batch)
    }
    var rest = StreamBatch()
    buffer.flush(&rest, meterIDs: ["m"])
    return released + words(rest)
  }

  private func words(_ batch: StreamBatch) -> [String] {
    var words: [String] = []
    batch.forEach { index in
      let sample = batch.samples[index]
      words.append("\(sample.time.millisecondsSinceEpoch / 60_000) m\(sample.meter)")
    } action: { action in
      words.append("\(action.time.millisecondsSinceEpoch / 60_000) \(action.kind)")
    }
    return words
  }

  private func minute(of batch: StreamBatch) -> Int {
    let time = batch.samples.first?.time ?? batch.actions[0].action.time
    return Int(time.millisecondsSinceEpoch / 60_000)
  }

  private func sample(minute: Int, power: Double) -> Measurement {
    var measurement = Measurement(
      time: Timestamp(millisecondsSinceEpoch: Int64(minute) * 60_000), meter: 0)
    measurement[.voltageV] = 230
    measurement[.activePowerKW] = power
    measurement[.frequencyHz] = 50
    measurement[.thdPercent] = 3
    return measurement
  }
}
