import GridModel
import Learning
import Numerics

extension DetectionReport.EventReport {
  init(_ rows: LabelledScores, timeline: Timeline, alarms: [Range<Int>]) {
    // An event of one kind that runs into one of another is two.
    let kindAt = { (row: Int) -> AnomalyKind? in
      guard rows.labels[row] else { return nil }
      return rows.kinds?[row] ?? .normal
    }
    let events = timeline.runs(kindAt)
    counts = EventMetrics(events: events, alarms: alarms)
    ranges = RangeMetrics(events: events, alarms: alarms)
    let delays = timeline.delaysS(of: events, counts)
    medianDelayS = delays.isEmpty ? nil : delays.median
    meanDelayS = delays.isEmpty ? nil : delays.mean
    days = timeline.days
    falseAlarmsPerDay = days > 0 ? Double(counts.falseAlarmCount) / days : 0
    var kinds: [AnomalyKind: DetectionReport.KindReport] = [:]
    for kind in AnomalyKind.allCases where kind != .normal {
      let own = events.filter { kindAt(timeline.rows[$0.lowerBound]) == kind }
      guard !own.isEmpty else { continue }
      kinds[kind] = DetectionReport.KindReport(own, rows, timeline: timeline, alarms: alarms)
    }
    self.kinds = kinds
  }
}

extension DetectionReport.KindReport {
  fileprivate init(
    _ events: [Range<Int>], _ rows: LabelledScores, timeline: Timeline, alarms: [Range<Int>]
  ) {
    let places = events.joined()
    rowCount = places.count
    recall =
      Double(places.count { rows.decisions[timeline.rows[$0]] }) / Double(max(places.count, 1))
    let metrics = EventMetrics(events: events, alarms: alarms)
    eventCount = metrics.eventCount
    eventRecall = metrics.recall
    let delays = timeline.delaysS(of: events, metrics)
    medianDelayS = delays.isEmpty ? nil : delays.median
  }
}
