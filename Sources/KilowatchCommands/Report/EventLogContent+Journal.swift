import FaultResponse
import GridModel
import Reporting

extension EventLogContent {
  /// What `steps`, the whole of a journal, tell of the alarms that operators saw.
  ///
  /// An entry is an alarm from the step that raised it to the one that ended it; alarms that it
  /// suppressed and chattering are told with it.
  init(name: String, steps: [AlarmTransition]) {
    var log = AlarmLog()
    for step in steps { log.add(step) }
    let meters = Set(steps.map(\.meterID)).count
    let span = steps.first.map { first in ", from \(first.time) to \(log.end ?? first.time)" } ?? ""
    self.init(
      name: name,
      source: "\(counted(steps.count, "step")) of alarms at \(counted(meters, "meter"))\(span)",
      entries: log.episodes.map { $0.entry(logEnd: log.end ?? $0.start) },
      priorityNames: AlarmRule.Priority.allCases.map(\.rawValue), reaction: "acknowledged",
      provenance: [Page.Provenance("Kilowatch", Kilowatch.version)])
  }
}

/// Alarms from their beginning to their end.
private struct AlarmLog {
  private(set) var episodes: [Episode] = []
  /// The time of the last step.
  private(set) var end: Timestamp?
  /// The last episode of each alarm.
  private var latest: [Key: Int] = [:]

  private struct Key: Hashable {
    let meterID: String
    let alarm: String
  }

  mutating func add(_ step: AlarmTransition) {
    end = max(end ?? step.time, step.time)
    let key = Key(meterID: step.meterID, alarm: step.alarm)
    if step.isAnnunciation {
      latest[key] = episodes.count
      episodes.append(Episode(step))
    } else if let first = step.firstOut, step.to == .suppressed {
      let leader = Key(meterID: step.meterID, alarm: first)
      if let index = latest[leader] { episodes[index].add(follower: step.alarm) }
    } else if let index = latest[key] {
      episodes[index].add(step)
    }
  }
}

/// One alarm that an operator was told of.
private struct Episode {
  let start: Timestamp
  private let raised: AlarmTransition
  private var end: Timestamp?
  private var acknowledged: Timestamp?
  private var remarks: [String] = []

  init(_ step: AlarmTransition) {
    raised = step
    start = step.time
    remarks =
      switch step.action {
      case .trip: ["asked for a trip"]
      case .shed: ["asked to shed load"]
      case .redispatch: ["asked for a new dispatch"]
      case .alert, nil: ["told the operator"]
      }
  }

  mutating func add(follower: String) {
    let remark = "with \(follower)"
    if !remarks.contains(remark) { remarks.append(remark) }
  }

  mutating func add(_ step: AlarmTransition) {
    switch step.cause {
    case .acknowledged:
      if acknowledged == nil { acknowledged = step.time }
    case .shelved: remarks.append("shelved")
    case .chatteringEnded: remarks.append("chattered, \(step.count) times")
    default: break
    }
    switch step.to {
    case .unacknowledged, .acknowledged: end = nil
    case .normal, .returnedUnacknowledged, .shelved: if end == nil { end = step.time }
    case .suppressed: break
    }
  }

  func entry(logEnd: Timestamp) -> EventLogContent.Entry {
    let event = GridEvent(
      start: start, end: max(start, end ?? logEnd), meterID: raised.meterID, kind: raised.alarm,
      peakScore: raised.value ?? 0)
    return EventLogContent.Entry(
      event, priority: AlarmRule.Priority.allCases.firstIndex(of: raised.priority) ?? 0,
      reactionS: acknowledged.map { $0.seconds(since: start) },
      response: remarks.joined(separator: "; "), isOpen: end == nil)
  }
}
