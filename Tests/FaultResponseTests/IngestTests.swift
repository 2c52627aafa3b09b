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

  @Test("puts late and repeated samples back into order", arguments: 1...10)
  func lateness(seed: UInt64) {
    var state = seed
    func draw(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let ordered = (0..<300).flatMap { minute in
      (0..<3).map { meter in
        var measurement = sample(minute: minute, power: Double(minute * 3 + meter))
        measurement.meter = meter
        return measurement
      }
    }
    // Each sample arrives up to five minutes late, and one in four arrives twice.
    var arrivals = ordered.enumerated().map { (time: $0.offset / 3 + draw(below: 6), $0.element) }
    arrivals += arrivals.filter { _ in draw(below: 4) == 0 }.map { ($0.time, $0.1) }
    arrivals.sort { ($0.time, $0.1.values[2]) < ($1.time, $1.1.values[2]) }
    var buffer = LatenessBuffer(latenessS: 300)
    var released: [Measurement] = []
    for (_, measurement) in arrivals { buffer.push(measurement) { released.append($0) } }
    buffer.flush { released.append($0) }
    #expect(released == ordered)
    #expect(buffer.tooLate == 0)
    #expect(buffer.repeated == arrivals.count - ordered.count)
  }

  @Test("leaves out what is later than it may be, and counts it")
  func tooLate() {
    var buffer = LatenessBuffer(latenessS: 60)
    var released: [Timestamp] = []
    for minute in [0, 5, 3, 6] {
      buffer.push(sample(minute: minute, power: 1)) { released.append($0.time) }
    }
    buffer.flush { released.append($0.time) }
    #expect(released == [0, 5, 6].map { sample(minute: $0, power: 1).time })
    #expect(buffer.tooLate == 1)
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
