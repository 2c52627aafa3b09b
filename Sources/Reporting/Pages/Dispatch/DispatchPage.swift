extension Page {
  /// The report of a dispatch: who supplies when, what it costs, and how far from the best that is.
  public static func dispatch(_ content: DispatchContent) -> Page {
    let report = DispatchReport(content: content)
    return Page(
      kind: "Dispatch report", title: content.name, source: content.source,
      verdict: report.verdict, facts: report.facts,
      sections: [
        report.schedule, report.money, report.shortfall, report.stores, report.compromises,
        report.search, report.violations,
      ],
      provenance: content.provenance)
  }
}

/// The chapters of a dispatch page.
struct DispatchReport {
  let content: DispatchContent

  /// The length of an interval in hours, which all share.
  var stepH: Double {
    content.hours.count > 1 ? content.hours[1] - content.hours[0] : 1
  }

  /// The axis of hours, to the end of the last interval.
  var hourAxis: ChartAxis {
    let first = content.hours.first ?? 0
    return ChartAxis("hour", domain: first...(content.hours.last ?? first) + stepH)
  }

  var demandMWh: Double { content.demandMW.reduce(0, +) * stepH }
  var unservedMWh: Double { content.unservedMW.reduce(0, +) * stepH }
  var hasShortfall: Bool { unservedMWh > 1e-6 }

  /// What no schedule can be cheaper than.
  private var bound: Double? { content.optimum ?? content.lowerBound }

  private var gap: Double? {
    bound.flatMap { $0 > 0 ? max(0, (content.cost - $0) / $0) : nil }
  }

  var verdict: Page.Verdict {
    if !content.violations.isEmpty {
      return Page.Verdict(
        .bad,
        "The schedule breaks \(content.violations.count) \(content.violations.count == 1 ? "limit" : "limits")",
        detail: distance)
    }
    if hasShortfall {
      return Page.Verdict(
        .warning,
        "\(unservedMWh / demandMWh, .percent(1)) of the demand cannot be served: \(unservedMWh, .significant(4)) MWh",
        detail: distance)
    }
    return Page.Verdict(
      (gap ?? 0) <= 0.01 ? .good : .warning,
      Prose("All demand is served for ") + price(content.cost, .significant(4)),
      detail: distance)
  }

  private var distance: Prose {
    guard let gap else { return "No proven optimum is known for this case." }
    let what = content.optimum == nil ? "a bound that no schedule can beat" : "the proven optimum"
    return gap < 5e-7
      ? "No schedule is cheaper: \(what) is reached."
      : "The schedule costs \(gap, .percent(gap < 0.001 ? 4 : 2)) more than \(what)."
  }

  func price(_ value: Double, _ style: NumberStyle) -> Prose {
    content.currency.isEmpty ? "\(value, style)" : "\(value, style) \(content.currency)"
  }

  var currencyAxis: String { content.currency.isEmpty ? "cost" : content.currency }

  var facts: [Page.Fact] {
    let losses = content.lossMW.reduce(0, +) * stepH
    let served = demandMWh - unservedMWh
    return [
      Page.Fact("cost", "Cost", content.cost, .significant(7), note: Prose(content.currency)),
      Page.Fact(
        content.optimum == nil ? "lower_bound" : "optimum",
        content.optimum == nil ? "Lower bound" : "Proven optimum", bound, .significant(7),
        note: content.optimum == nil ? "no schedule is cheaper" : "by an exact method"),
      Page.Fact(
        "gap_percent", "Gap", gap.map { $0 * 100 }, .significant(3),
        note: content.optimum == nil ? "percent above the bound" : "percent above the optimum"),
      Page.Fact("energy_mwh", "Energy asked for", demandMWh, .significant(5), note: "MWh"),
      Page.Fact(
        "unserved_mwh", "Unserved", unservedMWh, .significant(4),
        note: hasShortfall ? "MWh, \(unservedMWh / demandMWh, .percent(1)) of it" : "MWh"),
      Page.Fact(
        "loss_mwh", "Lost on the way", losses > 0 ? losses : nil, .significant(4),
        note: served > 0 ? "MWh, \(losses / served, .percent(1)) of what arrives" : "MWh"),
      Page.Fact("emission", "Emission", content.emission, .significant(5)),
      Page.Fact(
        "elapsed_s", "Found in", content.methods.first?.elapsedS, .significant(3), note: "seconds"),
    ].filter { $0.value != .missing }
  }

