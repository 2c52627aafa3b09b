/// What has happened in a scheduler so far.
public struct SchedulerCounters: Equatable, Sendable {
  /// Events that were let in, timers that fired included.
  public var admitted = 0
  /// Events whose handler has finished.
  public var handled = 0
  /// Events lost to a full queue; never critical ones.
  public var shed = 0
  /// Events and timers that were taken back, by hand or because the scheduler stopped.
  public var cancelled = 0
  /// Events that were refused because the scheduler is stopping.
  public var refused = 0

  /// Nothing yet.
  public init() {}
}
