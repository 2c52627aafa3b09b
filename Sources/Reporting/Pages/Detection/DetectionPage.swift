import GridModel

extension Page {
  /// The report of a detection: what was found, where, how good that is, and why.
  public static func detection(_ content: DetectionContent) -> Page {
    let report = DetectionReport(content: content)
    return Page(
      kind: "Detection report", title: content.recording, source: report.source,
      verdict: report.verdict, facts: report.facts,
      sections: [
        report.overview, report.closeUps, report.quality, report.reasons, report.otherMeters,
      ],
      provenance: content.provenance)
  }
}

/// The chapters of a detection page.
struct DetectionReport {
  let content: DetectionContent
  /// The meter that the page follows: the one with the most to see.
  let focus: DetectionContent.Meter?

  init(content: DetectionContent) {
    self.content = content
    var counts: [String: Int] = [:]
    for event in content.detected + (content.truth ?? []) { counts[event.meterID, default: 0] += 1 }
    focus =
      content.meters.enumerated().max { left, right in
        let (leftCount, rightCount) =
          (
            counts[left.element.series.meterID, default: 0],
            counts[right.element.series.meterID, default: 0]
          )
        return (leftCount, -left.offset) < (rightCount, -right.offset)
      }?.element
  }

  var rowCount: Int { content.meters.reduce(0) { $0 + $1.series.times.count } }

  var span: ClosedRange<Double>? {
    let spans = content.meters.compactMap(\.series.span)
    guard let low = spans.map(\.lowerBound).min(), let high = spans.map(\.upperBound).max() else {
      return nil
    }
    return low...high
  }

  var source: Prose {
    var source: Prose =
      "\(rowCount) rows of \(content.meters.count) "
      + Prose(content.meters.count == 1 ? "meter" : "meters")
    if let span {
      source =
        source
        + ", \(Timestamp(position: span.lowerBound)) to \(Timestamp(position: span.upperBound)) UTC"
    }
    return source + ", scored by \(code: content.model)"
  }

  var foundTruth: [GridEvent] {
    (content.truth ?? []).filter { event in content.detected.contains { $0.overlaps(event) } }
  }

  var falseAlarms: [GridEvent] {
    guard let truth = content.truth else { return [] }
    return content.detected.filter { alarm in !truth.contains { $0.overlaps(alarm) } }
  }

  var verdict: Page.Verdict {
    let detected = content.detected.count
    guard let truth = content.truth else {
      guard detected > 0 else {
        return Page.Verdict(
          .good, "Nothing stands out",
          detail:
            "No score stayed above the threshold of \(content.threshold, .significant(3)) for long enough to be an event."
        )
      }
      let strongest = content.detected.max { $0.peakScore < $1.peakScore }
      let detail: Prose =
        strongest.map {
          "The strongest began \($0.start) and lasted \(durationText(seconds: $0.durationS)). No labels were used: whether these are faults is for someone who knows the site to say."
        } ?? ""
      return Page.Verdict(
        .warning,
        "\(detected) \(detected == 1 ? "stretch of time stands" : "stretches of time stand") out",
        detail: detail)
    }
    guard !truth.isEmpty else {
      return Page.Verdict(
        detected == 0 ? .good : .warning,
        detected == 0 ? "No event, and no alarm" : "\(detected) alarms where nothing was wrong")
    }
    let found = foundTruth.count
    let share = Double(found) / Double(truth.count)
    let precision = detected == 0 ? 0 : 1 - Double(falseAlarms.count) / Double(detected)
    let tone: Tone = share >= 0.9 && precision >= 0.7 ? .good : share >= 0.6 ? .warning : .bad
    let detail: Prose =
      "\(detected) alarms were raised; \(falseAlarms.count) of them touch no true event. Both figures count events: moments are counted below."
    return Page.Verdict(tone, "\(found) of \(truth.count) events found", detail: detail)
  }

  var facts: [Page.Fact] {
    var facts: [Page.Fact] = []
    if let quality = content.quality {
      facts = [
        Page.Fact(
          "precision", "Precision", quality.precision, .decimals(3), note: "of moments in alarm"),
        Page.Fact("recall", "Recall", quality.recall, .decimals(3), note: "of anomalous moments"),
        Page.Fact("f1", "F1", quality.f1, .decimals(3), note: "harmonic mean of both"),
        Page.Fact("roc_auc", "ROC-AUC", quality.rocAUC, .decimals(3), note: "0.5 is chance"),
        Page.Fact(
          "average_precision", "Average precision", quality.averagePrecision, .decimals(3),
          note: prevalence.map { "\($0, .decimals(3)) is chance" } ?? ""),
        Page.Fact(
          "false_alarms_per_day", "False alarms a day", quality.falseAlarmsPerDay, .significant(3)),
        Page.Fact(
          "mean_delay_s", "Time to alarm", quality.meanDelayS.map { .duration($0) } ?? .missing,
          note: "mean, from the start of an event"),
      ]
    }
    facts.append(Page.Fact("alarms", "Alarms", Double(content.detected.count), .integer))
    let time = content.detected.reduce(0) { $0 + $1.durationS }
    facts.append(Page.Fact("alarm_time_s", "Time in alarm", .duration(time)))
    facts.append(
      Page.Fact(
        "threshold", "Threshold", content.threshold, .significant(4),
        note: Prose(content.thresholdSource)))
    return facts
  }

  /// The share of rows that are anomalous, if that is known.
  var prevalence: Double? {
    let labels = content.meters.compactMap(\.labels)
    guard !labels.isEmpty else { return nil }
    let count = labels.reduce(0) { $0 + $1.count }
    let positives = labels.reduce(0) { $0 + $1.lazy.filter { $0 }.count }
    return count == 0 ? nil : Double(positives) / Double(count)
  }
}
