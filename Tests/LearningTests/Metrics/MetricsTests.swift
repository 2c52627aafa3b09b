import Learning
import Testing

@Suite("Metrics")
struct MetricsTests {
  @Test("of decisions and rankings agree with scikit-learn")
  func ranking() throws {
    for reference in try MetricsReference.loaded.get().ranking {
      let labels = reference.labels.map { $0 == 1 }
      let counts = ConfusionCounts(
        labels: labels, decisions: reference.scores.map { $0 >= reference.threshold })
      #expect(abs(counts.precision - reference.precision) < 1e-15, "\(reference.name)")
      #expect(abs(counts.recall - reference.recall) < 1e-15, "\(reference.name)")
      #expect(abs(counts.f1 - reference.f1) < 1e-15, "\(reference.name)")
      #expect(abs(counts.accuracy - reference.accuracy) < 1e-15, "\(reference.name)")
      let ranking = ScoreRanking(scores: reference.scores, labels: labels)
      let area = try #require(ranking.rocAUC)
      let precision = try #require(ranking.averagePrecision)
      #expect(abs(area - reference.rocAuc) < 1e-14, "\(reference.name)")
      #expect(abs(precision - reference.averagePrecision) < 1e-14, "\(reference.name)")
    }
  }

  @Test("of ranges agree with the reference implementation of Tatbul et al.")
  func ranges() throws {
    for reference in try MetricsReference.loaded.get().ranges {
      let bias = try #require(RangeMetrics.Configuration.Bias(rawValue: reference.bias))
      let configuration = RangeMetrics.Configuration(
        existenceWeight: reference.alpha, recallBias: bias, precisionBias: bias,
        cardinality: reference.cardinality == "one" ? .one : .reciprocal)
      let metrics = RangeMetrics(
        events: runs(reference.real), alarms: runs(reference.predicted),
        configuration: configuration)
      #expect(abs(metrics.recall - reference.recall) < 1e-14, "\(reference)")
      #expect(abs(metrics.precision - reference.precision) < 1e-14, "\(reference)")
    }
  }

  @Test("of several classes agree with scikit-learn")
  func classes() throws {
    let reference = try #require(try MetricsReference.loaded.get().classes.first)
    let metrics = ClassificationMetrics(
      classes: reference.classes, decisions: reference.decisions, classCount: 4)
    #expect(metrics.confusion == reference.confusion)
    #expect(abs(metrics.accuracy - reference.accuracy) < 1e-15)
    #expect(abs(metrics.macroF1 - reference.macroF1) < 1e-15)
    let area = ClassificationMetrics.macroROCAUC(
      probabilities: reference.probabilities, classes: reference.classes)
    #expect(abs((area ?? 0) - reference.macroRocAuc) < 1e-14)
  }

  @Test("of events count an event as found when any alarm touches it")
  func events() {
    let metrics = EventMetrics(
      events: [10..<20, 30..<40, 50..<60], alarms: [0..<5, 8..<12, 35..<36, 38..<55, 70..<71])
    #expect(metrics.foundCount == 3 && metrics.eventCount == 3)
    #expect(metrics.falseAlarmCount == 2 && metrics.alarmCount == 5)
    #expect(metrics.foundAt == [10, 35, 50])
    #expect(metrics.recall == 1 && metrics.precision == 0.6 && abs(metrics.f1 - 0.75) < 1e-15)
  }

  @Test("of nothing are zero or absent, never not a number")
  func nothing() {
    let events = EventMetrics(events: [], alarms: [])
    #expect(events.precision == 0 && events.recall == 0 && events.f1 == 0)
    let ranges = RangeMetrics(events: [], alarms: [1..<2])
    #expect(ranges.precision == 0 && ranges.recall == 0 && ranges.f1 == 0)
    #expect(ScoreRanking(scores: [1, 2], labels: [true, true]).rocAUC == nil)
    #expect(ScoreRanking(scores: [1, 2], labels: [false, false]).averagePrecision == nil)
    #expect(ScoreRanking(scores: [], labels: []).bestF1Cut == nil)
    #expect(ConfusionCounts(labels: [], decisions: []).accuracy == 0)
  }

  @Test("find the threshold of the highest F1")
  func bestF1() throws {
    let ranking = ScoreRanking(
      scores: [0.9, 0.8, 0.7, 0.6, 0.5, 0.4], labels: [true, true, false, true, false, false])
    let cut = try #require(ranking.bestF1Cut)
    #expect(cut.threshold == 0.6)
    #expect(abs(ranking.f1(of: cut) - 6.0 / 7) < 1e-15)
  }

  private func runs(_ rows: [Int]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for row in rows.indices where rows[row] == 1 {
      if let last = runs.last, last.upperBound == row {
        runs[runs.count - 1] = last.lowerBound..<row + 1
      } else {
        runs.append(row..<row + 1)
      }
    }
    return runs
  }
}
