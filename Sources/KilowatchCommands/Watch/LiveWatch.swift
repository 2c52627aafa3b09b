import Documents
import EventEngine
import FaultResponse
import GridModel
import Synchronization

/// Answers rows as they come, by interrupts and priorities.
///
/// The thread that reads does nothing but the check at ingest. A sample outside a limit interrupts:
/// its meter's line is moved to the front of all that waits, and answered in the line's own order.
/// Samples that may end an alarm stand in the line, too; all others are done. The model scores in
/// the background, and a score that matters is observed like a sample. Nothing polls: what is due
/// to time alone is a timer of the engine.
final class LiveWatch: Sendable {
  enum LiveEvent: Sendable {
    /// Something stands in the line of this meter.
    case answer(meter: Int)
    /// Samples wait for their scores.
    case score
    /// Something is due at this moment of the data.
    case pass(Timestamp)
  }

  struct Desk: ~Copyable {
    var book: AlarmBook
    var journal: WatchJournal
    var counters = FaultSession.Counters()
    var lines: [Line] = []
    var timer: TimerTicket?
    /// The time of the data.
    var newest: Timestamp?
    /// Samples that wait for their scores, the oldest first.
    var unscored: [Measurement] = []
    /// The time up to which samples have scores; nil if none waits.
    var scoredTo: Timestamp?
    var isScoring = false
    /// Samples that were never scored, because too many waited.
    var shedScores = 0
    var failure: CommandFailure?
  }

  /// What waits to be answered at a meter.
  struct Line {
    enum Entry {
      case sample(Measurement)
      case action(OperatorAction)
    }

    /// The oldest first.
    var entries: [Entry] = []
    /// Whether a critical event will come for them.
    var isUrgent = false
  }

  typealias Engine = EventEngine<LiveEvent>

  static let alarms = Resource(index: 0)
  static let model = Resource(index: 1)
  /// Rows that are read before the first of them is answered, if so many have come.
  static let rowsTogether = 256
  /// Samples that may wait for their scores; those that come on top of that get none.
  static let scoreBacklog = 1 << 18

  let desk: Mutex<Desk>
  let settings: WatchSettings
  let output: WatchOutput
  let scorer: WatchScorer?
  let limits: IngestCheck
  private let stop: StopSignal

  init(
    settings: WatchSettings, output: WatchOutput, scorer: WatchScorer?, stop: StopSignal
  ) throws(CommandFailure) {
    var book = AlarmBook(rules: settings.rules)
    let journal = try WatchJournal(settings, beginning: .nextInput, console: output.console)
    for step in journal.recovered { output.log?.add(step) }
    let missing = book.restore(journal.recovered)
    try journal.keep(missing)
    for step in missing { output.tell(step) }
    desk = Mutex(Desk(book: book, journal: journal))
    self.settings = settings
    self.output = output
    self.scorer = scorer
    self.stop = stop
    limits = IngestCheck(rules: settings.rules.rules)
  }

  func run(_ path: String) throws(CommandFailure) -> WatchCounters {
    var source = try StreamSource(
      path: path, settings: settings, knownMeters: desk.withLock { $0.book.knownMeters },
      stop: stop, console: output.console)
    let engine = Engine(scheduler: EventScheduler(capacity: 100_000), workers: 2) {
      [self] job, engine in handle(job.payload, engine)
    }
    var failure: CommandFailure?
    do throws(CommandFailure) {
      try ingest(&source, engine)
    } catch {
      failure = error
    }
    engine.stop()
    finish()
    let counters = desk.withLock { desk in
      failure = desk.failure ?? failure
      var counters = WatchCounters(session: desk.counters, rejectedRows: source.rejectedRows)
      counters.shedEvents = engine.counters.shed
      counters.unscoredSamples = desk.shedScores
      return counters
    }
    if let failure { throw failure }
    return counters
  }

  // MARK: - The reading thread

  private func ingest(_ source: inout StreamSource, _ engine: Engine) throws(CommandFailure) {
    var check = limits
    var buffer = LatenessBuffer(latenessS: settings.latenessS)
    var batch = StreamBatch()
    var remark = LeapRemark()
    while try source.next(into: &batch, limit: LiveWatch.rowsTogether) {
      learnMeters(source.meterIDs)
      buffer.order(&batch, meterIDs: source.meterIDs)
      remark.make(of: buffer.lastSetAside, source.meterIDs, output.console)
      answer(&batch, &check, engine)
      if let failure = desk.withLock({ $0.failure }) { throw failure }
    }
    buffer.flush(&batch, meterIDs: source.meterIDs)
    answer(&batch, &check, engine)
    desk.withLock { desk in
      desk.counters.tooLate = buffer.tooLate
      desk.counters.repeated = buffer.repeated
      desk.counters.setAside = buffer.setAside
    }
  }

  private func learnMeters(_ meterIDs: [String]) {
    desk.withLock { desk in
      for name in meterIDs[desk.book.knownMeters.count...] { _ = desk.book.meter(named: name) }
      while desk.lines.count < meterIDs.count { desk.lines.append(Line()) }
    }
  }

  /// Checks samples, puts those that matter into their lines, and tells the engine.
  private func answer(_ batch: inout StreamBatch, _ check: inout IngestCheck, _ engine: Engine) {
    guard !batch.isEmpty else { return }
    let isOutside = check.check(&batch)
    var events: [(LiveEvent, EventPriority)] = []
    desk.withLock { desk in
      batch.forEach { index in
        let sample = batch.samples[index]
        desk.newest = sample.time
        if isOutside[index] { desk.counters.interrupts += 1 }
        let waits = !desk.lines[sample.meter].entries.isEmpty
        guard isOutside[index] || waits || desk.book.isRestless(sample.meter) else { return }
        desk.lines[sample.meter].entries.append(.sample(sample))
        if isOutside[index], !desk.lines[sample.meter].isUrgent {
          desk.lines[sample.meter].isUrgent = true
          events.append((.answer(meter: sample.meter), .critical))
        } else if !waits, !isOutside[index] {
          events.append((.answer(meter: sample.meter), .high))
        }
      } action: { action in
        guard let meter = desk.book.number(of: action.meterID) else {
          desk.counters.refusedActions += 1
          return
        }
        desk.lines[meter].entries.append(.action(action))
        events.append((.answer(meter: meter), .high))
      }
      desk.counters.samples += batch.samples.count
      if let newest = desk.newest, let due = desk.book.nextDue(), due <= newest {
        events.append((.pass(newest), .high))
      }
      if wait(forScores: batch.samples, &desk) { events.append((.score, .background)) }
    }
    batch.removeAll()
    for (event, priority) in events {
      let resource = if case .score = event { LiveWatch.model } else { LiveWatch.alarms }
      engine.submit(event, priority: priority, resource: resource)
    }
  }

  /// Lets samples wait for their scores; whether the engine has to be told.
  private func wait(forScores samples: [Measurement], _ desk: inout Desk) -> Bool {
    guard scorer != nil else { return false }
    let room = max(0, LiveWatch.scoreBacklog - desk.unscored.count)
    desk.shedScores += max(0, samples.count - room)
    if desk.scoredTo == nil { desk.scoredTo = samples.first?.time }
    desk.unscored += samples.prefix(room)
    guard !desk.isScoring, !desk.unscored.isEmpty else { return false }
    desk.isScoring = true
    return true
  }
}
