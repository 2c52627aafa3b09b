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
}
