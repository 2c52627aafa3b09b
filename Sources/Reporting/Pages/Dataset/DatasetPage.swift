import GridModel

extension Page {
  /// The report of a recording: what it holds, what is missing, how its channels behave.
  public static func dataset(_ content: DatasetContent) -> Page {
    let report = DatasetReport(content: content)
    return Page(
      kind: "Dataset report", title: content.name, source: report.source, verdict: report.verdict,
      facts: report.facts,
      sections: [
        report.checks, report.series, report.distributions, report.patterns, report.features,
        report.eventList,
      ],
      provenance: content.provenance)
  }
}

/// The chapters of a dataset page.
struct DatasetReport {
  let content: DatasetContent
  /// The summary of every channel of the first meter.
  private let summaries: [(name: String, summary: ChannelSummary)]

  init(content: DatasetContent) {
    self.content = content
    summaries = content.meters.first?.channels.map { ($0.name, ChannelSummary($0.values)) } ?? []
  }

  private var rowCount: Int { content.meters.reduce(0) { $0 + $1.times.count } }

  private var first: MeterSeries? { content.meters.first }

  private var span: ClosedRange<Double>? {
    let spans = content.meters.compactMap(\.span)
    guard let low = spans.map(\.lowerBound).min(), let high = spans.map(\.upperBound).max() else {
      return nil
    }
    return low...high
  }

  /// Stretches of the first meter without rows.
  private var gaps: [LineChart.Overlay.Span] {
    guard let first else { return [] }
    return zip(first.times, first.times.dropFirst()).filter { $1 - $0 > first.intervalS * 1_500 }
      .map { start, end in
        LineChart.Overlay.Span(
          start: start, end: end,
          label:
            "No rows for \(durationText(seconds: (end - start) / 1_000)) from \(Timestamp(position: start).minuteText)"
        )
      }
  }

  private var missingRows: Int {
    content.meters.reduce(0) { total, meter in
      guard let span = meter.span, meter.intervalS > 0 else { return total }
      let expected =
        Int(((span.upperBound - span.lowerBound) / (meter.intervalS * 1_000)).rounded()) + 1
      return total + max(0, expected - meter.times.count)
    }
  }

  private var missingValues: Int {
    content.meters.reduce(0) { total, meter in
      total + meter.channels.reduce(0) { $0 + $1.values.lazy.filter { !$0.isFinite }.count }
    }
  }

  var source: Prose {
    guard let span, let first else { return "No rows" }
    return
      "\(content.meters.count) \(content.meters.count == 1 ? "meter" : "meters"), \(Timestamp(position: span.lowerBound)) to \(Timestamp(position: span.upperBound)) UTC, a row every \(durationText(seconds: first.intervalS))"
  }

  var verdict: Page.Verdict {
    guard rowCount > 0 else { return Page.Verdict(.bad, "The recording has no rows") }
    let share = Double(missingRows) / Double(rowCount + missingRows)
    if let findings = content.findings {
      let bad = findings.filter { $0.tone == .bad }
      let warnings = findings.filter { $0.tone == .warning }
      if let worst = bad.first {
        return Page.Verdict(
          .bad, "\(bad.count) \(bad.count == 1 ? "problem" : "problems") to solve first",
          detail: "The first: \(worst.detail)")
      }
      if let worst = warnings.first {
        return Page.Verdict(
          .warning,
          "Usable, with \(warnings.count) \(warnings.count == 1 ? "thing" : "things") to know",
          detail: "The first: \(worst.detail)")
      }
    }
    return Page.Verdict(
      share > 0.01 ? .warning : .good,
      share > 0.01
        ? "\(share, .percent(1)) of the expected rows are missing" : "The recording is complete",
      detail:
        "\(missingRows) of \(rowCount + missingRows) expected rows are missing, and \(missingValues) values in the rows that are there."
    )
  }

  var facts: [Page.Fact] {
    [
      Page.Fact("rows", "Rows", Double(rowCount), .integer),
      Page.Fact("meters", "Meters", Double(content.meters.count), .integer),
      Page.Fact("channels", "Channels", Double(first?.channels.count ?? 0), .integer),
      Page.Fact(
        "span_s", "Time covered",
        span.map { .duration(($0.upperBound - $0.lowerBound) / 1_000 + (first?.intervalS ?? 0)) }
          ?? .missing),
      Page.Fact(
        "missing_rows", "Missing rows", Double(missingRows), .integer, note: "moments without a row"
      ),
      Page.Fact(
        "missing_values", "Missing values", Double(missingValues), .integer,
        note: "in rows that are there"),
      Page.Fact("events", "Known events", Double(content.events.count), .integer),
    ]
  }

