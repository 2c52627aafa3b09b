public import Documents
import GridModel
import Learning

extension DetectionReport {
  /// The report as the result document of `detect evaluate`.
  ///
  /// What cannot be computed, such as the ROC-AUC of rows that are all normal, is `null`.
  public var json: JSONValue {
    var members: [String: JSONValue] = [
      "precision": JSONValue(rows.precision), "recall": JSONValue(rows.recall),
      "f1": JSONValue(rows.f1), "accuracy": JSONValue(rows.accuracy),
      "roc_auc": JSONValue(optional: rocAUC),
      "average_precision": JSONValue(optional: averagePrecision),
      "threshold": JSONValue(threshold.value), "threshold_method": .string(threshold.method),
      "threshold_source": .string(threshold.source),
      "confusion": [
        "true_positives": JSONValue(rows.truePositives),
        "false_positives": JSONValue(rows.falsePositives),
        "false_negatives": JSONValue(rows.falseNegatives),
        "true_negatives": JSONValue(rows.trueNegatives),
      ],
      "event": .null, "range": .null, "by_type": .null,
    ]
    if let events { members.merge(events.json) { _, new in new } }
    return .object(members)
  }
}

extension DetectionReport.EventReport {
  fileprivate var json: [String: JSONValue] {
    [
      "days": JSONValue(days),
      "event": [
        "precision": JSONValue(counts.precision), "recall": JSONValue(counts.recall),
        "f1": JSONValue(counts.f1), "events": JSONValue(counts.eventCount),
        "found": JSONValue(counts.foundCount), "alarms": JSONValue(counts.alarmCount),
        "false_alarms": JSONValue(counts.falseAlarmCount),
        "false_alarms_per_day": JSONValue(falseAlarmsPerDay),
        "delay_median_s": JSONValue(optional: medianDelayS),
        "delay_mean_s": JSONValue(optional: meanDelayS),
      ],
      "range": [
        "precision": JSONValue(ranges.precision), "recall": JSONValue(ranges.recall),
        "f1": JSONValue(ranges.f1), "existence_weight": 0, "bias": "flat", "cardinality": "one",
      ],
      "by_type": .object(
        Dictionary(
          uniqueKeysWithValues: kinds.map { kind, report in
            (
              kind.rawValue,
              [
                "rows": JSONValue(report.rowCount), "recall": JSONValue(report.recall),
                "events": JSONValue(report.eventCount),
                "event_recall": JSONValue(report.eventRecall),
                "delay_median_s": JSONValue(optional: report.medianDelayS),
              ]
            )
          })),
    ]
  }
}

extension JSONValue {
  /// A number, or `null` for none.
  init(optional number: Double?) {
    self = number.map { JSONValue($0) } ?? .null
  }
}
