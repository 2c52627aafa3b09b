import GridModel

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
    /// Samples that a wrong clock dated far ahead.
    public var setAside = 0
    /// Actions for which there was no such alarm, or that its state does not allow.
    public var refusedActions = 0

    /// Nothing yet.
    public init() {}
  }

  /// What a model says of completed samples, in their order; not a number where it cannot say.
  public typealias Scorer = @Sendable ([Measurement]) -> [Double]

  /// The alarms.
  public private(set) var book: AlarmBook
  private var check: IngestCheck
  private var buffer: LatenessBuffer
  private var seen = Counters()
  private let scores: Scorer?

  /// A session that has seen nothing.
  ///
  /// - Parameters:
  ///   - rules: The alarm rules.
  ///   - latenessS: How late a sample may be, in seconds.
  ///   - scores: What a model says.
  public init(rules: AlarmRules, latenessS: Double = 0, scores: Scorer? = nil) {
    book = AlarmBook(rules: rules)
    check = IngestCheck(rules: rules.rules)
    buffer = LatenessBuffer(latenessS: latenessS)
    self.scores = scores
  }

  /// What the session has seen so far.
  public var counters: Counters {
    var counters = seen
    counters.tooLate = buffer.tooLate
    counters.repeated = buffer.repeated
    counters.setAside = buffer.setAside
    return counters
  }

  /// The last sample that a wrong clock dated far ahead.
  public var lastSetAside: Measurement? { buffer.lastSetAside }

  /// The number of `meterID`.
  public mutating func meter(named meterID: String) -> Int { book.meter(named: meterID) }

  /// Takes what has arrived, and leaves `batch` empty; calls `body` with every step that it or the
  /// passing of time causes.
  ///
  /// How arrivals are divided into batches makes no difference.
  public mutating func take(_ batch: inout StreamBatch, _ body: (AlarmTransition) -> Void) {
    buffer.order(&batch, meterIDs: book.knownMeters)
    answer(&batch, body)
  }

  /// Answers what was held for late samples: there will be none.
  public mutating func finish(_ body: (AlarmTransition) -> Void) {
    var batch = StreamBatch()
    buffer.flush(&batch, meterIDs: book.knownMeters)
    answer(&batch, body)
  }

  private mutating func answer(_ batch: inout StreamBatch, _ body: (AlarmTransition) -> Void) {
    let isOutside = check.check(&batch)
    let scores = self.scores?(batch.samples)
    batch.forEach { index in
      answer(batch.samples[index], isOutside: isOutside[index], score: scores?[index], body)
    } action: { action in
      let (isAccepted, steps) = book.perform(action)
      if !isAccepted { seen.refusedActions += 1 }
      report(steps, body)
    }
    batch.removeAll()
  }

  private mutating func answer(
    _ sample: Measurement, isOutside: Bool, score: Double?, _ body: (AlarmTransition) -> Void
  ) {
    seen.samples += 1
    if isOutside { seen.interrupts += 1 }
    if let due = book.nextDue(), due <= sample.time { report(book.advance(to: sample.time), body) }
    if isOutside || book.isRestless(sample.meter) { report(book.observe(sample), body) }
    guard let score else { return }
    var scored = Measurement(time: sample.time, meter: sample.meter)
    scored[.score] = score
    if check.isOutside(scored) || book.isRestless(sample.meter) {
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
