import GridModel

extension DetectionReport {
  private static let closeUpLimit = 8

  /// Windows around the strongest alarms, and around what was missed.
  var closeUps: Page.Section {
    let missed = (content.truth ?? []).filter { event in
      !content.detected.contains { $0.overlaps(event) }
    }
    let strongest = content.detected.sorted { ($0.peakScore, $1.start) > ($1.peakScore, $0.start) }
    let missedShown = missed.prefix(strongest.isEmpty ? Self.closeUpLimit : 3)
    let alarmsShown = strongest.prefix(Self.closeUpLimit - missedShown.count)
    let charts =
      alarmsShown.compactMap { closeUp(of: $0, isMissed: false) }
      + missedShown.compactMap { closeUp(of: $0, isMissed: true) }
    guard !charts.isEmpty else { return Page.Section("Closer look", []) }
    return Page.Section(
      "Closer look",
      introduction: missedShown.isEmpty
        ? "The strongest alarms, minute by minute, with as much time before and after."
        : "The strongest alarms and what was missed (\(missedShown.count) of \(missed.count)), minute by minute, with as much time before and after.",
      [.charts(charts)])
  }

  private func closeUp(of event: GridEvent, isMissed: Bool) -> LineChart? {
    guard let meter = content.meters.first(where: { $0.series.meterID == event.meterID }),
      let channel = meter.series.main
    else { return nil }
    let series = meter.series
    let margin = max(event.durationS * 1_000, series.intervalS * 40_000)
    let range = event.start.position - margin...event.end.position + margin
    let rows = series.rows(in: range)
    guard !rows.isEmpty else { return nil }
    let label = ChannelLabel(channel.name)
    let what = isMissed ? "Missed: \(event.kindLabel)" : "Alarm"
    let others = overlays(of: event.meterID).map { overlay in
      LineChart.Overlay(
        overlay.name,
        spans: overlay.spans.filter { $0.end >= range.lowerBound && $0.start <= range.upperBound },
        color: overlay.color, lane: overlay.lane)
    }
    let features: Prose =
      event.topFeatures.isEmpty
      ? "" : ", mostly because of \(code: event.topFeatures.prefix(2).joined(separator: ", "))"
    let score: Prose = isMissed ? "" : ", score up to \(event.peakScore, .decimals(3))"
    return LineChart(
      title: "\(what), \(event.start.minuteText)",
      summary: "\(code: event.meterID), \(durationText(seconds: event.durationS))" + score
        + features + ".",
      shape: .half(height: 200), horizontal: ChartAxis(kind: .time, domain: range),
      vertical: ChartAxis(label.full),
      lines: [
        LineChart.Line(
          label.title, xs: Array(series.times[rows]), ys: Array(channel.values[rows]))
      ], overlays: others, gap: series.gap)
  }

  /// What the model looked at, and why the strongest alarms were raised.
  var reasons: Page.Section {
    var charts: [any Chart] = []
    if !content.importances.isEmpty {
      let top = content.importances.prefix(15)
      charts.append(
        BarChart(
          title: "What the model looks at",
          summary: "Importance of each feature over all rows; the \(top.count) strongest.",
          axis: ChartAxis("importance", includesZero: true),
          rows: top.map { BarChart.Row($0.feature, [$0.importance]) }))
    }
    for explanation in content.explanations.prefix(5) {
      let top = explanation.contributions.prefix(8)
      charts.append(
        BarChart(
          title: "Why the alarm of \(explanation.event.start.minuteText)",
          summary:
            "What each feature adds to the score of \(code: explanation.event.meterID) at its peak, \(explanation.event.peakScore, .decimals(3)).",
          axis: ChartAxis("contribution to the score", includesZero: true),
          rows: top.map { BarChart.Row($0.feature, [$0.contribution]) }))
    }
    return Page.Section("Why", charts.isEmpty ? [] : [.charts(charts)])
  }
}
