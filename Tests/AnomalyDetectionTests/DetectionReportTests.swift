import AnomalyDetection
import GridModel
import Learning
import Testing

@Suite("A detection report")
struct DetectionReportTests {
  let kinds: [AnomalyKind] = [
    .normal, .normal, .powerSpike, .powerSpike, .normal, .drift, .drift, .drift, .normal, .normal,
  ]
  let scores = [0.1, 0.2, 0.3, 0.9, 0.1, 0.4, 0.1, 0.2, 0.8, 0.1]

  @Test("tells rows, events and kinds apart")
  func report() throws {
    let rows = LabelledScores(
      scores: scores, decisions: scores.map { $0 >= 0.5 }, labels: kinds.map { $0 != .normal },
      kinds: kinds)
    let timeline = Timeline.minutes(Array(scores.indices))
    let alarms = try EventRule().events(scores: scores, threshold: 0.5, timeline: timeline)
    let threshold = ScoreThreshold(value: 0.5, method: "auto", source: "definition")
    let report = DetectionReport(rows, threshold: threshold, timeline: timeline, alarms: alarms)
    #expect(report.rows.truePositives == 1 && report.rows.falsePositives == 1)
    let events = try #require(report.events)
    #expect(events.counts.eventCount == 2 && events.counts.foundCount == 1)
    #expect(events.counts.falseAlarmCount == 1)
    #expect(events.medianDelayS == 60)
    #expect(abs(events.falseAlarmsPerDay - 144) < 1e-9)
    #expect(events.kinds[.powerSpike]?.eventRecall == 1)
    #expect(events.kinds[.powerSpike]?.recall == 0.5)
    #expect(events.kinds[.drift]?.eventRecall == 0 && events.kinds[.drift]?.rowCount == 3)
    #expect(events.kinds[.noiseBurst] == nil)
    #expect(abs(events.ranges.recall - 0.25) < 1e-15 && events.ranges.precision == 0.5)
  }

  @Test("of a table without time has no events")
  func table() {
    let rows = LabelledScores(
      scores: [0.1, 0.9], decisions: [false, true], labels: [false, true])
    let report = DetectionReport(
      rows, threshold: ScoreThreshold(value: 0.5, method: "auto", source: "definition"))
    #expect(report.events == nil && report.rocAUC == 1 && report.rows.f1 == 1)
  }
}
