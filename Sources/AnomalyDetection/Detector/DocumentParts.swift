public import Documents
import GridModel
public import Learning

// The parts of a model document that belong to detection.

extension ScoreThreshold {
  /// The threshold as documents hold it.
  public var json: JSONValue {
    ["value": JSONValue(value), "method": .string(method), "source": .string(source)]
  }

  /// The threshold that a document holds.
  ///
  /// - Throws: `ModelDocumentError.damaged` if there is none.
  public init(_ json: JSONValue) throws(ModelDocumentError) {
    guard let value = json["value"]?.double, let method = json["method"]?.string,
      let source = json["source"]?.string
    else {
      throw .damaged(member: "threshold", expected: "an object of value, method and source")
    }
    self.init(value: value, method: method, source: source)
  }
}

extension EventRule {
  /// The rule as documents hold it.
  public var json: JSONValue {
    [
      "minimum_duration_s": JSONValue(minimumDurationS), "merge_gap_s": JSONValue(mergeGapS),
      "hysteresis": JSONValue(hysteresis),
    ]
  }

  /// The rule that a document holds.
  ///
  /// - Throws: `ModelDocumentError.damaged` if there is none that makes sense.
  public init(_ json: JSONValue) throws(ModelDocumentError) {
    guard let duration = json["minimum_duration_s"]?.double, let gap = json["merge_gap_s"]?.double,
      let hysteresis = json["hysteresis"]?.double,
      let rule = try? EventRule(
        minimumDurationS: duration, mergeGapS: gap, hysteresis: hysteresis)
    else {
      throw .damaged(
        member: "event_rule",
        expected: "an object of minimum_duration_s, merge_gap_s and hysteresis from 0 up")
    }
    self = rule
  }
}

extension TrainingData {
  /// What is known of the data, as documents hold it.
  public var json: JSONValue {
    [
      "sha256": sha256.map { .string($0) } ?? .null, "rows": JSONValue(rowCount),
      "start": start.map { .string($0.description) } ?? .null,
      "end": end.map { .string($0.description) } ?? .null,
      "interval_s": intervalS.map { JSONValue($0) } ?? .null,
    ]
  }

  /// What a document tells of the data; what it does not tell is unknown.
  public init(_ json: JSONValue) {
    self.init(
      sha256: json["sha256"]?.string, rowCount: json["rows"]?.integer ?? 0,
      start: json["start"]?.string.flatMap { Timestamp(rfc3339: $0) },
      end: json["end"]?.string.flatMap { Timestamp(rfc3339: $0) },
      intervalS: json["interval_s"]?.double)
  }
}
