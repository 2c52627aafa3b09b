internal import Documents
internal import EventEngine
internal import FaultResponse
internal import GridModel
import Synchronization

/// Answers rows as they come, by interrupts and priorities.
///
/// The thread that reads does nothing but the check at ingest. A sample outside a limit is submitted
/// as a critical event; one that may end an alarm as an urgent one; the model scores what is left
/// over in the background, and a score outside its limit is an urgent event too. Nothing polls:
/// what is due to time alone is a timer of the engine.
final class LiveWatch: Sendable {
  private enum LiveEvent: Sendable {
    case observe(Measurement)
    case act(OperatorAction)
    case score([Measurement])
    /// Something is due at this moment of the data.
    case pass(Timestamp)
  }

  private struct Desk: ~Copyable {
    var book: AlarmBook
    var journal: WatchJournal
    var counters = FaultSession.Counters()
    var meters: [Meter] = []
    var timer: TimerTicket?
    var failure: CommandFailure?
  }

  private struct Meter {
    /// The newest sample that was answered: urgency may let a newer one overtake an older.
    var newest: Timestamp?
    /// Samples that were submitted and not yet answered: what follows must be answered too, for the
    /// alarms may be about to change.
    var submitted = 0
  }

  private static let alarms = Resource(index: 0)
  private static let model = Resource(index: 1)
  /// Samples that the model scores in one piece.
  private static let batch = 64

  private let desk: Mutex<Desk>
  private let settings: WatchSettings
  private let output: WatchOutput
  private let scorer: WatchScorer?
  private let stop: StopSignal
  private let limits: IngestCheck

  init(
    settings: WatchSettings, output: WatchOutput, scorer: WatchScorer?, stop: StopSignal
  ) throws(CommandFailure) {
    var book = AlarmBook(rules: settings.rules)
    let journal = try WatchJournal(settings, beginning: .nextInput)
    book.restore(journal.recovered)
    var known = Desk(book: book, journal: journal)
    while known.meters.count < book.meterCount { known.meters.append(Meter()) }
    desk = Mutex(known)
    self.settings = settings
    self.output = output
    self.scorer = scorer
    self.stop = stop
    limits = IngestCheck(rules: settings.rules.rules)
  }

  func run(_ path: String) throws(CommandFailure) -> WatchCounters {
    var source = try StreamSource(
      path: path, settings: settings, stop: stop, console: output.console)
    let engine = EventEngine<LiveEvent>(
      scheduler: EventScheduler(capacity: 100_000), workers: 2
    ) { [self] job, engine in handle(job.payload, engine) }
    var failure: CommandFailure?
    var shed = 0
    do throws(CommandFailure) {
      try ingest(&source, engine)
    } catch {
      failure = error
    }
    engine.stop()
    shed = engine.counters.shed
    let counters = desk.withLock { desk in
      failure = desk.failure ?? failure
      return desk.counters
    }
    if let failure { throw failure }
    return WatchCounters(session: counters, rejectedRows: source.rejectedRows, shed: shed)
  }

  // MARK: - The reading thread

  private func ingest(
    _ source: inout StreamSource, _ engine: EventEngine<LiveEvent>
  ) throws(CommandFailure) {
    var check = limits
    var buffer = LatenessBuffer(latenessS: settings.latenessS)
    var batch: [Measurement] = []
    var samples = 0
    var interrupts = 0
    func answer(_ measurement: Measurement) {
      var measurement = measurement
      samples += 1
      let isOutside = check.check(&measurement)
      if isOutside { interrupts += 1 }
      let matters = desk.withLock { desk in
        guard
          isOutside || desk.book.isRestless(measurement.meter)
            || desk.meters[measurement.meter].submitted > 0
        else { return false }
        desk.meters[measurement.meter].submitted += 1
        return true
      }
      if matters {
        submit(measurement, isOutside ? .critical : .high, engine)
      }
      guard scorer != nil else { return }
      batch.append(measurement)
      if batch.count == LiveWatch.batch { flush() }
    }
    func flush() {
      guard !batch.isEmpty else { return }
      engine.submit(.score(batch), priority: .background, resource: LiveWatch.model)
      batch.removeAll(keepingCapacity: true)
    }
    while let line = try source.next(whenWaiting: flush) {
      if let failure = desk.withLock({ $0.failure }) { throw failure }
      switch line {
      case .sample(let meterID, var measurement):
        measurement.meter = meter(named: meterID)
        buffer.push(measurement, answer)
      case .action(let action):
        engine.submit(.act(action), priority: .high, resource: LiveWatch.alarms)
      }
    }
    buffer.flush(answer)
    flush()
    desk.withLock { desk in
      desk.counters.samples = samples
      desk.counters.interrupts = interrupts
      desk.counters.tooLate = buffer.tooLate
      desk.counters.repeated = buffer.repeated
    }
  }

