import Documents
import FaultResponse
import GridModel

/// Answers rows in the order of their time: the same input gives the same journal.
struct ReplayWatch {
  let settings: WatchSettings
  let output: WatchOutput

  /// Rows that are read, scored and answered together; as many as have come if those are fewer.
  private static let rowsTogether = 4_096

  func run(
    _ path: String, _ stop: StopSignal, scorer: WatchScorer?
  ) throws(CommandFailure) -> WatchCounters {
    var scores: FaultSession.Scorer?
    if let scorer { scores = { scorer.scores(of: $0) } }
    var session = FaultSession(rules: settings.rules, latenessS: settings.latenessS, scores: scores)
    let journal = try WatchJournal(settings, beginning: .sameInput, console: output.console)
    var source = try StreamSource(
      path: path, settings: settings, knownMeters: [], stop: stop, console: output.console)
    var pace = settings.speed.map { Pace(speed: $0) }
    var batch = StreamBatch()
    var steps: [AlarmTransition] = []
    var remark = LeapRemark()
    let limit = pace == nil ? ReplayWatch.rowsTogether : 1
    while try source.next(into: &batch, limit: limit) {
      if let first = batch.samples.first, let moment = pace?.moment(of: first.time),
        stop.comes(before: moment)
      {
        break
      }
      for name in source.meterIDs[session.book.knownMeters.count...] {
        _ = session.meter(named: name)
      }
      session.take(&batch) { steps.append($0) }
      remark.make(of: session.lastSetAside, source.meterIDs, output.console)
      try tell(&steps, journal)
      if pace != nil { output.console.flushLine() }
    }
    session.finish { steps.append($0) }
    try tell(&steps, journal)
    return WatchCounters(session: session.counters, rejectedRows: source.rejectedRows)
  }

  private func tell(
    _ steps: inout [AlarmTransition], _ journal: WatchJournal
  ) throws(CommandFailure) {
    try journal.keep(steps)
    for step in steps { output.tell(step) }
    steps.removeAll(keepingCapacity: true)
  }
}

/// When a replay at a given speed comes to a moment of the data.
private struct Pace {
  let speed: Double
  private var start: (data: Timestamp, nanoseconds: UInt64)?

  init(speed: Double) {
    self.speed = speed
  }

  mutating func moment(of time: Timestamp) -> UInt64 {
    let start = self.start ?? (time, monotonicNanoseconds())
    self.start = start
    let waitS = max(0, time.seconds(since: start.data) / speed)
    return start.nanoseconds &+ UInt64(min(waitS, 1e9) * 1e9)
  }
}
