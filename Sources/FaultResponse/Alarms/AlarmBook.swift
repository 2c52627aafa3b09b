import EventEngine
public import GridModel

/// The alarms of all meters: decides what every sample, action and passing of time means for them.
///
/// All time is the time of the data, so that a replay at any speed writes the same journal. Steps
/// that are due to time alone (delays, shelves, chattering) are stamped with the moment at which
/// they were due, not with that of the sample that revealed it. Meters know nothing of one another:
/// each has its own alarms, groups and time.
///
/// - Complexity: O(rules) for a sample that is outside the envelope or whose meter has an alarm;
///   others need not be shown.
public struct AlarmBook: Sendable {
  /// How many activations in how short a time are chattering.
  public struct Chattering: Equatable, Sendable {
    /// Activations that make it chattering.
    public var count: Int
    /// The time within which they fall, and for which the alarm must then be quiet, in seconds.
    public var windowS: Double

    /// `count` activations within `windowS` seconds.
    public init(count: Int = 3, windowS: Double = 60) {
      precondition(count >= 2 && windowS > 0, "\(count) activations in \(windowS) s never chatter")
      self.count = count
      self.windowS = windowS
    }
  }

  let rules: [AlarmRule]
  let chattering: Chattering
  var meterIDs: [String] = []
  private var meters: [String: Int] = [:]
  /// Alarm `meter · rules + rule`.
  var alarms: [Alarm] = []
  /// Alarms by the moments at which something may be due; what an alarm itself says counts.
  private var timers = TimerQueue<Int>()
  /// The alarm that stands for its group, by group and meter.
  var firstOut: [Group: Int] = [:]
  var transitions: [AlarmTransition] = []
  /// Per meter, alarms that are not at rest, which every sample has to be shown to.
  private var restless: [Int] = []

  struct Group: Hashable, Sendable {
    let meter: Int
    let name: String
  }

  /// A book in which every alarm is at rest.
  public init(rules: AlarmRules, chattering: Chattering = Chattering()) {
    self.rules = rules.rules
    self.chattering = chattering
  }

  /// The number of `meterID`, which is new to the book or not.
  public mutating func meter(named meterID: String) -> Int {
    if let known = meters[meterID] { return known }
    meters[meterID] = meterIDs.count
    meterIDs.append(meterID)
    restless.append(0)
    alarms += repeatElement(Alarm(), count: rules.count)
    return meterIDs.count - 1
  }

  /// The number of `meterID`; nil if the book does not know it.
  public func number(of meterID: String) -> Int? { meters[meterID] }

  /// Whether any alarm of `meter` is not at rest, so that a sample within the envelope matters too.
  @inline(__always)
  public func isRestless(_ meter: Int) -> Bool { restless[meter] > 0 }

  /// The state of every alarm that is not normal, by meter and rule.
  public var standing: [(meterID: String, alarm: String, state: AlarmState)] {
    alarms.indices.filter { alarms[$0].state != .normal }.map {
      (meterIDs[$0 / rules.count], rules[$0 % rules.count].name, alarms[$0].state)
    }
  }

  /// The moment at which something may be due without a sample; nil if nothing is.
  public mutating func nextDue() -> Timestamp? {
    timers.nextDeadlineNanoseconds().map(Timestamp.init(orderedNanoseconds:))
  }

  /// Takes what is due at all meters up to `time`; scores may have come no further than
  /// `scoredTime`.
  public mutating func advance(
    to time: Timestamp, scoredTo scoredTime: Timestamp? = nil
  ) -> [AlarmTransition] {
    var waiting: [(alarm: Int, deadline: UInt64)] = []
    while let (alarm, deadline) = timers.takeDue(nowNanoseconds: time.orderedNanoseconds) {
      let moment = Timestamp(orderedNanoseconds: deadline)
      let line = rules[alarm % rules.count].signal.line
      if line == .scored, let scoredTime, scoredTime < moment {
        waiting.append((alarm, deadline))
      } else {
        fire(line, ofMeter: alarm / rules.count, upTo: moment)
      }
    }
    for (alarm, deadline) in waiting { _ = timers.set(alarm, deadlineNanoseconds: deadline) }
    return takeTransitions()
  }

