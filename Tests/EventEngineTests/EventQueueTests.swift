import EventEngine
import Testing

private let only = Resource(index: 0)

@Suite("An event queue")
struct EventQueueTests {
  @Test("hands events out by priority, and in order of arrival within one")
  func order() {
    var queue = EventQueue<String>(capacity: 10, ageingNanoseconds: 1_000)
    for (text, priority) in [
      ("low 1", EventPriority.low), ("high 1", .high), ("critical 1", .critical), ("low 2", .low),
      ("high 2", .high), ("critical 2", .critical),
    ] {
      _ = queue.push(text, priority: priority, resource: only, nowNanoseconds: 5)
    }
    #expect(
      drain(&queue) == ["critical 1", "critical 2", "high 1", "high 2", "low 1", "low 2"])
  }

  @Test("lets waiting make up for urgency, but never against a critical event")
  func ageing() {
    var queue = EventQueue<String>(capacity: 10, ageingNanoseconds: 100)
    _ = queue.push("old background", priority: .background, resource: only, nowNanoseconds: 0)
    _ = queue.push("new high", priority: .high, resource: only, nowNanoseconds: 350)
    _ = queue.push("newer normal", priority: .normal, resource: only, nowNanoseconds: 150)
    _ = queue.push("critical", priority: .critical, resource: only, nowNanoseconds: 10_000)
    // Background concedes four steps of 100 ns, normal two, high one.
    #expect(drain(&queue) == ["critical", "newer normal", "old background", "new high"])
  }

  @Test("sheds the newest event of the lowest priority, and never a critical one")
  func shedding() {
    var queue = EventQueue<String>(capacity: 3, ageingNanoseconds: 1_000)
    _ = queue.push("low 1", priority: .low, resource: only, nowNanoseconds: 1)
    _ = queue.push("low 2", priority: .low, resource: only, nowNanoseconds: 2)
    _ = queue.push("normal", priority: .normal, resource: only, nowNanoseconds: 3)
    let low = queue.push("low 3", priority: .low, resource: only, nowNanoseconds: 4)
    #expect(low.shed == "low 3")
    let high = queue.push("high", priority: .high, resource: only, nowNanoseconds: 5)
    #expect(high.shed == "low 2")
    for index in 1...4 {
      let admission = queue.push(
        "critical \(index)", priority: .critical, resource: only, nowNanoseconds: 6)
      #expect(admission.shed == ["low 1", "normal", "high", nil][index - 1])
    }
    #expect(queue.count == 4)
    let another = queue.push("high", priority: .high, resource: only, nowNanoseconds: 7)
    #expect(another.shed == "high")
    #expect(drain(&queue) == ["critical 1", "critical 2", "critical 3", "critical 4"])
  }

  @Test("gives a cancelled event back once, and never hands it out")
  func cancelling() throws {
    var queue = EventQueue<String>(capacity: 10, ageingNanoseconds: 1)
    let admission = queue.push("first", priority: .high, resource: only, nowNanoseconds: 1)
    let first = try #require(admission.ticket)
    _ = queue.push("second", priority: .high, resource: only, nowNanoseconds: 2)
    let cancelled = queue.cancel(first)
    #expect(cancelled == "first")
    let again = queue.cancel(first)
    #expect(again == nil)
    _ = queue.push("third", priority: .high, resource: only, nowNanoseconds: 3)
    let reused = queue.cancel(first)
    #expect(reused == nil)
    #expect(drain(&queue) == ["second", "third"])
  }

  @Test("holds a resource's next event back until the resource is released")
  func resources() {
    var queue = EventQueue<String>(capacity: 10, ageingNanoseconds: 1)
    let breaker = Resource(index: 3)
    let meter = Resource(index: 1)
    _ = queue.push("breaker 1", priority: .high, resource: breaker, nowNanoseconds: 1)
    _ = queue.push("breaker 2", priority: .critical, resource: breaker, nowNanoseconds: 2)
    _ = queue.push("meter 1", priority: .low, resource: meter, nowNanoseconds: 3)
    let taken = [queue.take(), queue.take(), queue.take()].map { $0?.payload }
    #expect(taken == ["breaker 2", "meter 1", nil])
    queue.release(breaker)
    let held = queue.take()
    #expect(held?.payload == "breaker 1")
    #expect(queue.isEmpty)
  }

  @Test("agrees with a sorted list over random use", arguments: 1...20)
  func agreesWithASortedList(seed: UInt64) {
    var random = seed
    func draw(below bound: UInt64) -> UInt64 {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (random >> 33) % bound
    }
    var queue = EventQueue<UInt64>(capacity: 1_000, ageingNanoseconds: 50)
    var list: [(rank: UInt64, id: UInt64, resource: Resource, ticket: EventTicket)] = []
    var taken: [Resource] = []
    for id in 0..<3_000 as Range<UInt64> {
      switch draw(below: 10) {
      case 0..<5:
        let priority = EventPriority.allCases[Int(draw(below: 5))]
        let resource = Resource(index: Int(draw(below: 7)))
        let admission = queue.push(id, priority: priority, resource: resource, nowNanoseconds: id)
        guard let ticket = admission.ticket else { continue }
        let rank = priority == .critical ? 0 : 1 + id + UInt64(priority.rawValue) * 50
        list.append((rank, id, resource, ticket))
        if let shed = admission.shed { list.removeAll { $0.id == shed } }
      case 5..<8:
        let free = list.filter { !taken.contains($0.resource) }
        let expected = free.min { ($0.rank, $0.id) < ($1.rank, $1.id) }
        let entry = queue.take()
        #expect(entry?.payload == expected?.id)
        guard let entry else { continue }
        taken.append(entry.resource)
        list.removeAll { $0.id == entry.payload }
      case 8:
        guard !list.isEmpty else { continue }
        let victim = list.remove(at: Int(draw(below: UInt64(list.count))))
        let cancelled = queue.cancel(victim.ticket)
        #expect(cancelled == victim.id)
      default:
        if let resource = taken.popLast() { queue.release(resource) }
      }
      #expect(queue.count == list.count)
    }
  }

  private func drain(_ queue: inout EventQueue<String>) -> [String] {
    var payloads: [String] = []
    while let entry = queue.take() {
      payloads.append(entry.payload)
      queue.release(entry.resource)
    }
    return payloads
  }
}

extension EventQueue.Admission {
  /// What was lost.
  fileprivate var shed: Payload? {
    switch self {
    case .admitted: nil
    case .admittedInsteadOf(let payload, _), .refused(let payload): payload
    }
  }

  fileprivate var ticket: EventTicket? {
    switch self {
    case .admitted(let ticket), .admittedInsteadOf(_, let ticket): ticket
    case .refused: nil
    }
  }
}