  private func meter(named meterID: String) -> Int {
    desk.withLock { desk in
      let meter = desk.book.meter(named: meterID)
      while desk.meters.count <= meter { desk.meters.append(Meter()) }
      return meter
    }
  }

  private func submit(
    _ measurement: Measurement, _ priority: EventPriority, _ engine: EventEngine<LiveEvent>
  ) {
    let ticket = engine.submit(
      .observe(measurement), priority: priority, resource: LiveWatch.alarms)
    if ticket == nil { desk.withLock { $0.meters[measurement.meter].submitted -= 1 } }
  }

  // MARK: - The workers

  private func handle(_ event: LiveEvent, _ engine: EventEngine<LiveEvent>) {
    switch event {
    case .observe(let measurement): observe(measurement, engine)
    case .act(let action): act(action)
    case .pass(let time): tell(engine) { $0.book.advance(to: time) }
    case .score(let batch):
      guard let scorer else { return }
      for measurement in batch {
        var scored = Measurement(time: measurement.time, meter: measurement.meter)
        scored[.score] = scorer.score(measurement)
        guard limits.isOutside(scored) else { continue }
        desk.withLock { $0.meters[measurement.meter].submitted += 1 }
        submit(scored, .high, engine)
      }
    }
  }

  private func observe(_ measurement: Measurement, _ engine: EventEngine<LiveEvent>) {
    tell(engine) { desk in
      desk.meters[measurement.meter].submitted -= 1
      if let newest = desk.meters[measurement.meter].newest, measurement.time < newest {
        return []
      }
      desk.meters[measurement.meter].newest = measurement.time
      return desk.book.observe(measurement)
    }
  }

  private func act(_ action: OperatorAction) {
    tell(nil) { desk in
      guard let steps = desk.book.perform(action) else {
        desk.counters.refusedActions += 1
        return []
      }
      return steps
    }
  }

  private func tell(
    _ engine: EventEngine<LiveEvent>?, _ decide: (inout Desk) -> [AlarmTransition]
  ) {
    desk.withLock { desk in
      for step in decide(&desk) {
        do throws(CommandFailure) {
          try desk.journal.keep(step)
        } catch {
          desk.failure = error
          return
        }
        if step.isAnnunciation { desk.counters.annunciations += 1 }
        output.tell(step)
      }
      output.console.flushLine()
      if let engine { setTimer(&desk, engine) }
    }
  }

  /// Sees to it that what is due next happens even if no further sample comes.
  private func setTimer(_ desk: inout Desk, _ engine: EventEngine<LiveEvent>) {
    if let timer = desk.timer { _ = engine.cancel(timer) }
    desk.timer = nil
    guard let due = desk.book.nextDue(), let newest = desk.meters.compactMap(\.newest).max() else {
      return
    }
    let delayS = max(0, due.seconds(since: newest)) + settings.latenessS
    desk.timer = engine.schedule(
      .pass(due), priority: .high, resource: LiveWatch.alarms,
      delayNanoseconds: UInt64(min(delayS, 1e9) * 1e9))
  }
}
