/// What a page about a dispatch is made of.
public struct DispatchContent: Sendable {
  /// A source of energy and what it is asked to give.
  public struct Source: Sendable {
    /// The source.
    public let name: String
    /// Its output in each interval, in MW.
    public let outputMW: [Double]
    /// The most it can give in each interval, in MW, if that is known.
    public let availableMW: [Double]?

    /// A source called `name`.
    public init(_ name: String, outputMW: [Double], availableMW: [Double]? = nil) {
      self.name = name
      self.outputMW = outputMW
      self.availableMW = availableMW
    }
  }

  /// A method and what it reached.
  public struct Method: Sendable {
    /// The method.
    public let name: String
    /// What its schedule costs.
    public let cost: Double
    /// How far that is above the optimum, in percent.
    public let gapPercent: Double?
    /// How long it took, in seconds.
    public let elapsedS: Double?
    /// What it left unserved, in MWh.
    public let unservedMWh: Double?

    /// A method called `name`.
    public init(
      _ name: String, cost: Double, gapPercent: Double? = nil, elapsedS: Double? = nil,
      unservedMWh: Double? = nil
    ) {
      self.name = name
      self.cost = cost
      self.gapPercent = gapPercent
      self.elapsedS = elapsedS
      self.unservedMWh = unservedMWh
    }
  }

  /// The case.
  public var name: String
  /// Where its data came from.
  public var source: Prose
  /// Where each interval starts, as a number on an axis of hours.
  public var hours: [Double]
  /// What was asked for in each interval, in MW.
  public var demandMW: [Double]
  /// The sources.
  public var sources: [Source]
  /// What was left unserved in each interval, in MW.
  public var unservedMW: [Double]
  /// What the schedule costs, in the case's currency.
  public var cost: Double
  /// The optimum, if it is known.
  public var optimum: Double?
  /// What the case pays with, such as “EUR”.
  public var currency: String
  /// How the schedule was found, and others for comparison.
  public var methods: [Method]
  /// The best cost after each generation of the search.
  public var progress: [Double]
  /// Limits that the schedule breaks, in words.
  public var violations: [String]
  /// How the report was made.
  public var provenance: [Page.Provenance]

  /// A page about the schedule of `sources`.
  public init(
    name: String, source: Prose, hours: [Double], demandMW: [Double], sources: [Source],
    unservedMW: [Double], cost: Double, optimum: Double? = nil, currency: String = "",
    methods: [Method] = [], progress: [Double] = [], violations: [String] = [],
    provenance: [Page.Provenance] = []
  ) {
    self.name = name
    self.source = source
    self.hours = hours
    self.demandMW = demandMW
    self.sources = sources
    self.unservedMW = unservedMW
    self.cost = cost
    self.optimum = optimum
    self.currency = currency
    self.methods = methods
    self.progress = progress
    self.violations = violations
    self.provenance = provenance
  }
}

extension Page {
  /// The report of a dispatch: who supplies when, what it costs, and how far from the best that is.
  public static func dispatch(_ content: DispatchContent) -> Page {
    let report = DispatchReport(content: content)
    return Page(
      kind: "Dispatch report", title: content.name, source: content.source,
      verdict: report.verdict, facts: report.facts,
      sections: [report.schedule, report.methods, report.violations],
      provenance: content.provenance)
  }
}

/// The chapters of a dispatch page.
struct DispatchReport {
  let content: DispatchContent

  /// The length of an interval in hours, which all share.
  private var stepH: Double {
    content.hours.count > 1 ? content.hours[1] - content.hours[0] : 1
  }

  private var unservedMWh: Double { content.unservedMW.reduce(0, +) * stepH }

  private var gap: Double? {
    content.optimum.flatMap { $0 > 0 ? (content.cost - $0) / $0 : nil }
  }

  var verdict: Page.Verdict {
    let detail: Prose =
      gap.map { "It costs \($0, .percent(3)) more than the proven optimum." }
      ?? "No proven optimum is known for this case."
    if !content.violations.isEmpty {
      return Page.Verdict(
        .bad, "The schedule breaks \(content.violations.count) limits", detail: detail)
    }
    if unservedMWh > 1e-6 {
      return Page.Verdict(
        .warning, "\(unservedMWh, .significant(3)) MWh of demand cannot be served", detail: detail)
    }
    let cost: Prose =
      "Every hour is served for \(content.cost, .significant(7)) \(content.currency)"
    return Page.Verdict((gap ?? 0) <= 0.01 ? .good : .warning, cost, detail: detail)
  }

