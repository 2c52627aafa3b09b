import AnomalyDetection
import Testing

@Suite("A threshold rule")
struct ThresholdRuleTests {
  let scores = (0..<100).map { Double($0) / 100 }

  @Test("gives what it is asked for, and says where it comes from")
  func rules() throws {
    #expect(
      try threshold(.automatic, natural: 0.5)
        == ScoreThreshold(value: 0.5, method: "auto", source: "definition"))
    #expect(
      try threshold(.value(0.3))
        == ScoreThreshold(value: 0.3, method: "value=0.3", source: "given"))
    let contamination = try threshold(.contamination(0.1))
    #expect(abs(contamination.value - 0.891) < 1e-12)
    #expect(contamination.method == "contamination=0.1" && contamination.source == "later rows")
    #expect(abs(try threshold(.quantile(0.5)).value - 0.495) < 1e-12)
  }

  @Test("calls at most the expected share anomalous", arguments: [0, 0.01, 0.05, 0.5])
  func contamination(share: Double) throws {
    let threshold = try threshold(.contamination(share)).value
    #expect(scores.count { $0 >= threshold } == Int(share * 100))
  }

  @Test("of the highest F1 stands between the last hit and the next row")
  func bestF1() throws {
    let labels = scores.map { $0 >= 0.9 }
    let threshold = try threshold(.automatic, labels: labels)
    #expect(abs(threshold.value - 0.895) < 1e-12)
    #expect(threshold.method == "best-f1")
    #expect(throws: DetectionError.noLabels) { try self.threshold(.automatic) }
  }

  @Test("of bearable alarms a day counts only alarms that labels call false")
  func falseAlarms() throws {
    // One day of a row each quarter of an hour, with four peaks of different height.
    var scores = [Double](repeating: 0.1, count: 96)
    for (row, score) in [(10, 0.9), (30, 0.8), (50, 0.7), (70, 0.6)] { scores[row] = score }
    let timeline = Timeline.minutes((0..<96).map { $0 * 15 })
    let truth = scores.indices.map { $0 == 30 }
    func alarms(_ limit: Double, _ labels: [Bool]?) throws -> Int {
      let value = try ThresholdRule.falseAlarmsPerDay(limit).threshold(
        on: ValidationScores(
          scores: scores, labels: labels, timeline: timeline, source: "later rows"),
        events: EventRule(), natural: nil
      ).value
      return scores.count { $0 >= value }
    }
    #expect(try alarms(2, nil) == 2)
    #expect(try alarms(2, truth) == 3)
    #expect(try alarms(0, nil) == 0)
    #expect(try alarms(0, truth) == 0)
    #expect(throws: DetectionError.noTime) { try threshold(.falseAlarmsPerDay(1)) }
  }

  @Test(
    "refuses numbers that make no sense",
    arguments: [
      ThresholdRule.contamination(-0.1), .contamination(0.6), .contamination(.nan), .quantile(-0.1),
      .quantile(1.1), .value(.infinity), .falseAlarmsPerDay(-1),
    ])
  func refusals(rule: ThresholdRule) {
    #expect(throws: DetectionError.self) { try rule.checked() }
  }

  private func threshold(
    _ rule: ThresholdRule, labels: [Bool]? = nil, natural: Double? = nil
  ) throws -> ScoreThreshold {
    try rule.threshold(
      on: ValidationScores(scores: scores, labels: labels, timeline: nil, source: "later rows"),
      events: EventRule(), natural: natural)
  }
}
