import GridModel

/// One rule's alarm at one meter: plain data, so that a journal can put it back.
struct Alarm: Sendable {
  var state = AlarmState.normal
  /// Whether the rule's condition holds now, its dead band applied.
  var conditionHolds = false
  /// Whether the alarm is active: the condition has held for the on-delay, and has not been over
  /// for the off-delay.
  var isActive = false
  /// The moment at which the on-delay is over, while it runs.
  var activationDue: Timestamp?
  /// The moment at which the off-delay is over, while it runs.
  var clearingDue: Timestamp?
  /// The moment at which the shelf expires, while it is shelved.
  var shelfDue: Timestamp?
  /// The moment at which it has been quiet for long enough, while it chatters.
  var quietDue: Timestamp?
  /// Activations of late, the newest last.
  var activations: [Timestamp] = []
  /// Activations that were counted silently while it chattered.
  var silentActivations = 0

  /// Whether a sample within all limits cannot change it.
  var isAtRest: Bool {
    !conditionHolds && !isActive && activationDue == nil && clearingDue == nil
  }

  /// Whether its group's disturbance goes on because of it.
  var standsInGroup: Bool { (isActive || quietDue != nil) && state != .shelved }

  /// The moment at which something happens to it without a sample.
  var nextDue: Timestamp? {
    [activationDue, clearingDue, shelfDue, quietDue].compactMap(\.self).min()
  }
}