  var facts: [Page.Fact] {
    let energy = content.demandMW.reduce(0, +) * stepH
    return [
      Page.Fact("cost", "Cost", content.cost, .significant(7), note: Prose(content.currency)),
      Page.Fact(
        "optimum", "Optimum", content.optimum, .significant(7), note: Prose(content.currency)),
      Page.Fact(
        "gap_percent", "Gap", gap.map { $0 * 100 }, .significant(3),
        note: "percent above the optimum"),
      Page.Fact("energy_mwh", "Energy asked for", energy, .significant(5), note: "MWh"),
      Page.Fact("unserved_mwh", "Unserved", unservedMWh, .significant(3), note: "MWh"),
      Page.Fact(
        "mean_price", "Mean price", energy > 0 ? content.cost / energy : nil, .significant(4),
        note: "\(content.currency) per MWh"),
      Page.Fact(
        "elapsed_s", "Found in", content.methods.first?.elapsedS, .significant(3), note: "seconds"),
    ].filter { $0.value != .missing }
  }

  /// Who supplies when; sources beyond the sixth are drawn as one.
  var schedule: Page.Section {
    var parts: [StackedChart.Part] = []
    let ordered = content.sources.sorted { $0.outputMW.reduce(0, +) > $1.outputMW.reduce(0, +) }
    let shown = ordered.count <= 6 ? ordered : Array(ordered.prefix(5))
    for (index, source) in shown.enumerated() {
      parts.append(StackedChart.Part(source.name, values: source.outputMW, color: .series(index)))
    }
    let rest = ordered.dropFirst(shown.count)
    if !rest.isEmpty {
      let sum = content.hours.indices.map { hour in rest.reduce(0) { $0 + $1.outputMW[hour] } }
      parts.append(StackedChart.Part("\(rest.count) more", values: sum, color: .series(5)))
    }
    if unservedMWh > 1e-6 {
      parts.append(StackedChart.Part("Unserved", values: content.unservedMW, color: .bad))
    }
    let map = HeatMap(
      title: "Output of each source", summary: "Its output in each hour, in MW.",
      isWide: true, rowNames: ordered.prefix(40).map(\.name),
      columnNames: content.hours.map { NumberStyle.significant(3).text($0) },
      values: ordered.prefix(40).map(\.outputMW), measure: "MW")
    return Page.Section(
      "Who supplies when",
      [
        .charts([
          StackedChart(
            title: "Schedule",
            summary:
              "The output of the sources on top of one another; the line is the demand. Where they part, energy is lost on the way.",
            horizontal: ChartAxis("hour"), vertical: ChartAxis("MW", includesZero: true),
            xs: content.hours, parts: parts,
            line: LineChart.Line("Demand", xs: content.hours, ys: content.demandMW, color: .ink)),
          map,
        ])
      ])
  }

  var methods: Page.Section {
    var blocks: [Page.Block] = []
    if content.methods.count > 1 {
      blocks.append(
        .table(
          DataTable(
            title: "Methods on this case",
            columns: [
              DataTable.Column("Method"),
              DataTable.Column("Cost (\(content.currency))", .significant(7)),
              DataTable.Column("Above the optimum (%)", .significant(3)),
              DataTable.Column("Unserved (MWh)", .significant(3)),
              DataTable.Column("Time (s)", .significant(3)),
            ],
            rows: content.methods.map { method in
              [.text(method.name), .number(method.cost)]
                + [method.gapPercent, method.unservedMWh, method.elapsedS].map {
                  $0.map { .number($0) } ?? .missing
                }
            })))
    }
    if content.progress.count > 1 {
      blocks.append(
        .charts([
          LineChart(
            title: "How the search went", summary: "The best cost after each generation.",
            shape: .wide(height: 220), horizontal: ChartAxis("generation", style: .integer),
            vertical: ChartAxis(content.currency.isEmpty ? "cost" : content.currency),
            lines: [
              LineChart.Line(
                "Best cost", xs: content.progress.indices.map { Double($0) }, ys: content.progress)
            ],
            rules: content.optimum.map { [LineChart.Rule("optimum", at: $0, color: .good)] } ?? [])
        ]))
    }
    return Page.Section("How it was found", blocks)
  }

  var violations: Page.Section {
    guard !content.violations.isEmpty else { return Page.Section("Limits", []) }
    return Page.Section(
      "Limits",
      [
        .table(
          DataTable(
            title: "Limits that the schedule breaks", columns: [DataTable.Column("Limit")],
            rows: content.violations.prefix(60).map { [.text($0)] }))
      ])
  }
}
