/// Decides which event is handled next: a state machine without threads, clocks or locks.
///
/// Whoever owns it brings the time and runs the handlers: `EventEngine` on threads and the machine's
/// clock, `VirtualEngine` on one thread and a clock of its own.
public struct EventScheduler<Payload: Sendable>: Sendable {
  /// An event whose handler is to run now.
  public typealias Job = EventQueue<Payload>.Entry

  /// What has happened so far.
  public private(set) var counters = SchedulerCounters()
  /// Whether new events are refused.
  public private(set) var isStopping = false

  private struct Timed: Sendable {
    let payload: Payload
    let priority: EventPriority
    let resource: Resource
  }

  private var queue: EventQueue<Payload>
  private var timers = TimerQueue<Timed>()

  /// An idle scheduler that sheds above `capacity` waiting events, and for which a step of priority
  /// is worth `ageingNanoseconds` of waiting.
  public init(capacity: Int, ageingNanoseconds: UInt64 = 1_000_000_000) {
    queue = EventQueue(capacity: capacity, ageingNanoseconds: ageingNanoseconds)
  }

  /// Events that wait for their handler.
  public var waitingCount: Int { queue.count }

  /// Whether an event may wait for a free resource; never false if one does.
  public var hasReady: Bool { queue.hasReady }

  /// Lets an event in that arrives at `nowNanoseconds`; nil if it was shed, or refused while
  /// stopping.
  @discardableResult
  public mutating func submit(
    _ payload: Payload, priority: EventPriority, resource: Resource, nowNanoseconds: UInt64
  ) -> EventTicket? {
    guard !isStopping else {
      counters.refused += 1
      return nil
    }
    let admission = queue.push(
      payload, priority: priority, resource: resource, nowNanoseconds: nowNanoseconds)
    switch admission {
    case .admitted(let ticket):
      counters.admitted += 1
      return ticket
    case .admittedInsteadOf(_, let ticket):
      counters.admitted += 1
      counters.shed += 1
      return ticket
    case .refused:
      counters.shed += 1
      return nil
    }
  }

  /// Sets a timer: the event arrives at `deadlineNanoseconds`.
  public mutating func schedule(
    _ payload: Payload, priority: EventPriority, resource: Resource, deadlineNanoseconds: UInt64
  ) -> TimerTicket {
    timers.set(
      Timed(payload: payload, priority: priority, resource: resource),
      deadlineNanoseconds: deadlineNanoseconds)
  }

  /// Takes a waiting event back; false if its handler has begun or it was shed.
  public mutating func cancel(_ ticket: EventTicket) -> Bool {
    guard queue.cancel(ticket) != nil else { return false }
    counters.cancelled += 1
    return true
  }

  /// Unsets a timer; false if it has fired.
  public mutating func cancel(_ ticket: TimerTicket) -> Bool {
    guard timers.cancel(ticket) != nil else { return false }
    counters.cancelled += 1
    return true
  }

  /// The time at which the next timer fires; nil if none is set.
  public mutating func nextDeadlineNanoseconds() -> UInt64? {
    timers.nextDeadlineNanoseconds()
  }

  /// The event whose handler is to run now; nil if none waits for a free resource.
  ///
  /// The caller runs the handler and then calls `finish`.
  public mutating func begin(nowNanoseconds: UInt64) -> Job? {
    fireTimers(nowNanoseconds: nowNanoseconds)
    return queue.take()
  }

  /// Tells that the handler of `job` has returned, which frees its resource.
  public mutating func finish(_ job: Job) {
    queue.release(job.resource)
    counters.handled += 1
  }

  /// Refuses new events and unsets the timers; what waits is still handed out.
  public mutating func stop() {
    isStopping = true
    counters.cancelled += timers.count
    timers = TimerQueue()
  }

  private mutating func fireTimers(nowNanoseconds: UInt64) {
    guard timers.count > 0 else { return }
    while let due = timers.takeDue(nowNanoseconds: nowNanoseconds) {
      submit(
        due.payload.payload, priority: due.payload.priority, resource: due.payload.resource,
        nowNanoseconds: due.deadlineNanoseconds)
    }
  }
}
