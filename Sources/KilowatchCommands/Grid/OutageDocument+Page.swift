import PowerFlow
import Reporting

extension OutageDocument {
  /// The most outages that the page lists.
  private static let shown = 60

  /// The page about the outages, the worst first.
  func page(name: String) -> Page {
    let insecure = results.count - secureCount
    return Page(
      kind: "N-1 report", title: name,
      source: "\(results.count) branches of \(model.network.buses.count) buses, each out alone",
      verdict: Page.Verdict(
        count(.noSolution) > 0 ? .bad : insecure > 0 ? .warning : .good,
        insecure == 0
          ? "Every single outage is secure"
          : "\(insecure) of \(results.count) outages are not secure",
        detail: Prose(summary)),
      facts: facts,
      sections: [
        Page.Section(
          "The worst outages",
          introduction: "What has no solution, then what cuts buses off, then the most loaded.",
          [.charts(charts), .table(table)])
      ],
      provenance: [Page.Provenance("Kilowatch", Kilowatch.version)])
  }

  private var facts: [Page.Fact] {
    [
      Page.Fact("outages", "Outages", Double(results.count), .integer),
      Page.Fact("secure", "Secure", Double(secureCount), .integer),
      Page.Fact("violation", "Outside the limits", Double(count(.violation)), .integer),
      Page.Fact("island", "Cut buses off", Double(count(.island)), .integer),
      Page.Fact("no_solution", "Without a solution", Double(count(.noSolution)), .integer),
      Page.Fact(
        "max_loading_percent", "Highest loading before",
        base.largestLoadingPercent?.value, .decimals(1), note: "percent, all branches in service"),
    ]
  }

  /// The outages, the worst first.
  private var ranked: [Contingency] {
    let order: [Verdict] = [.noSolution, .island, .violation, .secure]
    func rank(_ outage: Contingency) -> (Int, Double) {
      let loading = (try? outage.outcome.get())?.largestLoadingPercent?.value ?? 0
      return (
        order.firstIndex(of: verdict(outage)) ?? 0,
        -(Double(outage.unsuppliedNodes.count) * 1e6 + loading)
      )
    }
    return results.map { (rank($0), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
  }

  private var charts: [any Chart] {
    let loaded = results.compactMap { outage in
      (try? outage.outcome.get())?.largestLoadingPercent.map { (outage, $0.value) }
    }.sorted { $0.1 > $1.1 }
    guard !loaded.isEmpty else { return [] }
    return [
      BarChart(
        title: "Outages that load what is left the most",
        summary: "Highest loading of the other branches, in percent of the rating.",
        axis: ChartAxis("percent", includesZero: true),
        rows: loaded.prefix(12).map { BarChart.Row(label($0.0.branch), [$0.1]) },
        style: .decimals(1))
    ]
  }

  private var table: DataTable {
    let listed = ranked.prefix(Self.shown)
    return DataTable(
      title: listed.count < results.count
        ? "The worst \(listed.count) of \(results.count) outages" : "Outages",
      columns: [
        DataTable.Column("Out"), DataTable.Column("Verdict"),
        DataTable.Column("Buses cut off", .integer),
        DataTable.Column("Lowest voltage (p.u.)", .decimals(4)),
        DataTable.Column("Highest voltage (p.u.)", .decimals(4)),
        DataTable.Column("Highest loading (percent)", .decimals(1)), DataTable.Column("Of"),
      ],
      rows: listed.map { outage in
        let state = try? outage.outcome.get()
        let verdict = verdict(outage)
        return [
          .code(label(outage.branch)),
          .tone(
            verdict == .secure ? .good : verdict == .noSolution ? .bad : .warning,
            verdict.rawValue.replacing("_", with: " ")),
          .number(Double(unsuppliedBuses(outage).count)),
          state.map { .number($0.lowestVoltagePU.value) } ?? .missing,
          state.map { .number($0.highestVoltagePU.value) } ?? .missing,
          state?.largestLoadingPercent.map { .number($0.value) } ?? .missing,
          state?.largestLoadingPercent.map { .code(label($0.position)) } ?? .missing,
        ]
      })
  }

  private func label(_ position: Int) -> String {
    let (table, id) = branch(position)
    return "\(table) \(id)"
  }
}
