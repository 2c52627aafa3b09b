extension Page {
  /// The report of a power flow: voltages, loadings, losses, and what is outside its limits.
  public static func powerFlow(_ content: NetworkContent) -> Page {
    network(content, kind: "Power flow report")
  }

  /// The report of a placement: what goes where, what that gains, and the state of the network then.
  public static func placement(_ content: NetworkContent) -> Page {
    network(content, kind: "Placement report")
  }

  private static func network(_ content: NetworkContent, kind: String) -> Page {
    let report = NetworkReport(content: content)
    return Page(
      kind: kind, title: content.name, source: content.source, verdict: report.verdict,
      facts: report.facts,
      sections: [report.placement, report.state, report.overTime, report.violations],
      provenance: content.provenance)
  }
}

/// The chapters of a page about a network.
struct NetworkReport {
  let content: NetworkContent

  var isSeries: Bool { content.steps.count > 1 }

  private func worst(_ branch: NetworkContent.Branch) -> Double {
    branch.loadingPercent.filter(\.isFinite).max() ?? .nan
  }

  private func isOutside(_ bus: NetworkContent.Bus) -> Bool {
    let limits = bus.limitsPU ?? 0.95...1.05
    return bus.voltagePU.contains { $0.isFinite && !limits.contains($0) }
  }

  private var lossMWPerStep: [Double] {
    content.lossMW
      ?? content.steps.indices.map { step in
        content.branches.reduce(0) { $0 + (step < $1.lossMW.count ? $1.lossMW[step] : 0) }
      }
  }

  private var lowest: (bus: NetworkContent.Bus, value: Double)? {
    content.buses.compactMap { bus in bus.voltagePU.filter(\.isFinite).min().map { (bus, $0) } }
      .min { $0.1 < $1.1 }
  }

  private var highest: (bus: NetworkContent.Bus, value: Double)? {
    content.buses.compactMap { bus in bus.voltagePU.filter(\.isFinite).max().map { (bus, $0) } }
      .max { $0.1 < $1.1 }
  }

  private var mostLoaded: NetworkContent.Branch? {
    content.branches.filter { worst($0).isFinite }.max { worst($0) < worst($1) }
  }

  var verdict: Page.Verdict {
    let overloaded = content.branches.filter { worst($0) > 100 }.count
    let outside = content.buses.filter(isOutside).count
    let state: Prose =
      overloaded == 0 && outside == 0
      ? "Every voltage and every loading is within its limits."
      : "\(overloaded) of \(content.branches.count) branches are overloaded, \(outside) of \(content.buses.count) buses outside their limits of voltage."
    let tone: Tone =
      overloaded > 0 || !content.violations.isEmpty ? .bad : outside > 0 ? .warning : .good
    if let placement = content.placement {
      if let before = placement.before, before > 0 {
        let gain = (before - placement.objective) / before
        return Page.Verdict(
          tone,
          "\(placement.objectiveName): \(gain, .percent(1)) less, \(placement.objective, .significant(4)) instead of \(before, .significant(4))",
          detail: bound(of: placement) + state)
      }
      return Page.Verdict(
        tone, "\(placement.objectiveName): \(placement.objective, .significant(5))", detail: state)
    }
    return Page.Verdict(
      tone, tone == .good ? "The network holds" : "The network is outside its limits", detail: state
    )
  }

