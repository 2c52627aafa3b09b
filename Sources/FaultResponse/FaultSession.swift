public import GridModel

/// Everything that happens between a sample's arrival and the alarms' answer, in the order of time.
///
/// A value: the same samples and actions give the same transitions, whoever feeds them and however
/// fast. A model's score follows its sample as an observation of its own, so that the checks at
/// ingest never wait for it.
public struct FaultSession: Sendable {
  /// What a session has seen.
  public struct Counters: Equatable, Sendable {
    /// Samples that were checked.
    public var samples = 0
    /// Samples outside the limits of a rule.
    public var interrupts = 0
    /// Alarms that an operator was told of.
    public var annunciations = 0
    /// Samples that came later than they may.
    public var tooLate = 0
    /// Samples that came again.
    public var repeated = 0
    /// Actions for which there was no such alarm, or that its state does not allow.
    public var refusedActions = 0

    /// Nothing yet.
    public init() {}
  }

  /// The alarms.
  public private(set) var book: AlarmBook
  private var check: IngestCheck
  private var buffer: LatenessBuffer
  private var seen = Counters()
  private let score: (@Sendable (Measurement) -> Double)?

  /// A session that has seen nothing.
  ///
  /// - Parameters:
  ///   - rules: The alarm rules.
  ///   - latenessS: How late a sample may be, in seconds.
  ///   - score: What a model says of a completed sample; not a number if it cannot say.
  public init(
    rules: AlarmRules, latenessS: Double = 0,
    score: (@Sendable (Measurement) -> Double)? = nil
  ) {
    book = AlarmBook(rules: rules)
    check = IngestCheck(rules: rules.rules)
    buffer = LatenessBuffer(latenessS: latenessS)
    self.score = score
  }

  /// What the session has seen so far.
  public var counters: Counters {
    var counters = seen
    counters.tooLate = buffer.tooLate
    counters.repeated = buffer.repeated
    return counters
  }

  /// The number of `meterID`.
  public mutating func meter(named meterID: String) -> Int { book.meter(named: meterID) }

  /// Takes a sample; calls `body` with every step that it or the passing of time causes.
  public mutating func take(_ measurement: Measurement, _ body: (AlarmTransition) -> Void) {
    var ready: [Measurement] = []
    buffer.push(measurement) { ready.append($0) }
    for measurement in ready { answer(measurement, body) }
  }

  /// Takes an operator's action, after the samples that are older.
  public mutating func take(_ action: OperatorAction, _ body: (AlarmTransition) -> Void) {
    guard let steps = book.perform(action) else {
      seen.refusedActions += 1
      return
    }
    report(steps, body)
  }

  /// Lets time pass without samples, as far as no late sample can come any more.
  public mutating func advance(to time: Timestamp, _ body: (AlarmTransition) -> Void) {
    report(book.advance(to: time.advanced(bySeconds: -buffer.latenessS)), body)
  }

  /// Answers the samples that were held for late ones: there will be none.
  public mutating func finish(_ body: (AlarmTransition) -> Void) {
    var ready: [Measurement] = []
    buffer.flush { ready.append($0) }
    for measurement in ready { answer(measurement, body) }
  }

  /// Takes up where a journal ends.
  public mutating func resume(after transitions: [AlarmTransition]) {
    book.restore(transitions)
  }

  private mutating func answer(_ measurement: Measurement, _ body: (AlarmTransition) -> Void) {
    var measurement = measurement
    seen.samples += 1
    let isOutside = check.check(&measurement)
    if isOutside { seen.interrupts += 1 }
    if isOutside || book.isRestless(measurement.meter) {
      report(book.observe(measurement), body)
    } else if let due = book.nextDue(), due <= measurement.time {
      report(book.advance(to: measurement.time), body)
    }
    guard let score else { return }
    var scored = Measurement(time: measurement.time, meter: measurement.meter)
    scored[.score] = score(measurement)
    if check.isOutside(scored) || book.isRestless(measurement.meter) {
      report(book.observe(scored), body)
    }
  }

  private mutating func report(_ steps: [AlarmTransition], _ body: (AlarmTransition) -> Void) {
    for step in steps {
      if step.isAnnunciation { seen.annunciations += 1 }
      body(step)
    }
  }
}
