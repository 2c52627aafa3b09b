extension NetworkReport {
  /// How far from the best that can be a placement is, if that is known.
  func bound(of placement: NetworkContent.Placement) -> Prose {
    guard let bound = placement.lowerBound, bound > 0 else { return "" }
    return
      "At most \(placement.objective / bound - 1, .percent(1)) above the best there can be. "
  }

  /// What goes where, what it gains, and how it was found.
  var placement: Page.Section {
    guard let placement = content.placement else { return Page.Section("What goes where", []) }
    var blocks: [Page.Block] = content.buses.count <= 80 ? [.charts([diagram])] : []
    if isSeries, placement.loadingBefore.count == content.steps.count,
      placement.loadingAfter.count == content.steps.count
    {
      blocks.append(.charts([loading(placement)]))
    }
    blocks.append(.table(places(placement)))
    if placement.progress.count > 1 {
      blocks.append(
        .charts([
          LineChart(
            title: "How the search went",
            summary: "\(placement.objectiveName) of the best placement found so far.",
            shape: .wide(height: 200), horizontal: ChartAxis("placements tried", style: .integer),
            vertical: ChartAxis(),
            lines: [
              LineChart.Line(
                "Best", xs: placement.progress.map(\.evaluations),
                ys: placement.progress.map(\.objective), style: .steps)
            ],
            rules: placement.lowerBound.map {
              [LineChart.Rule("lower bound", at: $0, color: .good)]
            } ?? [])
        ]))
    }
    if placement.searches.count > 1 { blocks.append(.table(searches(placement))) }
    return Page.Section("What goes where", blocks)
  }

  private func loading(_ placement: NetworkContent.Placement) -> LineChart {
    LineChart(
      title: "Largest line loading in each step",
      summary: "With every profile at the site of its number, and as placed.",
      shape: .wide(height: 240), horizontal: ChartAxis("step", style: .integer),
      vertical: ChartAxis("percent", includesZero: true),
      lines: [
        LineChart.Line(
          "Before", xs: content.steps, ys: placement.loadingBefore, color: .series2, style: .steps),
        LineChart.Line("As placed", xs: content.steps, ys: placement.loadingAfter, style: .steps),
      ])
  }

  /// One row a bus, with all that is connected to it.
  private func places(_ placement: NetworkContent.Placement) -> DataTable {
    let byBus = Dictionary(grouping: placement.placed, by: \.bus).sorted { $0.key < $1.key }
    return DataTable(
      title: "Places", columns: [DataTable.Column("Bus"), DataTable.Column("Connected")],
      rows: byBus.map { bus, placed in
        [.code(content.buses[bus].name), .text(placed.map(\.what).joined(separator: ", "))]
      })
  }

  private func searches(_ placement: NetworkContent.Placement) -> DataTable {
    DataTable(
      title: "The searches side by side",
      columns: [
        DataTable.Column("Search"), DataTable.Column("Best found", .significant(6)),
        DataTable.Column("Placements tried", .integer), DataTable.Column("Within limits"),
      ],
      rows: placement.searches.map { search in
        [
          .text(search.name), .number(search.objective), .number(Double(search.evaluations)),
          search.isFeasible ? .tone(.good, "yes") : .tone(.bad, "no"),
        ]
      })
  }
}
