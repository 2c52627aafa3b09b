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
    let compared = content.branches.filter {
      $0.loadingBeforePercent.count == content.steps.count
    }
    if isSeries, !compared.isEmpty {
      blocks.append(.charts([largestLoading(of: compared)] + loadings(of: compared)))
    }
    blocks.append(.table(places(placement)))
    if placement.searches.contains(where: { $0.progress.count > 1 }) {
      blocks.append(.charts([convergence(placement)]))
    }
    if placement.searches.count > 1 { blocks.append(.table(searches(placement))) }
    return Page.Section("What goes where", blocks)
  }

  /// The largest loading of `lines` in each step, before and as placed.
  private func largestLoading(of lines: [NetworkContent.Branch]) -> LineChart {
    func largest(_ loading: (NetworkContent.Branch) -> [Double]) -> [Double] {
      content.steps.indices.map { step in
        lines.map { loading($0)[step] }.filter(\.isFinite).max() ?? 0
      }
    }
    return LineChart(
      title: "Largest line loading in each step",
      summary: "With every profile at the site of its number, and as placed.",
      shape: .wide(height: 240), horizontal: ChartAxis("step", style: .integer),
      vertical: ChartAxis("percent", includesZero: true),
      lines: [
        LineChart.Line(
          "Before", xs: content.steps, ys: largest(\.loadingBeforePercent), color: .series2,
          style: .steps),
        LineChart.Line(
          "As placed", xs: content.steps, ys: largest(\.loadingPercent), style: .steps),
      ])
  }

  /// Every line over the steps, before and as placed, on one scale of colours.
  private func loadings(of lines: [NetworkContent.Branch]) -> [any Chart] {
    guard lines.count > 1, lines.count <= 80 else { return [] }
    let both = lines.flatMap { $0.loadingBeforePercent + $0.loadingPercent }
    let highest = both.filter(\.isFinite).max() ?? 100
    func map(_ when: String, _ values: [[Double]]) -> HeatMap {
      HeatMap(
        title: "Loading of each line \(when)",
        summary: "Every line in every step; both maps have the same colours.", isWide: true,
        rowNames: lines.map(\.name),
        columnNames: content.steps.map { NumberStyle.integer.text($0) },
        values: values, domain: 0...max(highest, 1), style: .decimals(1), measure: "percent")
    }
    return [
      map("before", lines.map(\.loadingBeforePercent)),
      map("as placed", lines.map(\.loadingPercent)),
    ]
  }

  private func convergence(_ placement: NetworkContent.Placement) -> LineChart {
    let colors: [ColorRole] = [.series1, .series2, .series3, .series4]
    let tried = Double(max(1, placement.searches.map(\.evaluations).max() ?? 1))
    return LineChart(
      title: "Best placement after so many tried",
      summary: "\(placement.objectiveName): the best that each search had found; lower is better.",
      shape: .wide(height: 240),
      horizontal: ChartAxis("placements tried", domain: 0...tried, style: .integer),
      vertical: ChartAxis(),
      lines: zip(placement.searches.reversed(), colors).map { search, color in
        LineChart.Line(
          search.name, xs: search.progress.map(\.evaluations),
          ys: search.progress.map(\.objective), color: color, style: .steps)
      },
      rules: placement.lowerBound.map {
        [LineChart.Rule("lower bound", at: $0, color: .good)]
      } ?? [])
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
        DataTable.Column("Placements tried", .integer),
        DataTable.Column("Moves screened", .integer), DataTable.Column("Within limits"),
      ],
      rows: placement.searches.map { search in
        [
          .text(search.name), .number(search.objective), .number(Double(search.evaluations)),
          .number(Double(search.screenedMoves)),
          search.isFeasible ? .tone(.good, "yes") : .tone(.bad, "no"),
        ]
      })
  }
}
