import GridModel

extension DetectionReport {
  /// How many alarms a table lists.
  private static let listed = 20

  /// The recording with its events, the score, and the list of alarms.
  var overview: Page.Section {
    guard let focus else { return Page.Section("What was found", []) }
    let meter = focus.series
    let overlays = overlays(of: meter.meterID)
    var charts: [any Chart] = []
    if let channel = meter.main {
      let label = ChannelLabel(channel.name)
      charts.append(
        LineChart(
          title: "\(label.title) of \(meter.meterID)",
          summary: hasTruth
            ? "What was found is marked above the frame, what was there along its lower edge."
            : "What was found is marked above the frame.",
          shape: .wide(height: 280), vertical: ChartAxis(label.unit),
          lines: [LineChart.Line(label.title, xs: meter.times, ys: channel.values)],
          overlays: overlays, gap: meter.gap))
    }
    charts.append(
      LineChart(
        title: "Anomaly score of \(meter.meterID)",
        summary:
          "Higher is stranger; an alarm needs a score above \(content.threshold, .significant(3)).",
        shape: .wide(height: 200), vertical: ChartAxis("score"),
        lines: [
          LineChart.Line("Score", xs: meter.times, ys: focus.scores, color: .series6)
        ], overlays: overlays,
        rules: [LineChart.Rule("threshold", at: content.threshold, color: .bad)], gap: meter.gap))
    for channel in meter.channels where channel.name != meter.main?.name {
      let label = ChannelLabel(channel.name)
      charts.append(
        LineChart(
          title: label.title, summary: "The same stretch of time on another channel.",
          shape: .half(height: 190), vertical: ChartAxis(label.unit),
          lines: [LineChart.Line(label.title, xs: meter.times, ys: channel.values)],
          overlays: overlays, gap: meter.gap))
    }
    var blocks: [Page.Block] = [.charts(charts)]
    if !content.detected.isEmpty { blocks.append(.table(alarmTable)) }
    return Page.Section("What was found", introduction: introduction, blocks)
  }

  private var hasTruth: Bool { content.truth?.isEmpty == false }

  private var introduction: Prose {
    guard let focus, content.meters.count > 1 else { return "" }
    return
      "The charts follow \(code: focus.series.meterID), the meter with the most to see; the other meters are listed at the end."
  }

  /// The events of a meter, as charts mark them.
  func overlays(of meterID: String) -> [LineChart.Overlay] {
    let detected = content.detected.filter { $0.meterID == meterID }
    let truth = (content.truth ?? []).filter { $0.meterID == meterID }
    return [
      LineChart.Overlay("True event", spans: truth.map(\.span), color: .truth, lane: .below),
      LineChart.Overlay("Alarm", spans: detected.map(\.span), color: .detected, lane: .above),
    ]
  }

  private var alarmTable: DataTable {
    let strongest = content.detected.enumerated()
      .sorted { ($0.element.peakScore, $1.offset) > ($1.element.peakScore, $0.offset) }
      .map(\.element)
    let shown = strongest.prefix(Self.listed)
    let isComplete = shown.count == strongest.count
    let isExplained = shown.contains { !$0.topFeatures.isEmpty }
    return DataTable(
      title: isComplete ? "Alarms, the strongest first" : "The \(shown.count) strongest alarms",
      columns: [
        DataTable.Column("Start (UTC)"), DataTable.Column("Lasted"), DataTable.Column("Meter"),
        DataTable.Column("Peak score", .decimals(3)),
      ] + (content.truth == nil ? [] : [DataTable.Column("Was it true?")])
        + (isExplained ? [DataTable.Column("Strongest features")] : []),
      rows: shown.map { event in
        [
          .time(event.start), .duration(event.durationS), .code(event.meterID),
          .number(event.peakScore),
        ] + (content.truth.map { [judgement(of: event, truth: $0)] } ?? [])
          + (isExplained ? [.text(event.topFeatures.prefix(3).joined(separator: ", "))] : [])
      })
  }

  private func judgement(of alarm: GridEvent, truth: [GridEvent]) -> DataTable.Cell {
    guard let event = truth.first(where: { $0.overlaps(alarm) }) else {
      return .tone(.bad, "no")
    }
    return .tone(.good, event.kindLabel)
  }

  /// One line for each meter, if there are several.
  var otherMeters: Page.Section {
    guard content.meters.count > 1 else { return Page.Section("Meters", []) }
    let truth = content.truth
    let table = DataTable(
      title: "Alarms by meter",
      columns: [
        DataTable.Column("Meter"), DataTable.Column("Rows", .integer),
        DataTable.Column("Alarms", .integer), DataTable.Column("Highest score", .decimals(3)),
        DataTable.Column("True events", .integer), DataTable.Column("Found", .integer),
      ],
      rows: content.meters.prefix(100).map { meter in
        let id = meter.series.meterID
        let events = truth?.filter { $0.meterID == id }
        let highest = meter.scores.lazy.filter(\.isFinite).max()
        return [
          .code(id), .number(Double(meter.series.times.count)),
          .number(Double(content.detected.filter { $0.meterID == id }.count)),
          highest.map { .number($0) } ?? .missing,
          events.map { .number(Double($0.count)) } ?? .missing,
          truth == nil ? .missing : .number(Double(foundTruth.filter { $0.meterID == id }.count)),
        ]
      })
    return Page.Section("Meters", [.table(table)])
  }
}
