import EventEngine
public import GridModel

/// The alarms of all meters: decides what every sample, action and passing of time means for them.
///
/// All time is the time of the data, so that a replay at any speed writes the same journal. Steps
/// that are due to time alone (delays, shelves, chattering) are stamped with the moment at which
/// they were due, not with that of the sample that revealed it.
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

  enum Due: Sendable {
    case activation(alarm: Int)
    case clearing(alarm: Int)
    case shelfExpiry(alarm: Int)
    case chatteringEnd(alarm: Int)
  }

  let rules: [AlarmRule]
  let chattering: Chattering
  var meterIDs: [String] = []
  private var meters: [String: Int] = [:]
  /// Alarm `meter · rules + rule`.
  var alarms: [Alarm] = []
  var timers = TimerQueue<Due>()
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

  /// Whether any alarm of `meter` is not at rest, so that a sample within the envelope matters too.
  @inline(__always)
  public func isRestless(_ meter: Int) -> Bool { restless[meter] > 0 }

  /// The state of every alarm that is not normal, by meter and rule.
  public var standing: [(meterID: String, alarm: String, state: AlarmState)] {
    alarms.indices.filter { alarms[$0].state != .normal }.map {
      (meterIDs[$0 / rules.count], rules[$0 % rules.count].name, alarms[$0].state)
    }
  }

  /// The moment at which something is due without a sample; nil if nothing is.
  public mutating func nextDue() -> Timestamp? {
    timers.nextDeadlineNanoseconds().map {
      Timestamp(millisecondsSinceEpoch: Int64(bitPattern: $0 ^ 1 << 63))
    }
  }

  /// Takes what happened up to `time`.
  public mutating func advance(to time: Timestamp) -> [AlarmTransition] {
    fireTimers(upTo: time)
    return takeTransitions()
  }

  /// Takes a sample, completed by ``IngestCheck``.
  public mutating func observe(_ measurement: Measurement) -> [AlarmTransition] {
    fireTimers(upTo: measurement.time)
    for rule in rules.indices {
      let value = measurement.values[rules[rule].signal.index]
      guard !value.isNaN else { continue }
      let alarm = measurement.meter * rules.count + rule
      let held = alarms[alarm].conditionHolds
      let holds = rules[rule].holds(for: value, heldBefore: held)
      guard holds != held else { continue }
      update(alarm) { $0.conditionHolds = holds }
      if holds {
        conditionBegan(alarm, value: value, at: measurement.time)
      } else {
        conditionEnded(alarm, value: value, at: measurement.time)
      }
    }
    return takeTransitions()
  }

  /// Takes an operator's action; nil if there is no such alarm, or it is in no state for it.
  public mutating func perform(_ action: OperatorAction) -> [AlarmTransition]? {
    guard let meter = meters[action.meterID],
      let rule = rules.firstIndex(where: { $0.name == action.alarm })
    else { return nil }
    fireTimers(upTo: action.time)
    let alarm = meter * rules.count + rule
    let accepted =
      switch action.kind {
      case .acknowledge: acknowledge(alarm, at: action.time)
      case .shelve(let seconds): shelve(alarm, seconds: seconds, at: action.time)
      case .unshelve: unshelve(alarm, cause: .unshelved, at: action.time)
      }
    let steps = takeTransitions()
    return accepted ? steps : nil
  }

  // MARK: - Timers

  mutating func setTimer(_ due: Due, at time: Timestamp) -> TimerTicket {
    // Flipping the sign bit keeps the order of moments before 1970 in unsigned numbers.
    timers.set(
      due, deadlineNanoseconds: UInt64(bitPattern: time.millisecondsSinceEpoch) ^ 1 << 63)
  }

  private mutating func fireTimers(upTo time: Timestamp) {
    let now = UInt64(bitPattern: time.millisecondsSinceEpoch) ^ 1 << 63
    while let (due, deadline) = timers.takeDue(nowNanoseconds: now) {
      let moment = Timestamp(millisecondsSinceEpoch: Int64(bitPattern: deadline ^ 1 << 63))
      switch due {
      case .activation(let alarm):
        update(alarm) { $0.activation = nil }
        activate(alarm, value: nil, at: moment)
      case .clearing(let alarm):
        update(alarm) { $0.clearing = nil }
        clear(alarm, value: nil, at: moment)
      case .shelfExpiry(let alarm):
        _ = unshelve(alarm, cause: .shelfExpired, at: moment)
      case .chatteringEnd(let alarm):
        endChattering(alarm, at: moment)
      }
    }
  }

  private mutating func takeTransitions() -> [AlarmTransition] {
    defer { transitions.removeAll(keepingCapacity: true) }
    return transitions
  }

  /// Changes an alarm, keeping count of those that are not at rest.
  mutating func update(_ alarm: Int, _ change: (inout Alarm) -> Void) {
    let meter = alarm / rules.count
    if !alarms[alarm].isAtRest { restless[meter] -= 1 }
    change(&alarms[alarm])
    if !alarms[alarm].isAtRest { restless[meter] += 1 }
  }
}
