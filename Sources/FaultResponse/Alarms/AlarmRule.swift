/// When an alarm is raised, what it asks for, and how it is kept from being a nuisance.
public struct AlarmRule: Equatable, Sendable {
  /// What an alarm asks to be done.
  public enum Action: String, CaseIterable, Sendable {
    /// Open the breaker of the meter.
    case trip
    /// Drop deferrable load of the meter.
    case shed
    /// Tell the operator.
    case alert
    /// Ask the dispatcher for a new schedule.
    case redispatch
  }

  /// How soon an operator has to act (ISA-18.2's priorities).
  public enum Priority: String, CaseIterable, Sendable {
    case critical
    case high
    case medium
    case low
  }

  /// The name by which operators and the journal know the alarm.
  public var name: String
  /// What is watched.
  public var signal: Signal
  /// The limit above which the condition holds.
  public var above: Double?
  /// The limit below which the condition holds.
  public var below: Double?
  /// How far inside the limit the signal must return before the condition ends.
  public var deadBand: Double
  /// How long the condition must hold before the alarm is active, in seconds.
  public var onDelayS: Double
  /// How long the condition must be over before the alarm is, in seconds.
  public var offDelayS: Double
  /// How soon an operator has to act.
  public var priority: Priority
  /// What the alarm asks to be done.
  public var action: Action
  /// Alarms of one group and meter are one annunciation: the first out stands for all.
  public var group: String?

  /// A rule for `signal`.
  ///
  /// - Throws: ``AlarmRuleError`` if it can never hold, or holds always.
  public init(
    name: String, signal: Signal, above: Double? = nil, below: Double? = nil, deadBand: Double = 0,
    onDelayS: Double = 0, offDelayS: Double = 0, priority: Priority = .medium,
    action: Action = .alert, group: String? = nil
  ) throws(AlarmRuleError) {
    let isPlain = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    guard !name.isEmpty, isPlain else { throw .noName }
    guard above != nil || below != nil else { throw .noLimit(rule: name) }
    if let above, let below, above <= below {
      throw .limitsCross(rule: name, above: above, below: below)
    }
    for (member, value) in [
      ("dead_band", deadBand), ("on_delay_s", onDelayS), ("off_delay_s", offDelayS),
    ] {
      guard value >= 0, value.isFinite else {
        throw .negative(rule: name, member: member, value: value)
      }
    }
    self.name = name
    self.signal = signal
    self.above = above
    self.below = below
    self.deadBand = deadBand
    self.onDelayS = onDelayS
    self.offDelayS = offDelayS
    self.priority = priority
    self.action = action
    self.group = group
  }

  /// Whether the condition holds for `value`, given whether it held before.
  func holds(for value: Double, heldBefore: Bool) -> Bool {
    let margin = heldBefore ? deadBand : 0
    if let above, value > above - margin { return true }
    if let below, value < below + margin { return true }
    return false
  }
}

/// Why a set of alarm rules cannot be used.
public enum AlarmRuleError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A rule has no name, or one with control characters, which a terminal would obey.
  case noName
  /// A rule has neither `above` nor `below`.
  case noLimit(rule: String)
  /// A rule's condition would always hold.
  case limitsCross(rule: String, above: Double, below: Double)
  /// A duration or dead band is negative or not a number.
  case negative(rule: String, member: String, value: Double)
  /// Two rules have one name.
  case repeatedName(String)
  /// There is no rule.
  case noRules
  /// The document is not a list of rules.
  case notRules
  /// A member is missing.
  case missing(rule: String, member: String)
  /// A member is of the wrong kind.
  case wrongKind(rule: String, member: String, expected: String)
  /// A member is none that rules have.
  case unknownMember(rule: String, member: String)

  /// What is wrong, and with which rule.
  public var description: String {
    switch self {
    case .noName: "a rule has no name, or one with control characters"
    case .noLimit(let rule): "rule \"\(rule)\" needs 'above' or 'below'"
    case .limitsCross(let rule, let above, let below):
      "rule \"\(rule)\" would always hold: above \(above) or below \(below)"
    case .negative(let rule, let member, let value):
      "rule \"\(rule)\": '\(member)' must be 0 or more, not \(value)"
    case .repeatedName(let name): "two rules are called \"\(name)\""
    case .noRules: "there are no rules"
    case .notRules: "not a document with a list 'rules'"
    case .missing(let rule, let member): "rule \"\(rule)\" has no '\(member)'"
    case .wrongKind(let rule, let member, let expected):
      "rule \"\(rule)\": '\(member)' must be \(expected)"
    case .unknownMember(let rule, let member):
      "rule \"\(rule)\": there is no member '\(member)'"
    }
  }
}
