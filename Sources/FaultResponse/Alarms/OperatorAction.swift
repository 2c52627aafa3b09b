public import Documents
public import GridModel

/// What an operator does to an alarm.
public struct OperatorAction: Equatable, Sendable {
  /// The kinds of action.
  public enum Kind: Equatable, Sendable {
    /// The operator knows.
    case acknowledge
    /// The alarm is set aside for `seconds`.
    case shelve(seconds: Double)
    /// The alarm is taken back into service.
    case unshelve
  }

  /// When.
  public var time: Timestamp
  /// The meter.
  public var meterID: String
  /// The alarm's rule.
  public var alarm: String
  /// What is done.
  public var kind: Kind

  /// An action at `time` on `alarm` of `meterID`.
  public init(time: Timestamp, meterID: String, alarm: String, kind: Kind) {
    self.time = time
    self.meterID = meterID
    self.alarm = alarm
    self.kind = kind
  }

  /// The action that a line `{"timestamp": …, "meter_id": …, "acknowledge": ALARM}` asks for (or
  /// `"shelve": ALARM, "for_s": SECONDS`, or `"unshelve": ALARM`); nil if it asks for none.
  ///
  /// - Throws: ``OperatorActionError`` if it asks for one and lacks what that takes.
  public init?(_ document: JSONValue) throws(OperatorActionError) {
    let asked = ["acknowledge", "shelve", "unshelve"].filter { document[$0] != nil }
    guard let verb = asked.first else { return nil }
    guard asked.count == 1 else { throw .twoActions(asked[0], asked[1]) }
    guard let alarm = document[verb]?.string else { throw .noAlarm(verb) }
    guard let time = document["timestamp"]?.string.flatMap(Timestamp.init(rfc3339:)) else {
      throw .noTime(verb)
    }
    guard let meterID = document["meter_id"]?.string else { throw .noMeter(verb) }
    let kind: Kind
    switch verb {
    case "acknowledge": kind = .acknowledge
    case "unshelve": kind = .unshelve
    default:
      guard let seconds = document["for_s"]?.double, seconds > 0, seconds <= 1e9 else {
        throw .noDuration
      }
      kind = .shelve(seconds: seconds)
    }
    self.init(time: time, meterID: meterID, alarm: alarm, kind: kind)
  }
}

/// Why a line that asks for an action cannot be followed.
public enum OperatorActionError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Two actions are asked for.
  case twoActions(String, String)
  /// The alarm is not named.
  case noAlarm(String)
  /// There is no time.
  case noTime(String)
  /// There is no meter.
  case noMeter(String)
  /// There is no time for which to shelve.
  case noDuration

  /// What is wrong with the line.
  public var description: String {
    switch self {
    case .twoActions(let first, let second): "both '\(first)' and '\(second)'"
    case .noAlarm(let verb): "'\(verb)' needs the name of an alarm"
    case .noTime(let verb): "'\(verb)' needs a 'timestamp' with its offset"
    case .noMeter(let verb): "'\(verb)' needs a 'meter_id'"
    case .noDuration: "'shelve' needs 'for_s', the seconds, more than 0 and at most 1e9"
    }
  }
}
