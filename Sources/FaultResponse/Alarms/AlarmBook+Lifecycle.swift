import GridModel

// How an alarm moves through its states (ANSI/ISA-18.2-2016, figure 3). Delays come first: what is
// called "activate" and "clear" here happens after them.

extension AlarmBook {
  /// Takes that a sample made a rule's condition hold, or be over.
  ///
  /// Unless that moves the alarm at once, a silent step keeps it for the journal.
  mutating func changeCondition(of alarm: Int, to holds: Bool, value: Double?, at time: Timestamp) {
    let stepsBefore = transitions.count
    let rule = rules[alarm % rules.count]
    update(alarm) { state in
      state.conditionHolds = holds
      state.activationDue = nil
      state.clearingDue = nil
    }
    let delay = holds ? rule.onDelayS : rule.offDelayS
    if holds == alarms[alarm].isActive {
      // The alarm is already where the condition would take it.
    } else if delay > 0 {
      let due = time.advanced(bySeconds: delay)
      update(alarm) { if holds { $0.activationDue = due } else { $0.clearingDue = due } }
    } else if holds {
      activate(alarm, value: value, at: time)
    } else {
      clear(alarm, value: value, at: time)
    }
    let isTold = transitions[stepsBefore...].contains { step in
      step.alarm == rule.name && step.value?.isFinite == true
    }
    guard !isTold else { return }
    record(
      alarm, to: alarms[alarm].state, cause: holds ? .conditionBegan : .conditionEnded,
      value: value, at: time)
  }

  mutating func activate(_ alarm: Int, value: Double?, at time: Timestamp) {
    update(alarm) { $0.isActive = true }
    guard alarms[alarm].state != .shelved else { return }
    guard alarms[alarm].quietDue == nil else {
      update(alarm) { $0.silentActivations += 1 }
      return prolongChattering(alarm, from: time)
    }
    let group = group(of: alarm)
    let first = group.flatMap { firstOut[$0] }
    // It stands for its group already.
    guard first != alarm else { return }
    let chatters = countActivation(alarm, at: time)
    if let first {
      record(
        alarm, to: .suppressed, cause: chatters ? .chatteringBegan : .suppressed, value: value,
        at: time, firstOut: first)
    } else {
      if let group { firstOut[group] = alarm }
      record(
        alarm, to: .unacknowledged, cause: chatters ? .chatteringBegan : .activated, value: value,
        at: time, action: chatters ? nil : rules[alarm % rules.count].action)
    }
    guard chatters else { return }
    update(alarm) { $0.silentActivations = 0 }
    prolongChattering(alarm, from: time)
  }

  mutating func clear(_ alarm: Int, value: Double?, at time: Timestamp) {
    update(alarm) { $0.isActive = false }
    guard alarms[alarm].quietDue == nil else { return }
    if alarms[alarm].state == .suppressed {
      record(alarm, to: .normal, cause: .cleared, value: value, at: time)
    }
    if let group = group(of: alarm) {
      endDisturbance(of: group, value: firstOut[group] == alarm ? value : nil, at: time)
    } else {
      settle(alarm, value: value, at: time)
    }
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

  /// Sets an alarm aside, and with it whatever chattering was counted.
  mutating func shelve(_ alarm: Int, seconds: Double, at time: Timestamp) -> Bool {
    guard alarms[alarm].state != .shelved else { return false }
    record(alarm, to: .shelved, cause: .shelved, value: seconds, at: time)
    update(alarm) { state in
      state.shelfDue = time.advanced(bySeconds: seconds)
      state.quietDue = nil
      state.activations = []
    }
    guard let group = group(of: alarm) else { return true }
    if firstOut[group] == alarm {
      firstOut[group] = nil
      promoteNext(in: group, at: time)
    } else {
      endDisturbance(of: group, value: nil, at: time)
    }
    return true
  }

  mutating func unshelve(_ alarm: Int, cause: AlarmCause, at time: Timestamp) -> Bool {
    guard alarms[alarm].state == .shelved else { return false }
    update(alarm) { $0.shelfDue = nil }
    record(alarm, to: .normal, cause: cause, at: time)
    if alarms[alarm].isActive { activate(alarm, value: nil, at: time) }
    return true
  }

  // MARK: - Chattering

  /// Whether the activation at `time` is one too many.
  private mutating func countActivation(_ alarm: Int, at time: Timestamp) -> Bool {
    let windowStart = time.advanced(bySeconds: -chattering.windowS)
    update(alarm) { state in
      state.activations.removeAll { $0 < windowStart }
      state.activations.append(time)
    }
    return alarms[alarm].activations.count >= chattering.count
  }

  private mutating func prolongChattering(_ alarm: Int, from time: Timestamp) {
    let quiet = time.advanced(bySeconds: chattering.windowS)
    update(alarm) { $0.quietDue = quiet }
  }

  mutating func endChattering(_ alarm: Int, at time: Timestamp) {
    let count = chattering.count + alarms[alarm].silentActivations
    update(alarm) { state in
      state.quietDue = nil
      state.activations = []
    }
    let group = group(of: alarm)
    let standsForGroup = group.map { firstOut[$0] == alarm && isDisturbed($0) } ?? false
    var next = alarms[alarm].state
    if !alarms[alarm].isActive, !standsForGroup {
      next = next == .unacknowledged ? .returnedUnacknowledged : .normal
    }
    record(alarm, to: next, cause: .chatteringEnded, at: time, count: count)
    if let group { endDisturbance(of: group, value: nil, at: time) }
  }

  // MARK: - Groups and records

  func group(of alarm: Int) -> Group? {
    rules[alarm % rules.count].group.map { Group(meter: alarm / rules.count, name: $0) }
  }

  private func alarms(of group: Group) -> [Int] {
    rules.indices.filter { rules[$0].group == group.name }.map { group.meter * rules.count + $0 }
  }

  private func isDisturbed(_ group: Group) -> Bool {
    alarms(of: group).contains { alarms[$0].standsInGroup }
  }

  /// Settles the first out, which stands for its group until the last of the group is over.
  private mutating func endDisturbance(of group: Group, value: Double?, at time: Timestamp) {
    guard let first = firstOut[group], !isDisturbed(group) else { return }
    firstOut[group] = nil
    settle(first, value: value, at: time)
  }

  /// Lets the alarm that was suppressed first stand for a group whose first out was set aside.
  private mutating func promoteNext(in group: Group, at time: Timestamp) {
    let waiting = alarms(of: group).filter {
      alarms[$0].state == .suppressed && alarms[$0].standsInGroup
    }
    let oldest = waiting.min { left, right in
      let (left, right) = (alarms[left].activations.last, alarms[right].activations.last)
      return left.flatMap { left in right.map { left < $0 } } ?? false
    }
    guard let oldest else { return }
    firstOut[group] = oldest
    record(
      oldest, to: .unacknowledged, cause: .activated, at: time,
      action: rules[oldest % rules.count].action)
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
