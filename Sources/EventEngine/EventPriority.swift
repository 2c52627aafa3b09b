/// How urgent an event is.
///
/// Within a priority, events are handled in the order of their arrival.
public enum EventPriority: UInt8, CaseIterable, Comparable, Sendable {
  /// Handled before everything else, and never shed.
  case critical
  /// Handled before routine work.
  case high
  /// Routine work that somebody waits for.
  case normal
  /// Work that may wait.
  case low
  /// Work for idle time: the first to be shed.
  case background

  /// Whether `left` is the more urgent of the two.
  public static func < (left: EventPriority, right: EventPriority) -> Bool {
    left.rawValue < right.rawValue
  }
}
