internal import Documents
internal import FaultResponse
internal import GridModel

/// Answers rows one by one in the order of their time: the same input gives the same journal.
struct ReplayWatch {
  let settings: WatchSettings
  let output: WatchOutput

  func run(
    _ path: String, _ stop: StopSignal, scorer: WatchScorer?
  ) throws(CommandFailure) -> WatchCounters {
    var score: (@Sendable (Measurement) -> Double)?
    if let scorer { score = { scorer.score($0) } }
    var session = FaultSession(rules: settings.rules, latenessS: settings.latenessS, score: score)
    let journal = try WatchJournal(settings, beginning: .sameInput)
    var source = try StreamSource(
      path: path, settings: settings, stop: stop, console: output.console)
    var pace = settings.speed.map { Pace(speed: $0) }
    var steps: [AlarmTransition] = []
    while let line = try source.next() {
      switch line {
      case .sample(let meterID, var measurement):
        if let moment = pace?.moment(of: measurement.time), stop.comes(before: moment) { break }
        measurement.meter = session.meter(named: meterID)
        session.take(measurement) { steps.append($0) }
      case .action(let action):
        session.take(action) { steps.append($0) }
      }
      try tell(&steps, journal)
    }
    session.finish { steps.append($0) }
    try tell(&steps, journal)
    return WatchCounters(session: session.counters, rejectedRows: source.rejectedRows)
  }

  private func tell(
    _ steps: inout [AlarmTransition], _ journal: WatchJournal
  ) throws(CommandFailure) {
    for step in steps {
      try journal.keep(step)
      output.tell(step)
    }
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
    return start.nanoseconds &+ UInt64(max(0, time.seconds(since: start.data) / speed * 1e9))
  }
}
