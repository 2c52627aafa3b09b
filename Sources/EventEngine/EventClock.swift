import Glibc

/// Where an engine takes its time from.
public protocol EventClock: Sendable {
  /// Nanoseconds since a moment of the clock's choosing; never less than before.
  func nanoseconds() -> UInt64
}

/// The machine's clock that never goes back.
public struct MonotonicClock: EventClock {
  /// The machine's clock.
  public init() {}

  /// Nanoseconds since the machine was started.
  public func nanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }
}