  var facts: [Page.Fact] {
    let losses = lossMWPerStep
    var facts = [
      Page.Fact("buses", "Buses", Double(content.buses.count), .integer),
      Page.Fact("branches", "Branches", Double(content.branches.count), .integer),
      Page.Fact(
        "lowest_voltage_pu", "Lowest voltage", lowest?.value, .decimals(4),
        note: lowest.map { "p.u., \(code: $0.bus.name)" } ?? ""),
      Page.Fact(
        "highest_voltage_pu", "Highest voltage", highest?.value, .decimals(4),
        note: highest.map { "p.u., \(code: $0.bus.name)" } ?? ""),
      Page.Fact(
        "highest_loading_percent", "Highest loading", mostLoaded.map(worst), .decimals(1),
        note: mostLoaded.map { "percent, \(code: $0.name)" } ?? ""),
      Page.Fact(
        "loss_mw", isSeries ? "Mean losses" : "Losses",
        losses.isEmpty ? nil : losses.reduce(0, +) / Double(losses.count), .significant(4),
        note: "MW"),
    ]
    if let placement = content.placement {
      facts.insert(
        Page.Fact(
          "objective", "Reached", placement.objective, .significant(5),
          note: Prose(placement.objectiveName)),
        at: 0)
      facts.insert(
        Page.Fact(
          "lower_bound", "Lower bound", placement.lowerBound, .significant(5),
          note: "no placement is better"),
        at: 1)
      facts.append(
        Page.Fact("evaluations", "Placements tried", Double(placement.evaluations), .integer))
      facts.append(
        Page.Fact("elapsed_s", "Found in", placement.elapsedS, .significant(3), note: "seconds"))
    }
    if let iterations = content.iterations {
      facts.append(
        Page.Fact(
          "iterations", "Iterations", Double(iterations), .integer,
          note: content.largestMismatchPU.map { "mismatch \($0, .significant(2)) p.u." } ?? ""))
    }
    return facts.filter { $0.value != .missing }
  }

  private var badges: [Int: String] {
    Dictionary(content.placement?.placed.map { ($0.bus, $0.what) } ?? []) { "\($0), \($1)" }
  }

  var diagram: NetworkDiagram {
    let badges = self.badges
    return NetworkDiagram(
      title: "The network",
      summary: isSeries
        ? "Branches show their highest loading, buses their lowest voltage over \(content.steps.count) steps."
        : "Branches show their loading; point at a bus for its voltage.",
      nodes: content.buses.enumerated().map { index, bus in
        NetworkDiagram.Node(
          bus.name, value: bus.voltagePU.filter(\.isFinite).min(),
          tone: isOutside(bus) ? .bad : .neutral, badge: badges[index])
      },
      edges: content.branches.map {
        NetworkDiagram.Edge(
          from: $0.from, to: $0.to, name: $0.name,
          loadingPercent: worst($0).isFinite ? worst($0) : nil)
      }, root: content.root, measure: "p.u.")
  }

  var state: Page.Section {
    var charts: [any Chart] = []
    if content.placement == nil, content.buses.count <= 80 { charts.append(diagram) }
    let lowestByBus = content.buses.map { $0.voltagePU.filter(\.isFinite).min() ?? .nan }
    let highestByBus = content.buses.map { $0.voltagePU.filter(\.isFinite).max() ?? .nan }
    let positions = content.buses.indices.map { Double($0) }
    let limits = content.buses.compactMap(\.limitsPU).first ?? 0.95...1.05
    let rules = [
      LineChart.Rule("lower limit", at: limits.lowerBound, color: .bad),
      LineChart.Rule("upper limit", at: limits.upperBound, color: .bad),
    ]
    charts.append(
      LineChart(
        title: "Voltage of each bus",
        summary: isSeries
          ? "Lowest and highest over all steps." : "In the order of the network's file.",
        shape: .half(height: 260), horizontal: ChartAxis("bus", style: .integer),
        vertical: ChartAxis("p.u."),
        lines: isSeries
          ? [
            LineChart.Line("Lowest", xs: positions, ys: lowestByBus, color: .series2, style: .dots),
            LineChart.Line("Highest", xs: positions, ys: highestByBus, style: .dots),
          ] : [LineChart.Line("Voltage", xs: positions, ys: lowestByBus, style: .dots)],
        rules: rules))
    let loaded = content.branches.filter { worst($0).isFinite }.sorted { worst($0) > worst($1) }
    if !loaded.isEmpty {
      charts.append(
        BarChart(
          title: "Most loaded branches",
          summary: "Loading in percent of the rating\(isSeries ? ", at its highest" : "").",
          axis: ChartAxis("percent", includesZero: true),
          rows: loaded.prefix(9).map { BarChart.Row($0.name, [worst($0)]) }, style: .decimals(1)))
    }
    return Page.Section("State of the network", [.charts(charts), .table(busTable)])
  }

