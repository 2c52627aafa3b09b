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
  public init?(_ document: JSONValue) {
    guard let time = document["timestamp"]?.string.flatMap(Timestamp.init(rfc3339:)),
      let meterID = document["meter_id"]?.string
    else { return nil }
    if let alarm = document["acknowledge"]?.string {
      self.init(time: time, meterID: meterID, alarm: alarm, kind: .acknowledge)
    } else if let alarm = document["unshelve"]?.string {
      self.init(time: time, meterID: meterID, alarm: alarm, kind: .unshelve)
    } else if let alarm = document["shelve"]?.string, let seconds = document["for_s"]?.double,
      seconds > 0
    {
      self.init(time: time, meterID: meterID, alarm: alarm, kind: .shelve(seconds: seconds))
    } else {
      return nil
    }
  }
}
