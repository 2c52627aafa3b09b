import EventEngine
import GridModel

/// One rule's alarm at one meter.
struct Alarm: Sendable {
  var state = AlarmState.normal
  /// Whether the rule's condition holds now, its dead band applied.
  var conditionHolds = false
  /// Whether the alarm is active: the condition has held for the on-delay, and has not been over
  /// for the off-delay.
  var isActive = false
  /// The timer of the on-delay.
  var activation: TimerTicket?
  /// The timer of the off-delay.
  var clearing: TimerTicket?
  /// The timer of the shelf.
  var shelfExpiry: TimerTicket?
  /// The timer of the quiet after chattering; set while it chatters.
  var chatteringEnd: TimerTicket?
  /// Activations of late, the newest last.
  var activations: [Timestamp] = []
  /// Activations that were counted silently while it chattered.
  var silentActivations = 0

  /// Whether a sample within all limits cannot change it.
  var isAtRest: Bool { !conditionHolds && !isActive && activation == nil && clearing == nil }
}
