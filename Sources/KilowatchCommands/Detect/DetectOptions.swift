import AnomalyDetection
import Documents
import Learning
import Telemetry

/// The options by which thresholds and events are chosen.
enum DetectOptions {
  static let threshold: [Option] = [
    .value(
      "contamination", "auto|SHARE",
      "The share of anomalies to expect, 0 to 0.5; auto is a score of 0.5 for isolation forests and "
        + "the highest F1 for random forests.", default: "auto"),
    .value("threshold", "SCORE", "The lowest score that is an anomaly, instead."),
    .value("quantile", "SHARE", "The share of rows that are normal, instead."),
    .value(
      "false-alarms-per-day", "N",
      "The most false alarms a day, instead; without labels every "
        + "alarm counts as false."),
  ]

  static let events: [Option] = [
    .value("min-duration", "SECONDS", "The shortest event.", default: "0"),
    .value("merge-gap", "SECONDS", "The longest pause within an event.", default: "0"),
    .value(
      "hysteresis", "SCORE", "How far below the threshold scores must fall to end an event.",
      default: "0"),
  ]

  static func thresholdRule(
    _ arguments: ParsedArguments
  ) throws(CommandFailure) -> ThresholdRule {
    let names = ["contamination", "threshold", "quantile", "false-alarms-per-day"]
    let given = names.filter { arguments.string($0) != nil }
    guard given.count <= 1 else {
      throw arguments.usage("--\(given[0]) and --\(given[1]) exclude each other")
    }
    var rule = ThresholdRule.automatic
    if let text = arguments.string("contamination"), text != "auto" {
      guard let share = Double(text) else {
        throw arguments.usage("--contamination takes auto or a share such as 0.01, not '\(text)'")
      }
      rule = .contamination(share)
    }
    let all = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    if let score = try arguments.double("threshold", in: all) { rule = .value(score) }
    if let share = try arguments.double("quantile", in: all) { rule = .quantile(share) }
    if let count = try arguments.double("false-alarms-per-day", in: all) {
      rule = .falseAlarmsPerDay(count)
    }
    do throws(DetectionError) {
      return try rule.checked()
    } catch {
      throw arguments.usage("\(error)")
    }
  }

  static func eventRule(_ arguments: ParsedArguments) throws(CommandFailure) -> EventRule {
    let range = 0...1e9
    let duration = try arguments.double("min-duration", in: range) ?? 0
    let gap = try arguments.double("merge-gap", in: range) ?? 0
    let hysteresis = try arguments.double("hysteresis", in: range) ?? 0
    do throws(DetectionError) {
      return try EventRule(
        minimumDurationS: duration, mergeGapS: gap, hysteresis: hysteresis)
    } catch {
      throw arguments.usage("\(error)")
    }
  }
}

/// The value of `body`; what detection refuses is bad data in the file at `path`.
func withDetection<Value>(
  _ path: String, _ body: () throws(DetectorFailure) -> Value
) throws(CommandFailure) -> Value {
  do throws(DetectorFailure) {
    return try body()
  } catch {
    throw .badData("\(path): \(error)")
  }
}

/// The detector in the document at `path`.
func readDetector(_ path: String) throws(CommandFailure) -> AnomalyDetector {
  let json = try readJSON(path)
  do throws(ModelDocumentError) {
    return try AnomalyDetector(json)
  } catch {
    throw .badData("\(path): \(error)")
  }
}

extension CommandFailure {
  init(_ error: DelimitedError) {
    if case .file(let failure) = error {
      self.init(failure)
    } else {
      self.init(.badData, error.description)
    }
  }
}
