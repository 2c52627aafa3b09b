import Documents
import FaultResponse

/// What a watch counted.
struct WatchCounters {
  var session: FaultSession.Counters
  var rejectedRows = 0
  /// Events that a full queue lost; never critical ones.
  var shedEvents = 0
  /// Samples that the model never saw, because too many waited for it.
  var unscoredSamples = 0

  var document: JSONValue {
    [
      "samples": JSONValue(session.samples), "interrupts": JSONValue(session.interrupts),
      "annunciations": JSONValue(session.annunciations), "too_late": JSONValue(session.tooLate),
      "repeated": JSONValue(session.repeated), "set_aside": JSONValue(session.setAside),
      "rejected_rows": JSONValue(rejectedRows),
      "refused_actions": JSONValue(session.refusedActions),
      "shed_events": JSONValue(shedEvents), "unscored_samples": JSONValue(unscoredSamples),
    ]
  }

  var sentence: String {
    var parts = [counted(session.samples, "sample"), counted(session.annunciations, "alarm")]
    if session.tooLate > 0 { parts.append("\(session.tooLate) too late") }
    if session.repeated > 0 { parts.append("\(session.repeated) repeated") }
    if session.setAside > 0 { parts.append("\(session.setAside) with a wrong time set aside") }
    if rejectedRows > 0 { parts.append("\(counted(rejectedRows, "row")) rejected") }
    if session.refusedActions > 0 {
      parts.append("\(counted(session.refusedActions, "action")) refused")
    }
    if shedEvents > 0 { parts.append("\(counted(shedEvents, "event")) shed") }
    if unscoredSamples > 0 { parts.append("\(counted(unscoredSamples, "sample")) not scored") }
    return parts.joined(separator: ", ")
  }
}
