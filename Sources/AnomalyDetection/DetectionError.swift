/// Why nothing can be learned, scored or judged.
public enum DetectionError: Error, Equatable, Sendable {
  /// A parameter of an event rule that makes no sense.
  case eventRule(parameter: String, value: Double)
  /// A parameter of a threshold rule that makes no sense.
  case thresholdRule(parameter: String, value: Double, allowed: String)
  /// A model that learns from labels met data without them.
  case noLabels
  /// Labels that are all alike.
  case oneClass(rows: Int, label: String)
  /// Too few rows to learn from one part and choose a threshold on a later one.
  case tooShort(rows: Int, needed: Int)
  /// A threshold asked for in alarms a day of data that has no time.
  case noTime
  /// A model of table columns was given telemetry.
  case wantsTable
  /// A model of telemetry features was given a table.
  case wantsTelemetry
}

extension DetectionError: CustomStringConvertible {
  /// What is wrong, in one line.
  public var description: String {
    switch self {
    case .eventRule(let parameter, let value):
      "the \(parameter) of an event is \(value) but must be a number from 0 up"
    case .thresholdRule(let parameter, let value, let allowed):
      "\(parameter) is \(value) but must be \(allowed)"
    case .noLabels:
      "a random forest learns from labels, and the data has no label column"
    case .oneClass(let rows, let label):
      "all \(rows) rows to learn from have the label \(label); a random forest needs two classes"
    case .tooShort(let rows, let needed):
      "\(rows) \(rows == 1 ? "row is" : "rows are") too few; \(needed) are needed to learn and to choose a threshold on later rows"
    case .noTime:
      "false alarms a day cannot be counted in a table without timestamps"
    case .wantsTable:
      "the model was learned from a table; score it with --table"
    case .wantsTelemetry:
      "the model was learned from telemetry; score it without --table"
    }
  }
}
