extension DispatchReport {
  /// What each hour costs, against what it would cost at least.
  var money: Page.Section {
    guard content.hourlyCost.count == content.hours.count else {
      return Page.Section("What it costs", [])
    }
    let hasBound = content.hourlyBound.count == content.hours.count
    let bound = hasBound ? content.hourlyBound : []
    let worst = zip(content.hourlyCost, bound).enumerated()
      .map { (hour: $0.offset, gap: $0.element.1 > 0 ? $0.element.0 / $0.element.1 - 1 : 0) }
      .max { $0.gap < $1.gap }
    let summary: Prose =
      switch worst {
      case nil: "What each hour costs."
      case let worst? where worst.gap < 5e-7: "In every hour the cost is the lowest there is."
      case let worst?:
        "Farthest above the lowest cost in hour \(content.hours[worst.hour], .significant(4)): \(worst.gap, .percent(2))."
      }
    var blocks: [Page.Block] = [
      .charts([
        LineChart(
          title: hasBound ? "Cost of each hour and the lowest there is" : "Cost of each hour",
          summary: summary, shape: .wide(height: 240), horizontal: hourAxis,
          vertical: ChartAxis(currencyAxis, includesZero: true),
          lines: [
            LineChart.Line(
              "Cost", xs: content.hours, ys: content.hourlyCost, style: .filledSteps)
          ]
            + (hasBound
              ? [
                LineChart.Line(
                  "Lowest cost", xs: content.hours, ys: bound, color: .series2, style: .steps)
              ] : []))
      ])
    ]
    if !content.scenarios.isEmpty { blocks.append(.table(scenarioTable)) }
    return Page.Section("What it costs", blocks)
  }

  private var scenarioTable: DataTable {
    let here = DispatchContent.Scenario(
      "as expected", cost: content.cost, unservedMWh: unservedMWh)
    return DataTable(
      title: "If the demand is another",
      columns: [
        DataTable.Column("Demand"), DataTable.Column("Cost", .significant(7)),
        DataTable.Column("Unserved (MWh)"),
      ],
      rows: ([here] + content.scenarios).map {
        [.text($0.name), .number($0.cost), .number($0.unservedMWh)]
      })
  }

  /// What is lost on the way and what does not arrive at all.
  var shortfall: Page.Section {
    var blocks: [Page.Block] = []
    let hasLoss = content.lossMW.contains { $0 > 1e-9 }
    if hasLoss || hasShortfall {
      blocks.append(
        .charts([
          StackedChart(
            title: "Energy lost and energy not served",
            summary: hasShortfall
              ? "Red is demand that is not served."
              : "All demand is served; this much more has to be sent.",
            shape: .wide(height: 220), horizontal: hourAxis,
            vertical: ChartAxis("MW", includesZero: true), xs: content.hours,
            parts: (hasLoss
              ? [StackedChart.Part("Lost on the way", values: content.lossMW, color: .series6)]
              : [])
              + (hasShortfall
                ? [StackedChart.Part("Unserved", values: content.unservedMW, color: .bad)] : []))
        ]))
    }
    if hasShortfall, !content.nodes.isEmpty {
      let worst = content.nodes.filter { $0.unservedMWh > 1e-9 }
        .sorted { ($0.unservedMWh, $1.name) > ($1.unservedMWh, $0.name) }
      blocks.append(
        .table(
          DataTable(
            title: worst.count > 20 ? "The 20 nodes that lack most" : "Nodes that lack energy",
            columns: [
              DataTable.Column("Node"), DataTable.Column("Unserved (MWh)", .decimals(1)),
              DataTable.Column("Asked for (MWh)", .decimals(1)),
              DataTable.Column("Share", .percent(1)),
            ],
            rows: worst.prefix(20).map { node in
              [
                .code(node.name), .number(node.unservedMWh), .number(node.demandMWh),
                node.demandMWh > 0 ? .number(node.unservedMWh / node.demandMWh) : .missing,
              ]
            })))
    }
    return Page.Section("What does not arrive", blocks)
  }

