import Dispatch
import EventEngine
import Glibc
import Synchronization
import Testing

@Suite("An event engine")
struct EventEngineTests {
  @Test("handles everything that was submitted before it stopped", arguments: [1, 2, 4])
  func stopDrains(workers: Int) {
    let handled = Atomic<Int>(0)
    let engine = EventEngine<Int>(
      scheduler: EventScheduler(capacity: 100_000), workers: workers
    ) { _, _ in handled.wrappingAdd(1, ordering: .relaxed) }
    for number in 0..<20_000 {
      engine.submit(number, priority: .normal, resource: Resource(index: number % 16))
    }
    engine.stop()
    #expect(handled.load(ordering: .relaxed) == 20_000)
    #expect(engine.counters.handled == 20_000)
    #expect(engine.submit(1, priority: .critical, resource: Resource(index: 0)) == nil)
  }

  @Test("runs handlers of one resource one at a time, in order")
  func oneAtATimePerResource() {
    struct Log {
      var running = [Bool](repeating: false, count: 8)
      var overlaps = 0
      var seen = [[Int]](repeating: [], count: 8)
    }
    let log = Mutex(Log())
    let engine = EventEngine<Int>(scheduler: EventScheduler(capacity: 10_000), workers: 4) {
      job, _ in
      let index = job.resource.index
      log.withLock {
        if $0.running[index] { $0.overlaps += 1 }
        $0.running[index] = true
        $0.seen[index].append(job.payload)
      }
      log.withLock { $0.running[index] = false }
    }
    for number in 0..<8_000 {
      engine.submit(number, priority: .normal, resource: Resource(index: number % 8))
    }
    engine.stop()
    log.withLock { log in
      #expect(log.overlaps == 0)
      for index in 0..<8 {
        #expect(log.seen[index] == Array(stride(from: index, to: 8_000, by: 8)))
      }
    }
  }

  @Test("starts a critical event after the handler that runs, before all that waits")
  func criticalOvertakes() {
    let gate = DispatchSemaphore(value: 0)
    let began = DispatchSemaphore(value: 0)
    let order = Mutex([Int]())
    let engine = EventEngine<Int>(scheduler: EventScheduler(capacity: 20_000), workers: 1) {
      job, _ in
      order.withLock { $0.append(job.payload) }
      if job.payload == -1 {
        began.signal()
        gate.wait()
      }
    }
    let resource = Resource(index: 0)
    engine.submit(-1, priority: .low, resource: resource)
    began.wait()
    for number in 0..<10_000 { engine.submit(number, priority: .low, resource: resource) }
    engine.submit(-2, priority: .critical, resource: resource)
    gate.signal()
    engine.stop()
    order.withLock { #expect(Array($0.prefix(3)) == [-1, -2, 0]) }
  }

  @Test("fires a timer that was set while all workers sleep")
  func timers() {
    let fired = DispatchSemaphore(value: 0)
    let engine = EventEngine<Int>(scheduler: EventScheduler(capacity: 10), workers: 2) { _, _ in
      fired.signal()
    }
    let unset = engine.schedule(
      1, priority: .high, resource: Resource(index: 0), delayNanoseconds: 3_600_000_000_000)
    _ = engine.schedule(2, priority: .high, resource: Resource(index: 0), delayNanoseconds: 1_000)
    fired.wait()
    #expect(engine.cancel(unset))
    engine.stop()
    #expect(engine.counters.handled == 1)
  }

  @Test("fires a timer while another worker is at work, whichever watched it")
  func timersBesideWork() {
    for _ in 0..<200 {
      let fired = DispatchSemaphore(value: 0)
      let hasFired = Atomic<Bool>(false)
      let engine = EventEngine<Int>(scheduler: EventScheduler(capacity: 10), workers: 2) { job, _ in
        if job.payload == 1 {
          fired.signal()
        } else {
          hasFired.store(fired.wait(timeout: .now() + 600) == .success, ordering: .relaxed)
        }
      }
      _ = engine.schedule(
        1, priority: .high, resource: Resource(index: 0), delayNanoseconds: 1_000_000)
      engine.submit(2, priority: .high, resource: Resource(index: 1))
      // The long handler waits for the timer; the engine must not stop before that has fired.
      while engine.counters.handled < 2 { sched_yield() }
      engine.stop()
      guard hasFired.load(ordering: .relaxed) else {
        Issue.record("the timer waits for the handler that waits for it")
        return
      }
    }
  }

  @Test("loses nothing under a storm of submissions, timers, cancellations and chained events")
  func storm() {
    let handled = Atomic<Int>(0)
    let cancelled = Atomic<Int>(0)
    // Chains that have not come to their end.
    let chains = DispatchGroup()
    let engine = EventEngine<Int>(
      scheduler: EventScheduler(capacity: 1_000_000), workers: 4
    ) { job, engine in
      handled.wrappingAdd(1, ordering: .relaxed)
      guard job.payload > 0 else { return chains.leave() }
      engine.submit(
        job.payload - 1, priority: .normal, resource: Resource(index: job.payload % 5))
    }
    DispatchQueue.concurrentPerform(iterations: 4) { producer in
      func noteCancelled(_ isCancelled: Bool) {
        guard isCancelled else { return }
        cancelled.wrappingAdd(1, ordering: .relaxed)
        chains.leave()
      }
      for number in 0..<2_000 {
        chains.enter()
        let resource = Resource(index: (producer + number) % 7)
        let priority = EventPriority.allCases[number % 5]
        if number.isMultiple(of: 3) {
          let ticket = engine.schedule(
            2, priority: priority, resource: resource, delayNanoseconds: UInt64(number % 50))
          if number.isMultiple(of: 2) { noteCancelled(engine.cancel(ticket)) }
        } else if let ticket = engine.submit(2, priority: priority, resource: resource),
          number.isMultiple(of: 4)
        {
          noteCancelled(engine.cancel(ticket))
        }
      }
    }
    #expect(chains.wait(timeout: .now() + 600) == .success)
    engine.stop()
    let counters = engine.counters
    let begun = 8_000 - cancelled.load(ordering: .relaxed)
    #expect(handled.load(ordering: .relaxed) == 3 * begun)
    #expect(counters.handled == 3 * begun)
    #expect(counters.cancelled == 8_000 - begun)
    #expect(counters.shed == 0 && counters.refused == 0)
  }
}
