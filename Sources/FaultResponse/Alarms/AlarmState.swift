/// Where an alarm is in its life (ANSI/ISA-18.2-2016, clause 5.3; IEC 62682).
public enum AlarmState: String, CaseIterable, Sendable {
  /// The condition does not hold, and nobody has anything to acknowledge.
  case normal
  /// The condition holds, and no operator has acknowledged it.
  case unacknowledged
  /// The condition holds, and an operator knows.
  case acknowledged
  /// The condition is over, and no operator has acknowledged that it was.
  case returnedUnacknowledged = "returned_unacknowledged"
  /// An operator has set it aside for a time.
  case shelved
  /// It holds as a consequence of another alarm of its group, which stands for it.
  case suppressed
}

/// What moved an alarm from one state to another.
public enum AlarmCause: String, CaseIterable, Sendable {
  /// The condition held for the on-delay.
  case activated
  /// The condition was over for the off-delay.
  case cleared
  /// An operator acknowledged the alarm.
  case acknowledged
  /// An operator set it aside.
  case shelved
  /// An operator took it back into service.
  case unshelved
  /// The time for which it was set aside is over.
  case shelfExpired = "shelf_expired"
  /// It was activated too often in too short a time: it counts silently from here.
  case chatteringBegan = "chattering_began"
  /// It has been quiet long enough: `count` says how often it was activated.
  case chatteringEnded = "chattering_ended"
  /// It followed another alarm of its group.
  case suppressed
  /// The condition began without moving the alarm yet: a delay runs, or it is counted silently.
  case conditionBegan = "condition_began"
  /// The condition was over without moving the alarm yet.
  case conditionEnded = "condition_ended"
}
