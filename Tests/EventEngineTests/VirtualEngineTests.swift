import EventEngine
import Testing

private let only = Resource(index: 0)

@Suite("A virtual engine")
struct VirtualEngineTests {
  @Test("fires timers at their times and in their order, and not those that were unset")
  func timers() {
    var engine = VirtualEngine(scheduler: EventScheduler<String>(capacity: 10))
    func set(_ text: String, _ deadline: UInt64) -> TimerTicket {
      engine.scheduler.schedule(
        text, priority: .normal, resource: only, deadlineNanoseconds: deadline)
    }
    _ = set("at 30", 30)
    let unset = set("never", 20)
    _ = set("at 10", 10)
    _ = set("also at 30", 30)
    let wasSet = engine.scheduler.cancel(unset)
    let isStillSet = engine.scheduler.cancel(unset)
    #expect(wasSet && !isStillSet)
    var log: [String] = []
    engine.advance(to: 25) { text, engine in log.append("\(engine.nowNanoseconds): \(text)") }
    #expect(log == ["10: at 10"])
    engine.advance(to: 40) { text, engine in log.append("\(engine.nowNanoseconds): \(text)") }
    #expect(log == ["10: at 10", "30: at 30", "30: also at 30"])
    #expect(engine.nowNanoseconds == 40)
  }

  @Test("lets a handler submit events and set timers")
  func handlersSubmit() {
    var engine = VirtualEngine(scheduler: EventScheduler<Int>(capacity: 10))
    engine.submit(3, priority: .normal, resource: only)
    var log: [Int] = []
    engine.advance(to: 100) { countdown, engine in
      log.append(countdown)
      guard countdown > 0 else { return }
      _ = engine.scheduler.schedule(
        countdown - 1, priority: .normal, resource: only,
        deadlineNanoseconds: engine.nowNanoseconds + 10)
    }
    #expect(log == [3, 2, 1, 0])
    #expect(engine.scheduler.counters.handled == 4)
  }

  @Test("after a stop hands out what waits, refuses what comes, and unsets timers")
  func stopping() {
    var engine = VirtualEngine(scheduler: EventScheduler<Int>(capacity: 10))
    engine.submit(1, priority: .normal, resource: only)
    _ = engine.scheduler.schedule(9, priority: .normal, resource: only, deadlineNanoseconds: 5)
    engine.scheduler.stop()
    let refused = engine.submit(2, priority: .critical, resource: only)
    #expect(refused == nil)
    var log: [Int] = []
    engine.advance(to: 100) { number, _ in log.append(number) }
    #expect(log == [1])
    let counters = engine.scheduler.counters
    #expect(counters.refused == 1 && counters.cancelled == 1 && counters.handled == 1)
  }

  @Test("starts a critical event after at most the handler that runs, before 10,000 that wait")
  func criticalOvertakes() {
    var engine = VirtualEngine(scheduler: EventScheduler<Int>(capacity: 20_000))
    for number in 0..<10_000 {
      engine.submit(number, priority: .low, resource: Resource(index: number % 3))
    }
    var log: [Int] = []
    engine.drain { number, engine in
      log.append(number)
      // It arrives while the hundredth handler runs.
      if number == 99 { engine.submit(-1, priority: .critical, resource: only) }
    }
    #expect(log.count == 10_001)
    #expect(Array(log[..<101]) == Array(0...99) + [-1])
  }

  @Test("starves nothing: a background event waits no longer than its ageing")
  func ageing() {
    var scheduler = EventScheduler<String>(capacity: 1_000, ageingNanoseconds: 10)
    scheduler.submit("background", priority: .background, resource: only, nowNanoseconds: 0)
    var log: [String] = []
    // Two urgent events arrive for each that is handled.
    for step in 0..<200 as Range<UInt64> {
      for _ in 0..<2 {
        scheduler.submit("high", priority: .high, resource: only, nowNanoseconds: step)
      }
      guard let job = scheduler.begin(nowNanoseconds: step) else { continue }
      log.append(job.payload)
      scheduler.finish(job)
    }
    // It concedes four steps of ageing and the others one: those that came within 30 ns precede it.
    #expect(log.firstIndex(of: "background") == 60)
  }
}
