import GridModel

extension AlarmBook {
  /// The names of the meters, by number.
  public var knownMeters: [String] { meterIDs }

  /// Takes up where `journal`, the whole of a journal, ends: states, running delays, shelves and
  /// counters of chattering.
  ///
  /// The journal's causes happen again: what a sample changed, what an operator did, and the passing
  /// of time. Where the consequences differ because the rules have changed since, the journal counts.
  ///
  /// - Returns: Consequences that a crash kept from the journal.
  public mutating func restore(_ journal: [AlarmTransition]) -> [AlarmTransition] {
    var expected: ArraySlice<AlarmTransition> = []
    for step in journal {
      if expected.first == step {
        expected.removeFirst()
        continue
      }
      guard let rule = rules.firstIndex(where: { $0.name == step.alarm }) else { continue }
      let alarm = meter(named: step.meterID) * rules.count + rule
      expected = repeatCause(of: step, alarm)[...]
      if expected.first == step {
        expected.removeFirst()
      } else {
        expected = []
        force(alarm, step)
      }
    }
    return Array(expected)
  }

  private mutating func repeatCause(of step: AlarmTransition, _ alarm: Int) -> [AlarmTransition] {
    fire(rules[alarm % rules.count].signal.line, ofMeter: alarm / rules.count, upTo: step.time)
    if let holds = step.conditionBySample {
      changeCondition(of: alarm, to: holds, value: step.value, at: step.time)
    }
    switch step.cause {
    case .acknowledged: _ = acknowledge(alarm, at: step.time)
    case .shelved: _ = shelve(alarm, seconds: step.value ?? 0, at: step.time)
    case .unshelved: _ = unshelve(alarm, cause: .unshelved, at: step.time)
    default: break
    }
    return takeTransitions()
  }

  /// Gives an alarm the state that the journal says, whatever the present rules would say.
  private mutating func force(_ alarm: Int, _ step: AlarmTransition) {
    guard alarms[alarm].state != step.to else { return }
    let holds = step.to == .unacknowledged || step.to == .acknowledged || step.to == .suppressed
    update(alarm) { restored in
      restored = Alarm(state: step.to, conditionHolds: holds, isActive: holds)
      if step.to == .shelved { restored.shelfDue = step.time.advanced(bySeconds: step.value ?? 0) }
    }
    guard let group = group(of: alarm) else { return }
    if step.to == .unacknowledged || step.to == .acknowledged {
      firstOut[group] = alarm
    } else if firstOut[group] == alarm {
      firstOut[group] = nil
    }
  }
}

extension AlarmTransition {
  /// Whether a sample made the condition hold, or be over; nil if no sample moved the alarm.
  fileprivate var conditionBySample: Bool? {
    switch cause {
    case .conditionBegan: true
    case .conditionEnded: false
    case .activated, .suppressed, .chatteringBegan: value == nil ? nil : true
    case .cleared: value == nil ? nil : false
    default: nil
    }
  }
}
