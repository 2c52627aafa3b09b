import EventEngine
import GridModel

extension AlarmBook {
  /// The number of meters that the book knows.
  public var meterCount: Int { meterIDs.count }

  /// Puts every alarm into the state in which `transitions`, the whole of a journal, left it.
  ///
  /// Steps of rules that are no longer there are passed over. Delays that were running begin anew
  /// with the next sample.
  public mutating func restore(_ transitions: [AlarmTransition]) {
    for step in transitions {
      guard let rule = rules.firstIndex(where: { $0.name == step.alarm }) else { continue }
      let alarm = meter(named: step.meterID) * rules.count + rule
      let holds = step.to == .unacknowledged || step.to == .acknowledged || step.to == .suppressed
      update(alarm) { state in
        state.state = step.to
        state.isActive = holds
        state.conditionHolds = holds
      }
      if let name = rules[rule].group {
        let group = Group(meter: alarm / rules.count, name: name)
        if step.to == .unacknowledged || step.to == .acknowledged {
          firstOut[group] = alarm
        } else if firstOut[group] == alarm {
          firstOut[group] = nil
        }
      }
      restoreShelf(alarm, step)
    }
  }

  private mutating func restoreShelf(_ alarm: Int, _ step: AlarmTransition) {
    if let ticket = alarms[alarm].shelfExpiry { _ = timers.cancel(ticket) }
    update(alarm) { $0.shelfExpiry = nil }
    guard step.to == .shelved, let seconds = step.value else { return }
    let ticket = setTimer(.shelfExpiry(alarm: alarm), at: step.time.advanced(bySeconds: seconds))
    update(alarm) { $0.shelfExpiry = ticket }
  }
}
