/// Things that are due later, the earliest first, in the order of setting where times are equal.
///
/// - Complexity: O(log n) to set, take and cancel, amortised.
public struct TimerQueue<Payload: Sendable>: Sendable {
  @usableFromInline var order = TimerOrder()
  /// What the timer in each slot of `order` carries.
  @usableFromInline var payloads: [Payload?] = []

  /// No timers.
  public init() {}

  /// Timers that are set.
  public var count: Int { order.count }

  /// The time at which the next timer is due; nil if none is set.
  public mutating func nextDeadlineNanoseconds() -> UInt64? { order.nextDeadlineNanoseconds() }

  /// Sets a timer for `deadlineNanoseconds`.
  @inlinable
  public mutating func set(_ payload: Payload, deadlineNanoseconds: UInt64) -> TimerTicket {
    let ticket = order.set(deadlineNanoseconds)
    if ticket.slot == payloads.count {
      payloads.append(payload)
    } else {
      payloads[ticket.slot] = payload
    }
    return ticket
  }

  /// Unsets a timer; nil if it is no longer set.
  @inlinable
  public mutating func cancel(_ ticket: TimerTicket) -> Payload? {
    guard order.cancel(ticket) else { return nil }
    return takePayload(ticket.slot)
  }

  /// Takes the next timer that is due at `nowNanoseconds`, with the time it was set for.
  @inlinable
  public mutating func takeDue(
    nowNanoseconds: UInt64
  ) -> (payload: Payload, deadlineNanoseconds: UInt64)? {
    guard let due = order.takeDue(nowNanoseconds), let payload = takePayload(due.slot) else {
      return nil
    }
    return (payload, due.deadlineNanoseconds)
  }

  @inlinable
  mutating func takePayload(_ slot: Int) -> Payload? {
    defer { payloads[slot] = nil }
    return payloads[slot]
  }
}

/// Names one timer, so that it can be cancelled.
public struct TimerTicket: Hashable, Sendable {
  @usableFromInline let slot: Int
  let sequence: UInt64
}

/// The order of the timers of a `TimerQueue`, which knows nothing of what they carry: not generic,
/// so that it is compiled once.
@usableFromInline
struct TimerOrder: Sendable {
  /// Timers that are set.
  private(set) var count = 0
  private var heap = RankHeap()
  /// The number of the timer in each slot; a heap entry of another number was cancelled.
  private var sequences: [UInt64] = []
  private var freeSlots: [Int] = []
  private var nextSequence: UInt64 = 0

  init() {}

  @usableFromInline
  mutating func set(_ deadlineNanoseconds: UInt64) -> TimerTicket {
    let slot = freeSlots.popLast() ?? sequences.count
    precondition(slot < RankedSlot.slotLimit, "at most 16,777,216 timers can be set")
    if slot == sequences.count { sequences.append(nextSequence) }
    sequences[slot] = nextSequence
    _ = heap.push(RankedSlot(rank: deadlineNanoseconds, arrival: nextSequence, slot: slot))
    nextSequence += 1
    count += 1
    return TimerTicket(slot: slot, sequence: sequences[slot])
  }

  @usableFromInline
  mutating func cancel(_ ticket: TimerTicket) -> Bool {
    guard ticket.slot < sequences.count, sequences[ticket.slot] == ticket.sequence else {
      return false
    }
    free(ticket.slot)
    return true
  }

  mutating func nextDeadlineNanoseconds() -> UInt64? {
    while let first = heap.first {
      if isSet(first) { return first.rank }
      _ = heap.pop()
    }
    return nil
  }

  @usableFromInline
  mutating func takeDue(_ nowNanoseconds: UInt64) -> (slot: Int, deadlineNanoseconds: UInt64)? {
    while let first = heap.first, first.rank <= nowNanoseconds {
      _ = heap.pop()
      guard isSet(first) else { continue }
      free(first.slot)
      return (first.slot, first.rank)
    }
    return nil
  }

  private func isSet(_ entry: RankedSlot) -> Bool { entry.isArrival(sequences[entry.slot]) }

  private mutating func free(_ slot: Int) {
    sequences[slot] = .max
    freeSlots.append(slot)
    count -= 1
    // Timers that are set and cancelled again and again must not pile up until they would be due.
    if heap.count > 2 * count + 64 { heap = RankHeap(heap.entries.filter(isSet)) }
  }
}
