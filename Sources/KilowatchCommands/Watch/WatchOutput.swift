import Documents
import FaultResponse
import Synchronization

/// How the steps of alarms are told.
struct WatchOutput: Sendable {
  let console: Console
  let isJSON: Bool
  /// Where steps are gathered for a report; nil if none is asked for.
  var log: WatchLog?

  func tell(_ step: AlarmTransition) {
    log?.add(step)
    guard !step.isSilent else { return }
    if isJSON {
      console.print(String(decoding: step.document.serialized(.compact), as: UTF8.self))
    } else {
      console.print(sentence(step))
    }
  }

  /// Such as `2026-01-05T12:04:00Z  CRITICAL  m1  voltage out of range: activated (190), trip`.
  private func sentence(_ step: AlarmTransition) -> String {
    let urgency = step.isAnnunciation ? step.priority.rawValue.uppercased() : "-"
    var text = "\(step.time)  \(urgency)  \(step.meterID)  \(step.alarm): "
    text += step.cause.rawValue.split(separator: "_").joined(separator: " ")
    if let value = step.value { text += " (\(value.text(places: 3)))" }
    if step.count > 1 { text += ", \(step.count) times" }
    if let first = step.firstOut { text += ", after \(first)" }
    if let action = step.action { text += ", \(action.rawValue)" }
    return text
  }
}

/// The remark on the first row that a wrong clock dated far ahead.
struct LeapRemark {
  private var isMade = false

  mutating func make(of sample: Measurement?, _ meterIDs: [String], _ console: Console) {
    guard !isMade, let sample else { return }
    isMade = true
    console.note(
      "set aside a row of \(meterIDs[sample.meter]) dated \(sample.time), "
        + "more than a day after all others")
  }
}

/// The steps of a watch, for the report at its end.
final class WatchLog: Sendable {
  private let gathered = Mutex<[AlarmTransition]>([])

  func add(_ step: AlarmTransition) {
    gathered.withLock { $0.append(step) }
  }

  var steps: [AlarmTransition] { gathered.withLock { $0 } }
}