  /// What is in the stores.
  var stores: Page.Section {
    let shown = content.storages.prefix(ColorRole.series.count)
    guard !shown.isEmpty else { return Page.Section("Storage", []) }
    return Page.Section(
      "Storage",
      [
        .charts([
          LineChart(
            title: "State of charge", summary: "Energy in each store at the end of each hour.",
            shape: .half(height: 260), horizontal: hourAxis,
            vertical: ChartAxis("MWh", includesZero: true),
            lines: shown.enumerated().map { index, storage in
              LineChart.Line(
                storage.name, xs: content.hours.map { $0 + stepH }, ys: storage.energyMWh,
                color: .series(index))
            }),
          LineChart(
            title: "Charge and discharge",
            summary: "Above zero a store takes from the grid, below it gives.",
            shape: .half(height: 260), horizontal: hourAxis,
            vertical: ChartAxis("MW", includesZero: true),
            lines: shown.enumerated().map { index, storage in
              LineChart.Line(
                storage.name, xs: content.hours, ys: storage.chargeMW, color: .series(index),
                style: .steps)
            }),
        ])
      ])
  }

  /// What less emission costs.
  var compromises: Page.Section {
    guard content.front.count > 1 else { return Page.Section("Cost and emission", []) }
    var parts = [
      ScatterChart.Part(
        "Compromise", xs: content.front.map(\.cost), ys: content.front.map(\.emission))
    ]
    if let emission = content.emission {
      parts.append(
        ScatterChart.Part("This schedule", xs: [content.cost], ys: [emission], color: .series2))
    }
    return Page.Section(
      "Cost and emission",
      [
        .charts([
          ScatterChart(
            title: "Compromises between cost and emission",
            summary: "No schedule is known that is better in one without being worse in the other.",
            shape: .wide(height: 300), horizontal: ChartAxis(currencyAxis),
            vertical: ChartAxis("emission"), parts: parts)
        ])
      ])
  }

  /// How the schedule was found.
  var search: Page.Section {
    var blocks: [Page.Block] = []
    if content.methods.count > 1 {
      blocks.append(
        .table(
          DataTable(
            title: "Methods on this case",
            columns: [
              DataTable.Column("Method"),
              DataTable.Column(
                content.currency.isEmpty ? "Cost" : "Cost (\(content.currency))", .significant(7)),
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
    if content.progress.count > 1, let first = content.progress.first,
      let last = content.progress.last
    {
      let steps = Double(content.progress.count - 1)
      blocks.append(
        .charts([
          LineChart(
            title: "How the search went",
            summary: first - last > 1e-9 * abs(first)
              ? "The best cost after each generation: \(1 - last / first, .percent(3)) less than at the start."
              : "The first generation already held the best schedule.",
            shape: .wide(height: 220),
            horizontal: ChartAxis("generation", domain: 0...steps, style: .integer),
            vertical: ChartAxis(currencyAxis),
            lines: [
              LineChart.Line(
                "Best cost", xs: content.progress.indices.map { Double($0) }, ys: content.progress)
            ],
            rules: content.optimum.map { [LineChart.Rule("optimum", at: $0, color: .good)] } ?? [])
        ]))
    }
    return Page.Section("How it was found", blocks)
  }

  /// The limits that the schedule breaks.
  var violations: Page.Section {
    guard !content.violations.isEmpty else { return Page.Section("Broken limits", []) }
    let shown = content.violations.prefix(60)
    return Page.Section(
      "Broken limits",
      [
        .table(
          DataTable(
            title: shown.count == content.violations.count
              ? "Limits that the schedule breaks"
              : "The first \(shown.count) of \(content.violations.count) broken limits",
            columns: [DataTable.Column("Limit")], rows: shown.map { [.text($0)] }))
      ])
  }
}
