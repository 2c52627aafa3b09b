/// Runs a scheduler on the calling thread and on a clock that moves only when it is told to: for
/// tests, and for replays whose log must not depend on the machine.
public struct VirtualEngine<Payload: Sendable>: Sendable {
  /// What decides the order.
  public var scheduler: EventScheduler<Payload>
  /// The clock's time.
  public private(set) var nowNanoseconds: UInt64

  /// An idle engine whose clock stands at `nowNanoseconds`.
  public init(scheduler: EventScheduler<Payload>, nowNanoseconds: UInt64 = 0) {
    self.scheduler = scheduler
    self.nowNanoseconds = nowNanoseconds
  }

  /// Lets an event in that arrives now.
  @discardableResult
  public mutating func submit(
    _ payload: Payload, priority: EventPriority, resource: Resource
  ) -> EventTicket? {
    scheduler.submit(
      payload, priority: priority, resource: resource, nowNanoseconds: nowNanoseconds)
  }

  /// Handles everything that waits now; handlers may submit and set timers on the engine they get.
  public mutating func drain(_ handler: (Payload, inout VirtualEngine) -> Void) {
    while let job = scheduler.begin(nowNanoseconds: nowNanoseconds) {
      handler(job.payload, &self)
      scheduler.finish(job)
    }
  }

  /// Moves the clock to `laterNanoseconds`, stopping at every timer on the way.
  public mutating func advance(
    to laterNanoseconds: UInt64, _ handler: (Payload, inout VirtualEngine) -> Void
  ) {
    drain(handler)
    while let deadline = scheduler.nextDeadlineNanoseconds(), deadline <= laterNanoseconds {
      nowNanoseconds = max(nowNanoseconds, deadline)
      drain(handler)
    }
    nowNanoseconds = max(nowNanoseconds, laterNanoseconds)
  }
}