  /// Takes a sample, completed by ``IngestCheck``, or the score of one.
  ///
  /// What was due before at the same meter comes first; other meters are left alone.
  public mutating func observe(_ measurement: Measurement) -> [AlarmTransition] {
    let line: SignalLine = measurement[.score].isNaN ? .measured : .scored
    fire(line, ofMeter: measurement.meter, upTo: measurement.time)
    for rule in rules.indices {
      let value = measurement.values[rules[rule].signal.index]
      guard !value.isNaN else { continue }
      let alarm = measurement.meter * rules.count + rule
      let held = alarms[alarm].conditionHolds
      let holds = rules[rule].holds(for: value, heldBefore: held)
      if holds != held { changeCondition(of: alarm, to: holds, value: value, at: measurement.time) }
    }
    return takeTransitions()
  }

  /// Takes an operator's action, which is refused if there is no such alarm, or it is in no state
  /// for it; what was due before happens anyway.
  public mutating func perform(
    _ action: OperatorAction
  ) -> (isAccepted: Bool, steps: [AlarmTransition]) {
    guard let meter = meters[action.meterID],
      let rule = rules.firstIndex(where: { $0.name == action.alarm })
    else { return (false, []) }
    fire(rules[rule].signal.line, ofMeter: meter, upTo: action.time)
    let alarm = meter * rules.count + rule
    let isAccepted =
      switch action.kind {
      case .acknowledge: acknowledge(alarm, at: action.time)
      case .shelve(let seconds): shelve(alarm, seconds: seconds, at: action.time)
      case .unshelve: unshelve(alarm, cause: .unshelved, at: action.time)
      }
    return (isAccepted, takeTransitions())
  }

  /// Changes an alarm, keeping count of those that are not at rest and of what is due.
  mutating func update(_ alarm: Int, _ change: (inout Alarm) -> Void) {
    let meter = alarm / rules.count
    let before = alarms[alarm].nextDue
    if !alarms[alarm].isAtRest { restless[meter] -= 1 }
    change(&alarms[alarm])
    if !alarms[alarm].isAtRest { restless[meter] += 1 }
    if let due = alarms[alarm].nextDue, due != before {
      _ = timers.set(alarm, deadlineNanoseconds: due.orderedNanoseconds)
    }
  }

  /// Does what is due at a meter up to `time`, in the order of time and then of rules.
  mutating func fire(_ line: SignalLine, ofMeter meter: Int, upTo time: Timestamp) {
    while true {
      var next: (alarm: Int, moment: Timestamp)?
      for rule in rules.indices where rules[rule].signal.line == line {
        let alarm = meter * rules.count + rule
        guard let due = alarms[alarm].nextDue, due <= time, next.map({ due < $0.moment }) ?? true
        else { continue }
        next = (alarm, due)
      }
      guard let next else { return }
      fire(next.alarm, at: next.moment)
    }
  }

  private mutating func fire(_ alarm: Int, at moment: Timestamp) {
    if alarms[alarm].activationDue == moment {
      update(alarm) { $0.activationDue = nil }
      activate(alarm, value: nil, at: moment)
    } else if alarms[alarm].clearingDue == moment {
      update(alarm) { $0.clearingDue = nil }
      clear(alarm, value: nil, at: moment)
    } else if alarms[alarm].shelfDue == moment {
      _ = unshelve(alarm, cause: .shelfExpired, at: moment)
    } else {
      endChattering(alarm, at: moment)
    }
  }

  mutating func takeTransitions() -> [AlarmTransition] {
    defer { transitions.removeAll(keepingCapacity: true) }
    return transitions
  }
}

extension Timestamp {
  /// The moment in an unsigned number of the same order, before 1970 too.
  fileprivate var orderedNanoseconds: UInt64 {
    UInt64(bitPattern: millisecondsSinceEpoch) ^ 1 << 63
  }

  fileprivate init(orderedNanoseconds: UInt64) {
    self.init(millisecondsSinceEpoch: Int64(bitPattern: orderedNanoseconds ^ 1 << 63))
  }
}