  var series: Page.Section {
    guard let first else { return Page.Section("Channels", []) }
    let events = content.events.filter { $0.meterID == first.meterID }
    let overlays = [
      LineChart.Overlay("No rows", spans: gaps, color: .series6, lane: .behind),
      LineChart.Overlay("Known event", spans: events.map(\.span), color: .truth, lane: .below),
    ]
    let charts = first.channels.enumerated().map { index, channel in
      let label = ChannelLabel(channel.name)
      let summary = summaries[index].summary
      return LineChart(
        title: label.title,
        summary: summary.count == 0
          ? "No value was recorded."
          : "Between \(summary.lowest, .significant(4)) and \(summary.highest, .significant(4))\(label.unit.isEmpty ? "" : " \(label.unit)"), half of the time above \(summary.median, .significant(4)).",
        shape: index == 0 ? .wide(height: 220) : .half(height: 190),
        vertical: ChartAxis(label.unit),
        lines: [LineChart.Line(label.title, xs: first.times, ys: channel.values)],
        overlays: overlays, gap: first.gap)
    }
    return Page.Section(
      "Channels",
      introduction: content.meters.count > 1
        ? "The charts show \(code: first.meterID), the first of \(content.meters.count) meters."
        : "", [.charts(charts), .table(summaryTable)])
  }

  private var summaryTable: DataTable {
    DataTable(
      title: "Values of \(first?.meterID ?? "")",
      columns: [DataTable.Column("Channel"), DataTable.Column("Missing", .integer)]
        + ["Lowest", "5 %", "Median", "Mean", "95 %", "Highest", "Deviation"].map {
          DataTable.Column($0)
        },
      rows: summaries.map { name, summary in
        [.text(ChannelLabel(name).full), .number(Double(summary.missing))]
          + [
            summary.lowest, summary.p05, summary.median, summary.mean, summary.p95,
            summary.highest, summary.deviation,
          ].map { $0.isFinite ? .number($0) : .missing }
      })
  }

  var checks: Page.Section {
    guard let findings = content.findings else { return Page.Section("Checks", []) }
    guard !findings.isEmpty else {
      return Page.Section(
        "Checks", [.paragraph("No gap, duplicate, flat line or implausible value was noticed.")])
    }
    return Page.Section(
      "Checks",
      [
        .table(
          DataTable(
            title: "What a check of every row noticed",
            columns: [
              DataTable.Column("Finding"), DataTable.Column("Times", .integer),
              DataTable.Column("Where and how much"),
            ],
            rows: findings.prefix(60).map {
              [.tone($0.tone, $0.name), .number(Double($0.count)), .text($0.detail)]
            }))
      ])
  }

  var eventList: Page.Section {
    guard !content.events.isEmpty else { return Page.Section("Known events", []) }
    let byKind = Dictionary(grouping: content.events, by: \.kind).sorted { $0.key < $1.key }
    let shown = content.events.prefix(40)
    return Page.Section(
      "Known events",
      [
        .charts([
          BarChart(
            title: "Events by kind", summary: "How many events of each kind are in the recording.",
            axis: ChartAxis("events", includesZero: true, style: .integer),
            rows: byKind.map { BarChart.Row(kindText($0.key), [Double($0.value.count)]) },
            style: .integer),
          BarChart(
            title: "Time in events", summary: "How long events of each kind last, together.",
            axis: ChartAxis("hours", includesZero: true),
            rows: byKind.map { kind, events in
              BarChart.Row(kindText(kind), [events.reduce(0) { $0 + $1.durationS } / 3_600])
            }),
        ]),
        .table(
          DataTable(
            title: shown.count == content.events.count
              ? "Events" : "The first \(shown.count) events",
            columns: [
              DataTable.Column("Start (UTC)"), DataTable.Column("Lasted"),
              DataTable.Column("Meter"),
              DataTable.Column("Kind"),
            ],
            rows: shown.map {
              [.time($0.start), .duration($0.durationS), .code($0.meterID), .text($0.kindLabel)]
            })),
      ])
  }
}
