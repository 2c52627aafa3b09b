public import Documents
public import GridModel

/// One step in the life of an alarm: what the journal keeps, and what operators see.
public struct AlarmTransition: Equatable, Sendable {
  /// When it happened, by the time of the data.
  public var time: Timestamp
  /// The meter.
  public var meterID: String
  /// The alarm's rule.
  public var alarm: String
  /// The state before.
  public var from: AlarmState
  /// The state after.
  public var to: AlarmState
  /// What moved it.
  public var cause: AlarmCause
  /// The value of the rule's signal if a sample moved it; the seconds of the shelf if it was shelved.
  public var value: Double?
  /// Activations that this step stands for.
  public var count: Int
  /// The alarm of the group that came first, if this one follows it.
  public var firstOut: String?
  /// How soon an operator has to act.
  public var priority: AlarmRule.Priority
  /// What the alarm asks to be done, on the step that asks for it.
  public var action: AlarmRule.Action?

  /// Whether an operator is told: the alarm has just begun to ask for attention.
  public var isAnnunciation: Bool { to == .unacknowledged && action != nil }

  /// Whether it moved no alarm, and is only kept so that a journal can be taken up.
  public var isSilent: Bool { cause == .conditionBegan || cause == .conditionEnded }

  /// The step as one JSON object; members without a value are left out.
  public var document: JSONValue {
    var members: [String: JSONValue] = [
      "time": .string(time.description), "meter_id": .string(meterID), "alarm": .string(alarm),
      "from": .string(from.rawValue), "to": .string(to.rawValue),
      "cause": .string(cause.rawValue), "count": JSONValue(count),
      "priority": .string(priority.rawValue),
    ]
    if let value, value.isFinite { members["value"] = JSONValue(value) }
    if let firstOut { members["first_out"] = .string(firstOut) }
    if let action { members["action"] = .string(action.rawValue) }
    return .object(members)
  }
}

extension AlarmTransition {
  /// The step that ``document`` describes; nil if `document` is anything else.
  public init?(_ document: JSONValue) {
    guard let time = document["time"]?.string.flatMap(Timestamp.init(rfc3339:)),
      let meterID = document["meter_id"]?.string, let alarm = document["alarm"]?.string,
      let from = document["from"]?.string.flatMap(AlarmState.init),
      let to = document["to"]?.string.flatMap(AlarmState.init),
      let cause = document["cause"]?.string.flatMap(AlarmCause.init),
      let count = document["count"]?.integer,
      let priority = document["priority"]?.string.flatMap(AlarmRule.Priority.init)
    else { return nil }
    self.init(
      time: time, meterID: meterID, alarm: alarm, from: from, to: to, cause: cause,
      value: document["value"]?.double, count: count, firstOut: document["first_out"]?.string,
      priority: priority, action: document["action"]?.string.flatMap(AlarmRule.Action.init))
  }
}
