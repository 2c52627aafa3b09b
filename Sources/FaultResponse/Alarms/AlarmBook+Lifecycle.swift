import EventEngine
import GridModel

// How an alarm moves through its states (ANSI/ISA-18.2-2016, figure 3). Delays come first: what is
// called "activate" and "clear" here happens after them.

extension AlarmBook {
  mutating func conditionBegan(_ alarm: Int, value: Double, at time: Timestamp) {
    if let ticket = alarms[alarm].clearing {
      _ = timers.cancel(ticket)
      update(alarm) { $0.clearing = nil }
    }
    guard !alarms[alarm].isActive else { return }
    let delay = rules[alarm % rules.count].onDelayS
    guard delay > 0 else { return activate(alarm, value: value, at: time) }
    let ticket = setTimer(.activation(alarm: alarm), at: time.advanced(bySeconds: delay))
    update(alarm) { $0.activation = ticket }
  }

  mutating func conditionEnded(_ alarm: Int, value: Double, at time: Timestamp) {
    if let ticket = alarms[alarm].activation {
      _ = timers.cancel(ticket)
      update(alarm) { $0.activation = nil }
    }
    guard alarms[alarm].isActive else { return }
    let delay = rules[alarm % rules.count].offDelayS
    guard delay > 0 else { return clear(alarm, value: value, at: time) }
    let ticket = setTimer(.clearing(alarm: alarm), at: time.advanced(bySeconds: delay))
    update(alarm) { $0.clearing = ticket }
  }

  mutating func activate(_ alarm: Int, value: Double?, at time: Timestamp) {
    update(alarm) { $0.isActive = true }
    guard alarms[alarm].state != .shelved else { return }
    if alarms[alarm].chatteringEnd != nil { return countSilently(alarm, at: time) }
    if let group = group(of: alarm) {
      if let first = firstOut[group], first != alarm {
        return record(
          alarm, to: .suppressed, cause: .suppressed, value: value, at: time, firstOut: first)
      }
      firstOut[group] = alarm
    }
    let windowStart = time.advanced(bySeconds: -chattering.windowS)
    update(alarm) { state in
      state.activations.removeAll { $0 < windowStart }
      state.activations.append(time)
    }
    if alarms[alarm].activations.count >= chattering.count {
      record(alarm, to: .unacknowledged, cause: .chatteringBegan, value: value, at: time)
      update(alarm) { $0.silentActivations = 0 }
      prolongChattering(alarm, from: time)
    } else {
      record(
        alarm, to: .unacknowledged, cause: .activated, value: value, at: time,
        action: rules[alarm % rules.count].action)
    }
  }

  mutating func clear(_ alarm: Int, value: Double?, at time: Timestamp) {
    update(alarm) { $0.isActive = false }
    guard alarms[alarm].chatteringEnd == nil else { return }
    if alarms[alarm].state == .suppressed {
      record(alarm, to: .normal, cause: .cleared, value: value, at: time)
    }
    guard let group = group(of: alarm) else {
      return settle(alarm, value: value, at: time)
    }
    // The first out stands for its group until the last of the group is over.
    guard let first = firstOut[group], !isAnyActive(in: group) else { return }
    firstOut[group] = nil
    settle(first, value: first == alarm ? value : nil, at: time)
  }

  /// Gives a standing alarm that is over the state that its acknowledgement leaves it.
  private mutating func settle(_ alarm: Int, value: Double?, at time: Timestamp) {
    switch alarms[alarm].state {
    case .unacknowledged:
      record(alarm, to: .returnedUnacknowledged, cause: .cleared, value: value, at: time)
    case .acknowledged: record(alarm, to: .normal, cause: .cleared, value: value, at: time)
    case .normal, .returnedUnacknowledged, .shelved, .suppressed: break
    }
  }

  // MARK: - Operators

  mutating func acknowledge(_ alarm: Int, at time: Timestamp) -> Bool {
    switch alarms[alarm].state {
    case .unacknowledged: record(alarm, to: .acknowledged, cause: .acknowledged, at: time)
    case .returnedUnacknowledged: record(alarm, to: .normal, cause: .acknowledged, at: time)
    case .normal, .acknowledged, .shelved, .suppressed: return false
    }
    return true
  }

  mutating func shelve(_ alarm: Int, seconds: Double, at time: Timestamp) -> Bool {
    guard alarms[alarm].state != .shelved else { return false }
    if let group = group(of: alarm), firstOut[group] == alarm {
      firstOut[group] = nil
    }
    record(alarm, to: .shelved, cause: .shelved, value: seconds, at: time)
    let ticket = setTimer(.shelfExpiry(alarm: alarm), at: time.advanced(bySeconds: seconds))
    update(alarm) { $0.shelfExpiry = ticket }
    return true
  }

  mutating func unshelve(_ alarm: Int, cause: AlarmCause, at time: Timestamp) -> Bool {
    guard alarms[alarm].state == .shelved else { return false }
    if let ticket = alarms[alarm].shelfExpiry { _ = timers.cancel(ticket) }
    update(alarm) { $0.shelfExpiry = nil }
    record(alarm, to: .normal, cause: cause, at: time)
    if alarms[alarm].isActive { activate(alarm, value: nil, at: time) }
    return true
  }

  // MARK: - Chattering

  private mutating func countSilently(_ alarm: Int, at time: Timestamp) {
    update(alarm) { $0.silentActivations += 1 }
    prolongChattering(alarm, from: time)
  }

  private mutating func prolongChattering(_ alarm: Int, from time: Timestamp) {
    if let ticket = alarms[alarm].chatteringEnd { _ = timers.cancel(ticket) }
    let quiet = time.advanced(bySeconds: chattering.windowS)
    let ticket = setTimer(.chatteringEnd(alarm: alarm), at: quiet)
    update(alarm) { $0.chatteringEnd = ticket }
  }

  mutating func endChattering(_ alarm: Int, at time: Timestamp) {
    let count = chattering.count + alarms[alarm].silentActivations
    update(alarm) { state in
      state.chatteringEnd = nil
      state.activations = []
    }
    guard alarms[alarm].state != .shelved else { return }
    let isAcknowledged = alarms[alarm].state == .acknowledged
    let next: AlarmState =
      alarms[alarm].isActive
      ? alarms[alarm].state : isAcknowledged ? .normal : .returnedUnacknowledged
    record(alarm, to: next, cause: .chatteringEnded, at: time, count: count)
    if let group = group(of: alarm), firstOut[group] == alarm, !isAnyActive(in: group) {
      firstOut[group] = nil
    }
  }

  // MARK: - Groups and records

  private func group(of alarm: Int) -> Group? {
    rules[alarm % rules.count].group.map { Group(meter: alarm / rules.count, name: $0) }
  }

  private func isAnyActive(in group: Group) -> Bool {
    rules.indices.contains { rule in
      let alarm = group.meter * rules.count + rule
      return rules[rule].group == group.name && alarms[alarm].isActive
        && alarms[alarm].state != .shelved
    }
  }

  private mutating func record(
    _ alarm: Int, to next: AlarmState, cause: AlarmCause, value: Double? = nil, at time: Timestamp,
    count: Int = 1, firstOut: Int? = nil, action: AlarmRule.Action? = nil
  ) {
    let rule = rules[alarm % rules.count]
    transitions.append(
      AlarmTransition(
        time: time, meterID: meterIDs[alarm / rules.count], alarm: rule.name,
        from: alarms[alarm].state, to: next, cause: cause, value: value, count: count,
        firstOut: firstOut.map { rules[$0 % rules.count].name }, priority: rule.priority,
        action: action))
    update(alarm) { $0.state = next }
  }
}
