import AnomalyDetection
import Testing

@Suite("An event rule")
struct EventRuleTests {
  let scores = [0.1, 0.9, 0.7, 0.3, 0.9, 0.2, 0.2, 0.2, 0.95, 0.6, 0.1]

  @Test("makes of the threshold alone one event of each run")
  func plain() throws {
    #expect(try events() == [1..<3, 4..<5, 8..<10])
  }

  @Test("holds an event until scores fall below the hysteresis")
  func hysteresis() throws {
    #expect(try events(hysteresis: 0.25, threshold: 0.8) == [1..<3, 4..<5, 8..<10])
    #expect(try events(hysteresis: 0.55, threshold: 0.8) == [1..<5, 8..<10])
    #expect(try events(threshold: 0.8) == [1..<2, 4..<5, 8..<9])
  }

  @Test("joins events over pauses no longer than the merge gap")
  func merging() throws {
    #expect(try events(mergeGapS: 60) == [1..<5, 8..<10])
    #expect(try events(mergeGapS: 180) == [1..<10])
    #expect(try events(mergeGapS: 179) == [1..<5, 8..<10])
  }

  @Test("drops events that are too short, after it has joined them")
  func minimum() throws {
    #expect(try events(minimumDurationS: 120) == [1..<3, 8..<10])
    #expect(try events(minimumDurationS: 180, mergeGapS: 60) == [1..<5])
  }

  @Test("does not hold an event across a gap in time or the end of a meter")
  func gaps() throws {
    let rule = try EventRule()
    let timeline = Timeline.minutes([0, 1, 2, 30, 31])
    #expect(
      rule.events(scores: [1, 1, 1, 1, 1], threshold: 1, timeline: timeline) == [0..<3, 3..<5])
    let meters = Timeline(
      timestamps: [0, 1, 0, 1].map(minute), meterIDs: ["a", "b"], meterIndices: [0, 0, 1, 1])
    #expect(
      rule.events(scores: [1, 1, 1, 1], threshold: 1, timeline: meters) == [0..<2, 2..<4])
  }

  @Test("refuses numbers that make no sense", arguments: [-1, Double.nan, .infinity])
  func refusals(value: Double) {
    #expect(throws: DetectionError.self) { try EventRule(minimumDurationS: value) }
    #expect(throws: DetectionError.self) { try EventRule(mergeGapS: value) }
    #expect(throws: DetectionError.self) { try EventRule(hysteresis: value) }
  }

  private func events(
    minimumDurationS: Double = 0, mergeGapS: Double = 0, hysteresis: Double = 0,
    threshold: Double = 0.5
  ) throws -> [Range<Int>] {
    try EventRule(
      minimumDurationS: minimumDurationS, mergeGapS: mergeGapS, hysteresis: hysteresis
    ).events(
      scores: scores, threshold: threshold, timeline: .minutes(Array(scores.indices)))
  }
}
