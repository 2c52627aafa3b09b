public import GridModel

/// What a page about a log of events is made of.
public struct EventLogContent: Sendable {
  /// An event of the log.
  public struct Entry: Sendable {
    /// What happened.
    public let event: GridEvent
    /// How much it matters, the most urgent first: 0, 1, 2 and so on.
    public let priority: Int
    /// How long after its start it was handled, in seconds; nil if it was not.
    public let reactionS: Double?
    /// What was done, in words.
    public let response: String
    /// Whether it was still going on when the log ended.
    public let isOpen: Bool

    /// An entry for `event`.
    public init(
      _ event: GridEvent, priority: Int, reactionS: Double?, response: String, isOpen: Bool = false
    ) {
      self.event = event
      self.priority = priority
      self.reactionS = reactionS
      self.response = response
      self.isOpen = isOpen
    }
  }

  /// The log.
  public var name: String
  /// Where it came from.
  public var source: Prose
  /// The entries, in order of their start.
  public var entries: [Entry]
  /// What each priority is called, from 0 up.
  public var priorityNames: [String]
  /// What a reaction is, such as `handled`.
  public var reaction: String
  /// How the report was made.
  public var provenance: [Page.Provenance]

  /// A page about `entries`.
  public init(
    name: String, source: Prose, entries: [Entry], priorityNames: [String],
    reaction: String = "handled", provenance: [Page.Provenance] = []
  ) {
    self.name = name
    self.source = source
    self.entries = entries
    self.priorityNames = priorityNames
    self.reaction = reaction
    self.provenance = provenance
  }
}

extension Page {
  /// The report of a log: what happened when, and how fast it was answered.
  public static func eventLog(_ content: EventLogContent) -> Page {
    let report = EventLogReport(content: content)
    return Page(
      kind: "Event log", title: content.name, source: content.source, verdict: report.verdict,
      facts: report.facts, sections: [report.timeline, report.speed, report.list],
      provenance: content.provenance)
  }
}

/// The chapters of an event log's page.
struct EventLogReport {
  let content: EventLogContent

  private func name(_ priority: Int) -> String {
    content.priorityNames.indices.contains(priority)
      ? content.priorityNames[priority] : "priority \(priority)"
  }

  private func color(_ priority: Int) -> ColorRole {
    [.bad, .series2, .series1, .series6][min(max(priority, 0), 3)]
  }

  private var reactions: [Double] { content.entries.compactMap(\.reactionS).sorted() }

  var verdict: Page.Verdict {
    let (events, open) = (content.entries, content.entries.filter(\.isOpen))
    guard !events.isEmpty else { return Page.Verdict(.good, "Nothing happened") }
    if let first = open.first {
      return Page.Verdict(
        open.contains { $0.priority == 0 } ? .bad : .warning,
        "\(open.count) of \(events.count) events were not over when the log ended",
        detail: "The first of them began \(first.event.start) at \(code: first.event.meterID).")
    }
    let urgent = events.count { $0.priority == 0 }
    return Page.Verdict(
      .good, "\(events.count) events, all of them over",
      detail: "\(urgent) of them were \(name(0)); \(reactions.count) were \(content.reaction).")
  }

  var facts: [Page.Fact] {
    let reactions = self.reactions
    func quantile(_ share: Double) -> Double {
      reactions[Int((share * Double(reactions.count - 1)).rounded())]
    }
    let facts = [
      Page.Fact("events", "Events", Double(content.entries.count), .integer),
      Page.Fact(
        "urgent", name(0).prefix(1).uppercased() + name(0).dropFirst(),
        Double(content.entries.filter { $0.priority == 0 }.count), .integer),
      Page.Fact(
        "sources", "Sources", Double(Set(content.entries.map(\.event.meterID)).count), .integer),
    ]
    guard !reactions.isEmpty else { return facts }
    return facts + [
      Page.Fact(
        "reaction_p50_s", "Reaction, median", quantile(0.5), .significant(3), note: "seconds"),
      Page.Fact(
        "reaction_p99_s", "Reaction, 99 %", quantile(0.99), .significant(3), note: "seconds"),
    ]
  }

  var timeline: Page.Section {
    guard !content.entries.isEmpty else { return Page.Section("When", []) }
    let priorities = Array(Set(content.entries.map(\.priority))).sorted()
    let bySource = Dictionary(grouping: content.entries, by: \.event.meterID)
    let busiest = bySource.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.prefix(20)
    let rows = busiest.map { source, entries in
      TimelineChart.Row(
        source,
        entries.prefix(400).map { entry in
          TimelineChart.Bar(
            start: entry.event.start.position, end: entry.event.end.position,
            kind: priorities.firstIndex(of: entry.priority) ?? 0, label: entry.event.hint)
        })
    }
    return Page.Section(
      "When",
      introduction: bySource.count > busiest.count
        ? "The \(busiest.count) sources with the most events of \(bySource.count)." : "",
      [
        .charts([
          TimelineChart(
            title: "Events by source", summary: "A bar for each event, from its start to its end.",
            kinds: priorities.map { LegendEntry(name($0), color($0), .area) }, rows: rows)
        ])
      ])
  }

  /// How many events of each kind there were, and how fast they were answered.
  var speed: Page.Section {
    guard !content.entries.isEmpty else { return Page.Section("What happened", []) }
    let kinds = Dictionary(grouping: content.entries, by: \.event.kind).sorted { $0.key < $1.key }
    let reactions = self.reactions
    var charts: [any Chart] = [
      BarChart(
        title: "Events by kind", summary: "How many of each kind.", isWide: reactions.count < 2,
        axis: ChartAxis("events", includesZero: true, style: .integer),
        rows: kinds.prefix(16).map { BarChart.Row(kindText($0.key), [Double($0.value.count)]) },
        style: .integer)
    ]
    if reactions.count > 1 {
      charts.append(
        LineChart(
          title: "Time to react",
          summary: "Of the events that were \(content.reaction), the share within each time.",
          shape: .half(height: 240), horizontal: ChartAxis("seconds", kind: .logarithmic),
          vertical: ChartAxis("share", domain: 0...1, style: .percent(0)),
          lines: [
            LineChart.Line(
              content.reaction, xs: reactions.map { max($0, 1e-9) },
              ys: reactions.indices.map { Double($0 + 1) / Double(reactions.count) })
          ]))
    }
    return Page.Section(
      reactions.count > 1 ? "What happened, and how fast it was answered" : "What happened",
      [.charts(charts)])
  }

  var list: Page.Section {
    guard !content.entries.isEmpty else { return Page.Section("Log", []) }
    let shown = content.entries.prefix(200)
    return Page.Section(
      "Log",
      [
        .table(
          DataTable(
            title: shown.count == content.entries.count
              ? "Events" : "The first \(shown.count) events",
            columns: [
              DataTable.Column("Start (UTC)"), DataTable.Column("Source"), DataTable.Column("Kind"),
              DataTable.Column("Priority"), DataTable.Column("Lasted"),
              DataTable.Column("Reaction (s)", .significant(3)),
              DataTable.Column("Response"),
            ],
            rows: shown.map { entry in
              [
                .time(entry.event.start), .code(entry.event.meterID), .text(entry.event.kindLabel),
                .text(name(entry.priority)), .duration(entry.event.durationS),
                entry.reactionS.map { .number($0) } ?? .missing, .text(entry.response),
              ]
            }))
      ])
  }
}
