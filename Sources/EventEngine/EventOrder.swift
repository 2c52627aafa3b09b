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
    /// Whether it stands in `ready`, where no event stands twice.
    var isOffered = false
  }

  /// The events that wait for one resource.
  private struct Line: Sendable {
    var heap = RankHeap()
    var waiting = 0
    var isBusy = false

    /// Adds an event; whether it is the next for a free resource.
    mutating func push(_ entry: RankedSlot) -> Bool {
      waiting += 1
      return heap.push(entry) && !isBusy
    }

    /// Takes `entry` out and keeps the resource, if it is the next for a free one.
    mutating func take(_ entry: RankedSlot) -> Bool {
      guard !isBusy, heap.first == entry else { return false }
      _ = heap.pop()
      waiting -= 1
      isBusy = true
      return true
    }
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
  private var ready = RankHeap()
  private var nextArrival: UInt64 = 0

  init(capacity: Int, ageingNanoseconds: UInt64) {
    self.capacity = capacity
    self.ageingNanoseconds = ageingNanoseconds
  }

  var hasReady: Bool { !ready.isEmpty }
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
    if lines[resource.index].push(entry) { offer(entry) }
    return EventTicket(slot: slot, arrival: arrival)
  }

  @usableFromInline
  mutating func take() -> Place? {
    while let top = ready.pop() {
      let slot = slots[top.slot]
      let line = Int(slot.resource)
      guard top.isArrival(slot.arrival) else { continue }
      slots[top.slot].isOffered = false
      guard lines[line].take(top) else { continue }
      vacate(top.slot)
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

  /// Takes an event back, whose heap entries thereby become tombstones.
  @usableFromInline
  mutating func withdraw(_ index: Int) {
    let line = Int(slots[index].resource)
    vacate(index)
    lines[line].waiting -= 1
    if lines[line].heap.count > 2 * lines[line].waiting + 64 {
      lines[line].heap = RankHeap(lines[line].heap.entries.filter(isWaiting))
    }
    // After a first event was taken back, the next one takes its place among the ready.
    if !lines[line].isBusy { offerFirst(of: line) }
  }

  private mutating func vacate(_ index: Int) {
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
      if isWaiting(first) { return offer(first) }
      _ = lines[line].heap.pop()
    }
  }

  private mutating func offer(_ entry: RankedSlot) {
    guard !slots[entry.slot].isOffered else { return }
    slots[entry.slot].isOffered = true
    _ = ready.push(entry)
    // An event that was offered and then shed or cancelled is in the way until it surfaces.
    if ready.count > 2 * count + 64 { ready = RankHeap(ready.entries.filter(isWaiting)) }
  }
}