  /// Who supplies when; sources beyond the sixth are drawn as one.
  var schedule: Page.Section {
    var parts: [StackedChart.Part] = []
    let ordered = content.sources.enumerated().sorted {
      let (left, right) = ($0.element.outputMW.reduce(0, +), $1.element.outputMW.reduce(0, +))
      return (left, $1.offset) > (right, $0.offset)
    }.map(\.element)
    let shown = ordered.count <= 6 ? ordered : Array(ordered.prefix(5))
    for (index, source) in shown.enumerated() {
      parts.append(StackedChart.Part(source.name, values: source.outputMW, color: .series(index)))
    }
    let rest = ordered.dropFirst(shown.count)
    if !rest.isEmpty {
      let sum = content.hours.indices.map { hour in rest.reduce(0) { $0 + $1.outputMW[hour] } }
      parts.append(StackedChart.Part("\(rest.count) more", values: sum, color: .series(5)))
    }
    let given = content.hours.indices.map { hour in
      content.storages.reduce(0) { $0 + max(0, -$1.chargeMW[hour]) }
    }
    if given.contains(where: { $0 > 0 }) {
      parts.append(StackedChart.Part("From storage", values: given, color: .good))
    }
    if hasShortfall {
      parts.append(StackedChart.Part("Unserved", values: content.unservedMW, color: .bad))
    }
    let above: Prose =
      content.storages.isEmpty
      ? "What rises above it is lost on the way."
      : "What rises above it is lost on the way or goes into storage."
    return Page.Section(
      "Who supplies when",
      [
        .charts([
          StackedChart(
            title: "Supply and demand",
            summary: Prose("The sources on top of one another; the line is the demand. ") + above,
            horizontal: ChartAxis("hour"), vertical: ChartAxis("MW", includesZero: true),
            xs: content.hours, parts: parts,
            line: LineChart.Line("Demand", xs: content.hours, ys: content.demandMW, color: .ink)),
          HeatMap(
            title: "Output of each source",
            summary: ordered.count > 40
              ? "MW in each hour, the \(40) largest of \(ordered.count)." : "MW in each hour.",
            isWide: true, rowNames: ordered.prefix(40).map(\.name),
            columnNames: content.hours.map { NumberStyle.significant(4).text($0) },
            values: ordered.prefix(40).map(\.outputMW), measure: "MW"),
        ]),
        .table(sourceTable(ordered)),
      ])
  }

  private func sourceTable(_ ordered: [DispatchContent.Source]) -> DataTable {
    let total = ordered.reduce(0) { $0 + $1.outputMW.reduce(0, +) }
    return DataTable(
      title: "Sources, the largest first",
      columns: [
        DataTable.Column("Source"), DataTable.Column("Energy (MWh)", .significant(4)),
        DataTable.Column("Share", .percent(1)),
        DataTable.Column("Highest output (MW)", .significant(4)),
        DataTable.Column("Hours running", .integer),
      ],
      rows: ordered.prefix(60).map { source in
        let sum = source.outputMW.reduce(0, +)
        return [
          .text(source.name), .number(sum * stepH), total > 0 ? .number(sum / total) : .missing,
          source.outputMW.max().map { .number($0) } ?? .missing,
          .number(Double(source.outputMW.filter { $0 > 1e-9 }.count)),
        ]
      })
  }
}
