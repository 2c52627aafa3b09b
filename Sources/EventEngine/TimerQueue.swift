/// Things that are due later, the earliest first, in the order of setting where times are equal.
///
/// - Complexity: O(log n) to set and take; O(1) to cancel.
public struct TimerQueue<Payload: Sendable>: Sendable {
  private struct Deadline: Comparable, Sendable {
    let nanoseconds: UInt64
    let sequence: UInt64

    static func < (left: Deadline, right: Deadline) -> Bool {
      left.nanoseconds != right.nanoseconds
        ? left.nanoseconds < right.nanoseconds : left.sequence < right.sequence
    }
  }

  private var heap = FlatHeap<Deadline>()
  private var pending: [UInt64: Payload] = [:]
  private var nextSequence: UInt64 = 0

  /// No timers.
  public init() {}

  /// Timers that are set.
  public var count: Int { pending.count }

  /// The time at which the next timer is due; nil if none is set.
  public mutating func nextDeadlineNanoseconds() -> UInt64? {
    while let first = heap.first {
      if pending[first.sequence] != nil { return first.nanoseconds }
      _ = heap.pop()
    }
    return nil
  }

  /// Sets a timer for `deadlineNanoseconds`.
  public mutating func set(_ payload: Payload, deadlineNanoseconds: UInt64) -> TimerTicket {
    let ticket = TimerTicket(sequence: nextSequence)
    nextSequence += 1
    pending[ticket.sequence] = payload
    heap.push(Deadline(nanoseconds: deadlineNanoseconds, sequence: ticket.sequence))
    return ticket
  }

  /// Unsets a timer; nil if it is no longer set.
  public mutating func cancel(_ ticket: TimerTicket) -> Payload? {
    pending.removeValue(forKey: ticket.sequence)
  }

  /// Takes the next timer that is due at `nowNanoseconds`, with the time it was set for.
  public mutating func takeDue(
    nowNanoseconds: UInt64
  ) -> (payload: Payload, deadlineNanoseconds: UInt64)? {
    while let first = heap.first, first.nanoseconds <= nowNanoseconds {
      _ = heap.pop()
      if let payload = pending.removeValue(forKey: first.sequence) {
        return (payload, first.nanoseconds)
      }
    }
    return nil
  }
}

/// Names one timer, so that it can be cancelled.
public struct TimerTicket: Hashable, Sendable {
  let sequence: UInt64
}
