/// A bounded queue of events by priority, first in first out within a priority, that hands out one
/// event at a time for each resource.
///
/// Promises, in this order: a critical event is never shed and never waits behind another kind;
/// when the queue is full, the newest event of the lowest priority goes first; nothing starves,
/// because an event ranks by the time of its arrival plus `ageing` for each step of priority below
/// critical: waiting makes up for urgency.
///
/// Each resource has a heap of its events; a heap of the free resources' first events decides who
/// is next. Ranks never change while an event waits, so ageing costs nothing. Shedding, cancelling
/// and a changed first event leave tombstones, which are dropped when they surface or swept when
/// they outnumber the events.
///
/// - Complexity: O(log n) to push and take; O(1) amortised to shed and cancel.
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
  }

  /// Events that wait.
  public private(set) var count = 0
  /// The number of events above which the least urgent is shed; critical ones may exceed it.
  public let capacity: Int
  /// What a step of priority is worth in waiting time, in nanoseconds.
  public let ageingNanoseconds: UInt64

  private var slots: [Slot] = []
  private var freeSlot: Int32 = -1
  /// The newest event of each priority: the end of a list through the slots.
  private var newest = [Int32](repeating: -1, count: EventPriority.allCases.count)
  private var lines: [Line] = []
  /// First events of free resources; one that is no longer first is a tombstone.
  private var ready = FlatHeap<RankedSlot>()
  private var nextSequence: UInt64 = 0

  /// An empty queue.
  public init(capacity: Int, ageingNanoseconds: UInt64) {
    precondition(capacity > 0, "a queue needs a capacity of at least 1, got \(capacity)")
    self.capacity = capacity
    self.ageingNanoseconds = ageingNanoseconds
  }

  /// Whether no event waits.
  public var isEmpty: Bool { count == 0 }

  /// Adds an event that arrives at `nowNanoseconds`.
  public mutating func push(
    _ payload: Payload, priority: EventPriority, resource: Resource, nowNanoseconds: UInt64
  ) -> Admission {
    guard count >= capacity else {
      return .admitted(insert(payload, priority, resource, nowNanoseconds))
    }
    guard let victim = leastUrgentSlot(), slots[victim].priority > priority,
      let shed = empty(victim)
    else {
      if priority != .critical { return .refused(payload) }
      return .admitted(insert(payload, priority, resource, nowNanoseconds))
    }
    return .admittedInsteadOf(shed, insert(payload, priority, resource, nowNanoseconds))
  }

  /// Takes out the first event whose resource is free, and keeps the resource until `release`.
  public mutating func take() -> Entry? {
    while let top = ready.pop() {
      let index = Int(slots[Int(top.slot)].resource)
      guard isWaiting(top), !lines[index].isBusy, lines[index].heap.first == top else { continue }
      _ = lines[index].heap.pop()
      lines[index].isBusy = true
      let slot = slots[Int(top.slot)]
      guard let payload = empty(Int(top.slot)) else { continue }
      return Entry(
        payload: payload, priority: slot.priority, resource: Resource(index: index),
        arrivalNanoseconds: slot.arrivalNanoseconds)
    }
    return nil
  }

  /// Frees a resource, so that its next event can be taken.
  public mutating func release(_ resource: Resource) {
    precondition(lines[resource.index].isBusy, "resource \(resource.index) is not taken")
    lines[resource.index].isBusy = false
    offerFirst(of: resource.index)
  }

  /// Takes the event of `ticket` back; nil if it is no longer waiting.
  public mutating func cancel(_ ticket: EventTicket) -> Payload? {
    let index = Int(ticket.slot)
    guard index < slots.count, slots[index].generation == ticket.generation else { return nil }
    return empty(index)
  }

  // MARK: - Inside

  private struct Slot: Sendable {
    var payload: Payload?
    var priority: EventPriority
    var resource: Int32
    var arrivalNanoseconds: UInt64
    /// Changes whenever the slot is emptied: a heap entry of another generation is a tombstone.
    var generation: UInt32 = 0
    /// The event of the same priority that arrived before; in a free slot, the next free one.
    var older: Int32 = -1
    /// The event of the same priority that arrived after.
    var newer: Int32 = -1
  }

  /// The events that wait for one resource.
  private struct Line: Sendable {
    var heap = FlatHeap<RankedSlot>()
    var waiting = 0
    var isBusy = false
  }

  private func isWaiting(_ entry: RankedSlot) -> Bool {
    slots[Int(entry.slot)].generation == entry.generation
  }

  private mutating func insert(
    _ payload: Payload, _ priority: EventPriority, _ resource: Resource, _ nowNanoseconds: UInt64
  ) -> EventTicket {
    while lines.count <= resource.index { lines.append(Line()) }
    let slot = fillSlot(payload, priority, resource, nowNanoseconds)
    let generation = slots[slot].generation
    // Critical events have rank 0; the others rank by arrival and by what their priority concedes.
    let concession = UInt64(priority.rawValue) &* ageingNanoseconds
    let entry = RankedSlot(
      rank: priority == .critical ? 0 : 1 &+ nowNanoseconds &+ concession, sequence: nextSequence,
      slot: UInt32(slot), generation: generation)
    nextSequence += 1
    lines[resource.index].heap.push(entry)
    lines[resource.index].waiting += 1
    if !lines[resource.index].isBusy, lines[resource.index].heap.first == entry {
      ready.push(entry)
    }
    return EventTicket(slot: entry.slot, generation: generation)
  }

  private mutating func fillSlot(
    _ payload: Payload, _ priority: EventPriority, _ resource: Resource, _ nowNanoseconds: UInt64
  ) -> Int {
    var slot = Slot(
      payload: payload, priority: priority, resource: Int32(resource.index),
      arrivalNanoseconds: nowNanoseconds)
    slot.older = newest[Int(priority.rawValue)]
    let index: Int
    if freeSlot >= 0 {
      index = Int(freeSlot)
      freeSlot = slots[index].older
      slot.generation = slots[index].generation
      slots[index] = slot
    } else {
      index = slots.count
      slots.append(slot)
    }
    if slot.older >= 0 { slots[Int(slot.older)].newer = Int32(index) }
    newest[Int(priority.rawValue)] = Int32(index)
    count += 1
    return index
  }

  /// Empties slot `index`, whose heap entries thereby become tombstones.
  private mutating func empty(_ index: Int) -> Payload? {
    let payload = slots[index].payload
    let (older, newer) = (slots[index].older, slots[index].newer)
    if older >= 0 { slots[Int(older)].newer = newer }
    if newer >= 0 {
      slots[Int(newer)].older = older
    } else {
      newest[Int(slots[index].priority.rawValue)] = older
    }
    slots[index].payload = nil
    slots[index].generation &+= 1
    slots[index].older = freeSlot
    freeSlot = Int32(index)
    count -= 1
    let line = Int(slots[index].resource)
    lines[line].waiting -= 1
    if lines[line].heap.count > 2 * lines[line].waiting + 64 {
      lines[line].heap = FlatHeap(lines[line].heap.elements.filter(isWaiting))
    }
    offerFirstIfLost(of: line)
    return payload
  }

  /// After a first event was shed or cancelled, the next one takes its place among the ready.
  private mutating func offerFirstIfLost(of line: Int) {
    guard !lines[line].isBusy, let first = lines[line].heap.first, !isWaiting(first) else { return }
    offerFirst(of: line)
  }

  private mutating func offerFirst(of line: Int) {
    while let first = lines[line].heap.first {
      if isWaiting(first) {
        ready.push(first)
        return
      }
      _ = lines[line].heap.pop()
    }
  }

  /// The newest event of the lowest priority that may be shed.
  private func leastUrgentSlot() -> Int? {
    newest.indices.dropFirst().last { newest[$0] >= 0 }.map { Int(newest[$0]) }
  }
}

/// Names one waiting event, so that it can be cancelled.
public struct EventTicket: Hashable, Sendable {
  let slot: UInt32
  let generation: UInt32
}

/// An element of the heaps: by rank, and by arrival where ranks are equal.
@usableFromInline
struct RankedSlot: Comparable, Sendable {
  @usableFromInline let rank: UInt64
  @usableFromInline let sequence: UInt64
  @usableFromInline let slot: UInt32
  @usableFromInline let generation: UInt32

  @inline(__always)
  @usableFromInline
  static func < (left: RankedSlot, right: RankedSlot) -> Bool {
    left.rank != right.rank ? left.rank < right.rank : left.sequence < right.sequence
  }

  @inline(__always)
  @usableFromInline
  static func == (left: RankedSlot, right: RankedSlot) -> Bool {
    left.sequence == right.sequence
  }
}