  private var busTable: DataTable {
    let shown =
      content.buses.count <= 60
      ? content.buses
      : Array(
        content.buses.sorted { ($0.voltagePU.min() ?? 9) < ($1.voltagePU.min() ?? 9) }.prefix(30))
    return DataTable(
      title: shown.count == content.buses.count ? "Buses" : "The \(shown.count) lowest voltages",
      columns: [
        DataTable.Column("Bus"), DataTable.Column("Lowest (p.u.)", .decimals(4)),
        DataTable.Column("Highest (p.u.)", .decimals(4)), DataTable.Column("State"),
      ],
      rows: shown.map { bus in
        let values = bus.voltagePU.filter(\.isFinite)
        return [
          .code(bus.name), values.min().map { .number($0) } ?? .missing,
          values.max().map { .number($0) } ?? .missing,
          values.isEmpty
            ? .tone(.neutral, "not supplied")
            : isOutside(bus) ? .tone(.bad, "outside") : .tone(.good, "within limits"),
        ]
      })
  }

  var overTime: Page.Section {
    guard isSeries else { return Page.Section("Over time", []) }
    var lines: [LineChart.Line] = []
    if let lowest {
      lines.append(
        LineChart.Line(
          "\(lowest.bus.name), lowest voltage", xs: content.steps, ys: lowest.bus.voltagePU,
          color: .series2))
    }
    if let highest, highest.bus.name != lowest?.bus.name {
      lines.append(
        LineChart.Line(
          "\(highest.bus.name), highest voltage", xs: content.steps, ys: highest.bus.voltagePU))
    }
    var charts: [any Chart] = [
      LineChart(
        title: "Voltage over time",
        summary: "At the buses with the lowest and the highest voltage.",
        shape: .half(height: 220), horizontal: ChartAxis("step"), vertical: ChartAxis("p.u."),
        lines: lines)
    ]
    if let mostLoaded {
      charts.append(
        LineChart(
          title: "Loading over time",
          summary: "Of the most loaded branch, \(code: mostLoaded.name).",
          shape: .half(height: 220), horizontal: ChartAxis("step"),
          vertical: ChartAxis("percent", includesZero: true),
          lines: [LineChart.Line("Loading", xs: content.steps, ys: mostLoaded.loadingPercent)]))
    }
    let losses = lossMWPerStep
    if losses.contains(where: { $0 != 0 }) {
      charts.append(
        LineChart(
          title: "Losses over time", summary: "Of all branches together.",
          shape: .half(height: 220),
          horizontal: ChartAxis("step"), vertical: ChartAxis("MW", includesZero: true),
          lines: [LineChart.Line("Losses", xs: content.steps, ys: losses, style: .filledSteps)]))
    }
    if content.buses.count <= 40, content.steps.count <= 48 {
      charts.append(
        HeatMap(
          title: "Voltage of every bus in every step", summary: "In per unit.", isWide: true,
          rowNames: content.buses.map(\.name),
          columnNames: content.steps.map { NumberStyle.significant(3).text($0) },
          values: content.buses.map(\.voltagePU), style: .decimals(3), measure: "p.u."))
    }
    return Page.Section("Over time", [.charts(charts)])
  }

  var violations: Page.Section {
    guard !content.violations.isEmpty else { return Page.Section("Limits", []) }
    return Page.Section(
      "Limits",
      [
        .table(
          DataTable(
            title: "Limits that are broken", columns: [DataTable.Column("Limit")],
            rows: content.violations.prefix(60).map { [.text($0)] }))
      ])
  }
}
