import Dispatch
import Foundation
import Synchronization

/// Runs handlers on worker threads as events arrive, and sleeps in between.
///
/// A worker that finds nothing to do waits on a semaphore, until the next timer if one is set and
/// for ever if none is: an idle engine makes no wake-ups at all. Submitting wakes at most one
/// worker, and none if all are at work or the event's resource is taken. One sleeper watches the
/// next timer for all.
public final class EventEngine<Payload: Sendable>: Sendable {
  /// What a handler is called with: the event, and the engine, so that it may submit more.
  public typealias Handler = @Sendable (EventScheduler<Payload>.Job, EventEngine) -> Void

  private struct State {
    var scheduler: EventScheduler<Payload>
    var sleeping = 0
    /// The deadline at which a sleeper wakes by itself; nil if none does.
    var watched: UInt64?

    /// Whether a timer is set that no sleeper watches.
    mutating func hasUnwatchedTimer() -> Bool {
      guard let next = scheduler.nextDeadlineNanoseconds() else { return false }
      return watched.map { next < $0 } ?? true
    }

    /// Whether there is a sleeper, which has to be signalled then.
    mutating func claimSleeper() -> Bool {
      guard sleeping > 0 else { return false }
      sleeping -= 1
      return true
    }
  }

  private let state: Mutex<State>
  private let wakeUp = DispatchSemaphore(value: 0)
  private let ended = DispatchGroup()
  private let clock: any EventClock
  private let handler: Handler

  /// An engine whose `workers` threads begin at once to wait for events.
  public init(
    scheduler: EventScheduler<Payload>, workers: Int, clock: any EventClock = MonotonicClock(),
    handler: @escaping Handler
  ) {
    precondition(workers >= 1, "an engine needs at least 1 worker, got \(workers)")
    state = Mutex(State(scheduler: scheduler))
    self.clock = clock
    self.handler = handler
    for worker in 0..<workers {
      ended.enter()
      let thread = Thread { [self] in
        work()
        ended.leave()
      }
      thread.name = "event worker \(worker)"
      thread.start()
    }
  }

  /// What has happened so far.
  public var counters: SchedulerCounters { state.withLock { $0.scheduler.counters } }

  /// Events that wait for their handler.
  public var waitingCount: Int { state.withLock { $0.scheduler.waitingCount } }

  /// Lets an event in; nil if it was shed, or refused because the engine is stopping.
  @discardableResult
  public func submit(
    _ payload: Payload, priority: EventPriority, resource: Resource
  ) -> EventTicket? {
    let now = clock.nanoseconds()
    let (ticket, wakes) = state.withLock { state -> (EventTicket?, Bool) in
      let ticket = state.scheduler.submit(
        payload, priority: priority, resource: resource, nowNanoseconds: now)
      return (ticket, state.scheduler.hasReady && state.claimSleeper())
    }
    if wakes { wakeUp.signal() }
    return ticket
  }

  /// Sets a timer: the event arrives `delayNanoseconds` from now.
  public func schedule(
    _ payload: Payload, priority: EventPriority, resource: Resource, delayNanoseconds: UInt64
  ) -> TimerTicket {
    let deadline = clock.nanoseconds() &+ delayNanoseconds
    let (ticket, wakes) = state.withLock { state -> (TimerTicket, Bool) in
      let ticket = state.scheduler.schedule(
        payload, priority: priority, resource: resource, deadlineNanoseconds: deadline)
      return (ticket, state.hasUnwatchedTimer() && state.claimSleeper())
    }
    if wakes { wakeUp.signal() }
    return ticket
  }

  /// Takes a waiting event back; false if its handler has begun or it was shed.
  public func cancel(_ ticket: EventTicket) -> Bool {
    state.withLock { $0.scheduler.cancel(ticket) }
  }

  /// Unsets a timer; false if it has fired.
  public func cancel(_ ticket: TimerTicket) -> Bool {
    state.withLock { $0.scheduler.cancel(ticket) }
  }

  /// Refuses new events, handles all that wait, and returns when the last handler has.
  ///
  /// A handler must not call this: it would wait for itself.
  public func stop() {
    let sleepers = state.withLock { state in
      state.scheduler.stop()
      defer { state.sleeping = 0 }
      return state.sleeping
    }
    for _ in 0..<sleepers { wakeUp.signal() }
    ended.wait()
  }

  // MARK: - Workers

  private enum Step {
    case run(EventScheduler<Payload>.Job)
    case sleep(untilNanoseconds: UInt64?)
    case end
  }

  private func work() {
    var finished: EventScheduler<Payload>.Job?
    var watching: UInt64?
    while true {
      let now = clock.nanoseconds()
      let (step, wakes) = state.withLock { state -> (Step, Bool) in
        if watching == state.watched { state.watched = nil }
        if let finished { state.scheduler.finish(finished) }
        return EventEngine.nextStep(&state, nowNanoseconds: now)
      }
      finished = nil
      watching = nil
      if wakes { wakeUp.signal() }
      switch step {
      case .run(let job):
        handler(job, self)
        finished = job
      case .sleep(let deadline):
        watching = deadline
        sleep(untilNanoseconds: deadline, nowNanoseconds: now)
      case .end:
        return
      }
    }
  }

  /// What a worker does next, and whether another one has to be woken for what it leaves.
  private static func nextStep(
    _ state: inout State, nowNanoseconds: UInt64
  ) -> (Step, wakesAnother: Bool) {
    if let job = state.scheduler.begin(nowNanoseconds: nowNanoseconds) {
      let isNeeded = state.scheduler.hasReady || state.hasUnwatchedTimer()
      return (.run(job), isNeeded && state.claimSleeper())
    }
    if state.scheduler.isStopping, state.scheduler.waitingCount == 0 {
      // The last to know tells the next.
      return (.end, state.claimSleeper())
    }
    state.sleeping += 1
    guard state.hasUnwatchedTimer() else { return (.sleep(untilNanoseconds: nil), false) }
    state.watched = state.scheduler.nextDeadlineNanoseconds()
    return (.sleep(untilNanoseconds: state.watched), false)
  }

  private func sleep(untilNanoseconds deadline: UInt64?, nowNanoseconds now: UInt64) {
    guard let deadline else { return wakeUp.wait() }
    let left = deadline > now ? deadline - now : 0
    guard wakeUp.wait(timeout: .now() + .nanoseconds(Int(clamping: left))) == .timedOut else {
      return
    }
    // Awake by itself: no longer a sleeper, unless somebody has claimed and is about to signal it.
    let wasClaimed = state.withLock { !$0.claimSleeper() }
    if wasClaimed { wakeUp.wait() }
  }
}
