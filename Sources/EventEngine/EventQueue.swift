/// A bounded queue of events by priority, first in first out within a priority, that hands out one
/// event at a time for each resource.
///
/// Promises, in this order: a critical event is never shed and never waits behind another kind;
/// when the queue is full, the newest event of the lowest priority goes first; nothing starves,
/// because an event ranks by the time of its arrival plus `ageing` for each step of priority below
/// critical: waiting makes up for urgency.
///
/// The order is kept by `EventOrder`, which knows nothing of what the events carry.
///
/// - Complexity: O(log n) to push and take; O(log n) amortised to shed and cancel.
public struct EventQueue<Payload: Sendable>: Sendable {
  /// What became of an event that was pushed.
  public enum Admission: Sendable {
    /// It waits, and can be cancelled with the ticket.
    case admitted(EventTicket)
    /// It waits; the queue was full, and a less urgent event was shed for it.
    case admittedInsteadOf(Payload, EventTicket)
    /// It was shed itself: the queue is full of events at least as urgent.
    case refused(Payload)
  }

  /// An event that was taken out.
  public struct Entry: Sendable {
    /// What the event carries.
    public let payload: Payload
    /// How urgent it was.
    public let priority: EventPriority
    /// What it works on.
    public let resource: Resource
    /// When it was pushed, in nanoseconds of the caller's clock.
    public let arrivalNanoseconds: UInt64

    @inlinable
    init(payload: Payload, place: EventOrder.Place) {
      self.payload = payload
      priority = place.priority
      resource = place.resource
      arrivalNanoseconds = place.arrivalNanoseconds
    }
  }

  @usableFromInline var order: EventOrder
  /// What the event in each slot of `order` carries.
  @usableFromInline var payloads: [Payload?] = []

  /// An empty queue that sheds above `capacity` events, for which a step of priority is worth
  /// `ageingNanoseconds` of waiting.
  public init(capacity: Int, ageingNanoseconds: UInt64) {
    precondition(capacity > 0, "a queue needs a capacity of at least 1, got \(capacity)")
    order = EventOrder(capacity: capacity, ageingNanoseconds: ageingNanoseconds)
  }

  /// Events that wait.
  public var count: Int { order.count }

  /// Whether no event waits.
  public var isEmpty: Bool { order.count == 0 }

  /// Whether an event may wait for a free resource; never false if one does.
  public var hasReady: Bool { order.hasReady }

  /// Adds an event that arrives at `nowNanoseconds`.
  @inlinable
  public mutating func push(
    _ payload: Payload, priority: EventPriority, resource: Resource, nowNanoseconds: UInt64
  ) -> Admission {
    var shed: Payload?
    if order.isFull {
      guard let victim = order.leastUrgentSlot(below: priority) else {
        if priority != .critical { return .refused(payload) }
        return .admitted(insert(payload, priority, resource, nowNanoseconds))
      }
      shed = payloads[victim]
      payloads[victim] = nil
      order.withdraw(victim)
    }
    let ticket = insert(payload, priority, resource, nowNanoseconds)
    return shed.map { .admittedInsteadOf($0, ticket) } ?? .admitted(ticket)
  }

  /// Takes out the first event whose resource is free, and keeps the resource until `release`.
  @inlinable
  public mutating func take() -> Entry? {
    guard let place = order.take(), let payload = payloads[place.slot] else { return nil }
    payloads[place.slot] = nil
    return Entry(payload: payload, place: place)
  }

  /// Frees a resource, so that its next event can be taken.
  public mutating func release(_ resource: Resource) {
    order.release(resource)
  }

  /// Takes the event of `ticket` back; nil if it is no longer waiting.
  @inlinable
  public mutating func cancel(_ ticket: EventTicket) -> Payload? {
    guard let slot = order.slot(of: ticket) else { return nil }
    let payload = payloads[slot]
    payloads[slot] = nil
    order.withdraw(slot)
    return payload
  }

  @inlinable
  mutating func insert(
    _ payload: Payload, _ priority: EventPriority, _ resource: Resource, _ nowNanoseconds: UInt64
  ) -> EventTicket {
    let ticket = order.insert(
      priority: priority, resource: resource, nowNanoseconds: nowNanoseconds)
    let slot = ticket.slot
    if slot == payloads.count { payloads.append(payload) } else { payloads[slot] = payload }
    return ticket
  }
}

/// Names one waiting event, so that it can be cancelled.
public struct EventTicket: Hashable, Sendable {
  @usableFromInline let slot: Int
  let arrival: UInt64
}
