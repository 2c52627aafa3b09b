/// The order in which an `EventQueue` hands out its events.
///
/// Each resource has a heap of its events; a heap of the free resources' first events decides who
/// is next. Ranks never change while an event waits, so ageing costs nothing. Shedding, cancelling
/// and a changed first event leave tombstones, which are dropped when they surface or swept when
/// they outnumber the events.
///
/// Not generic, so that it is compiled once and for good: inside a generic queue the same code took
/// eighteen times as long when it was called from another module.
@usableFromInline
struct EventOrder: Sendable {
  /// An event that was taken out, and the slot that it leaves.
  @usableFromInline
  struct Place {
    @usableFromInline let slot: Int
    @usableFromInline let priority: EventPriority
    @usableFromInline let resource: Resource
    @usableFromInline let arrivalNanoseconds: UInt64
  }

  private struct Slot: Sendable {
    var priority: EventPriority
    var resource: Int32
    var arrivalNanoseconds: UInt64
    /// The number of the event's arrival: a heap entry of another number is a tombstone.
    var arrival: UInt64
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

  /// Events that wait.
  private(set) var count = 0
  private let capacity: Int
  private let ageingNanoseconds: UInt64
  private var slots: [Slot] = []
  private var freeSlot: Int32 = -1
  /// The newest event of each priority: the end of a list through the slots.
  private var newest = [Int32](repeating: -1, count: EventPriority.allCases.count)
  private var lines: [Line] = []
  /// First events of free resources; one that is no longer first is a tombstone.
  private var ready = FlatHeap<RankedSlot>()
  private var nextArrival: UInt64 = 0

  init(capacity: Int, ageingNanoseconds: UInt64) {
    self.capacity = capacity
    self.ageingNanoseconds = ageingNanoseconds
  }

  @usableFromInline var isFull: Bool { count >= capacity }

  /// The newest event of the lowest priority, if that is below `priority` and may be shed.
  @usableFromInline
  func leastUrgentSlot(below priority: EventPriority) -> Int? {
    guard let level = newest.indices.last(where: { newest[$0] >= 0 }),
      level > Int(priority.rawValue)
    else { return nil }
    return Int(newest[level])
  }

  /// The slot of a waiting event; nil if it is no longer waiting.
  @usableFromInline
  func slot(of ticket: EventTicket) -> Int? {
    let index = ticket.slot
    return index < slots.count && slots[index].arrival == ticket.arrival ? index : nil
  }

  @usableFromInline
  mutating func insert(
    priority: EventPriority, resource: Resource, nowNanoseconds: UInt64
  ) -> EventTicket {
    while lines.count <= resource.index { lines.append(Line()) }
    let arrival = nextArrival
    nextArrival += 1
    let slot = fillSlot(priority, resource, nowNanoseconds, arrival)
    // Critical events have rank 0; the others rank by arrival and by what their priority concedes.
    let concession = UInt64(priority.rawValue) &* ageingNanoseconds
    let entry = RankedSlot(
      rank: priority == .critical ? 0 : 1 &+ nowNanoseconds &+ concession, arrival: arrival,
      slot: slot)
    lines[resource.index].heap.push(entry)
    lines[resource.index].waiting += 1
    if !lines[resource.index].isBusy, lines[resource.index].heap.first == entry {
      ready.push(entry)
    }
    return EventTicket(slot: slot, arrival: arrival)
  }

  @usableFromInline
  mutating func take() -> Place? {
    while let top = ready.pop() {
      let slot = slots[top.slot]
      let line = Int(slot.resource)
      guard top.isArrival(slot.arrival), !lines[line].isBusy,
        lines[line].heap.first == top
      else { continue }
      _ = lines[line].heap.pop()
      lines[line].isBusy = true
      empty(top.slot)
      return Place(
        slot: top.slot, priority: slot.priority, resource: Resource(index: line),
        arrivalNanoseconds: slot.arrivalNanoseconds)
    }
    return nil
  }

  mutating func release(_ resource: Resource) {
    precondition(
      resource.index < lines.count && lines[resource.index].isBusy,
      "resource \(resource.index) is not taken")
    lines[resource.index].isBusy = false
    offerFirst(of: resource.index)
  }

  /// Empties a slot, whose heap entries thereby become tombstones.
  @usableFromInline
  mutating func empty(_ index: Int) {
    let slot = slots[index]
    if slot.older >= 0 { slots[Int(slot.older)].newer = slot.newer }
    if slot.newer >= 0 {
      slots[Int(slot.newer)].older = slot.older
    } else {
      newest[Int(slot.priority.rawValue)] = slot.older
    }
    slots[index].arrival = .max
    slots[index].older = freeSlot
    freeSlot = Int32(index)
    count -= 1
    let line = Int(slot.resource)
    lines[line].waiting -= 1
    if lines[line].heap.count > 2 * lines[line].waiting + 64 {
      lines[line].heap = FlatHeap(lines[line].heap.elements.filter(isWaiting))
    }
    // After a first event was shed or cancelled, the next one takes its place among the ready.
    if !lines[line].isBusy, let first = lines[line].heap.first, !isWaiting(first) {
      offerFirst(of: line)
    }
  }

  private func isWaiting(_ entry: RankedSlot) -> Bool {
    entry.isArrival(slots[entry.slot].arrival)
  }

  private mutating func fillSlot(
    _ priority: EventPriority, _ resource: Resource, _ nowNanoseconds: UInt64, _ arrival: UInt64
  ) -> Int {
    var slot = Slot(
      priority: priority, resource: Int32(resource.index), arrivalNanoseconds: nowNanoseconds,
      arrival: arrival)
    slot.older = newest[Int(priority.rawValue)]
    let index: Int
    if freeSlot >= 0 {
      index = Int(freeSlot)
      freeSlot = slots[index].older
      slots[index] = slot
    } else {
      index = slots.count
      precondition(index < RankedSlot.slotLimit, "a queue holds at most 16,777,216 events")
      slots.append(slot)
    }
    if slot.older >= 0 { slots[Int(slot.older)].newer = Int32(index) }
    newest[Int(priority.rawValue)] = Int32(index)
    count += 1
    return index
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
}

/// An element of the heaps in 16 bytes: the rank, and below it the number of the arrival (40 bits)
/// and the slot (24 bits), so that one comparison orders by rank and then by arrival.
struct RankedSlot: Comparable, Sendable {
  static let slotLimit = 1 << 24
  private static let arrivalMask: UInt64 = 1 << 40 - 1

  private let key: UInt128

  init(rank: UInt64, arrival: UInt64, slot: Int) {
    key = UInt128(rank) << 64 | UInt128((arrival & RankedSlot.arrivalMask) << 24 | UInt64(slot))
  }

  var slot: Int { Int(truncatingIfNeeded: key) & (RankedSlot.slotLimit - 1) }

  /// Whether this is the event that arrived as number `arrival`.
  func isArrival(_ arrival: UInt64) -> Bool {
    UInt64(truncatingIfNeeded: key) >> 24 == arrival & RankedSlot.arrivalMask
  }

  @inline(__always)
  static func < (left: RankedSlot, right: RankedSlot) -> Bool {
    left.key < right.key
  }
}
