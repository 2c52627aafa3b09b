import Documents
import Evolution
import Foundation
import PowerFlow
import Reporting
import ResourcePlacement

/// The page about a placement: before and after, what goes where, and the searches side by side.
struct PlacementReport {
  let search: PlacementComparison
  let before: PlacementConfirmation
  let after: PlacementConfirmation
  let study: PlacementStudy
  let networkPath: String
  let seed: UInt64
  let elapsedSeconds: Double

  /// Writes the page and what belongs to it beside `path`.
  func write(to path: String) throws(CommandFailure) {
    let url = URL(fileURLWithPath: path)
    let files = PageFiles(page, name: url.deletingPathExtension().lastPathComponent).files
    for file in files {
      let place = url.deletingLastPathComponent().appending(path: file.path)
      do {
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      } catch {
        throw CommandFailure(
          .cannotCreate, "\(place.deletingLastPathComponent().path): cannot be created")
      }
      try withFiles { () throws(FileFailure) in
        try DocumentFile.write(file.bytes, to: place.path)
      }
    }
  }

  private var page: Page {
    var page = Page.placement(content)
    page.sections.insert(Page.Section("Before and after", [.charts([loading])]), at: 1)
    page.sections.append(Page.Section("The searches side by side", [.table(searches)]))
    return page
  }

  private var content: NetworkContent {
    let network = study.network
    let steps = after.flows.indices
    let limits = study.problem.limits.voltagePU
    let buses = network.buses.indices.map { bus in
      NetworkContent.Bus(
        "bus \(network.buses[bus].id)",
        voltagePU: steps.map { after.flows[$0].buses.voltagePU[bus] },
        limitsPU: limits)
    }
    let lines = network.lines.indices.map { line in
      NetworkContent.Branch(
        "line \(network.lines[line].id)", from: network.lines[line].fromBus,
        to: network.lines[line].toBus,
        loadingPercent: steps.map { after.flows[$0].lines.loadingPercent[line] },
        lossMW: steps.map {
          let flows = after.flows[$0].lines
          return flows.startActivePowerMW[line] + flows.endActivePowerMW[line]
        })
    }
    let transformers = network.transformers.indices.map { position in
      NetworkContent.Branch(
        "transformer \(network.transformers[position].id)",
        from: network.transformers[position].highVoltageBus,
        to: network.transformers[position].lowVoltageBus,
        loadingPercent: steps.map { after.flows[$0].transformers.loadingPercent[position] },
        lossMW: steps.map {
          let flows = after.flows[$0].transformers
          return flows.startActivePowerMW[position] + flows.endActivePowerMW[position]
        })
    }
    return NetworkContent(
      name: "Placement on \(URL(fileURLWithPath: networkPath).lastPathComponent)",
      source: "Profiles of \(after.flows.count) steps, every step confirmed by Newton's method.",
      steps: steps.map(Double.init), buses: buses, branches: transformers + lines,
      root: network.externalGrids.first?.bus ?? 0,
      iterations: after.flows.map(\.iterations).max(),
      largestMismatchPU: after.largestMismatchPU, placement: placement,
      violations: after.violations.map {
        "step \($0.step): \($0.subject.rawValue) \($0.id) is \($0.value), the limit is \($0.limit)"
      },
      provenance: [])
  }

  private var placement: NetworkContent.Placement {
    let network = study.network
    let chosen = search.chosen.placement
    let generators = chosen.generationOrder.enumerated().map { profile, site in
      (
        bus: network.staticGenerators[study.generationSites[site]].bus,
        what: "generator \(study.generation.names[profile])"
      )
    }
    let loads = chosen.loadOrder.enumerated().map { profile, site in
      (
        bus: network.loads[study.loadSites[site]].bus,
        what: "load \(study.load.names[profile])"
      )
    }
    let batteries = chosen.batterySites.map { site in
      (bus: network.loads[study.loadSites[site]].bus, what: "battery")
    }
    return NetworkContent.Placement(
      objectiveName: study.problem.objective == .lineLoading
        ? "Sum of the largest line loadings (percent)" : "Weighted objective",
      objective: after.objective, before: before.objective,
      placed: (generators + loads + batteries).sorted { ($0.bus, $0.what) < ($1.bus, $1.what) },
      evaluations: search.chosen.evaluations, elapsedS: elapsedSeconds,
      progress: search.chosen.convergence.map(\.best.objective))
  }

  private var loading: LineChart {
    func line(
      _ name: String, _ confirmation: PlacementConfirmation, _ color: ColorRole
    )
      -> LineChart.Line
    {
      LineChart.Line(
        name, xs: confirmation.flows.indices.map(Double.init),
        ys: confirmation.flows.map { $0.lines.loadingPercent.filter(\.isFinite).max() ?? .nan },
        color: color)
    }
    return LineChart(
      title: "Largest line loading in each step",
      summary: "Every profile at the site of its number, and as placed.",
      shape: .wide(height: 240), horizontal: ChartAxis("step", style: .integer),
      vertical: ChartAxis("percent", includesZero: true),
      lines: [line("Before", before, .series2), line("After", after, .series1)])
  }

  private var searches: DataTable {
    DataTable(
      title: "Best placement of each search",
      columns: [
        DataTable.Column("Search"), DataTable.Column("Objective", .significant(6)),
        DataTable.Column("Evaluations", .integer), DataTable.Column("Within limits"),
      ],
      rows: search.outcomes.map { outcome in
        [
          .text(outcome.finder.rawValue), .number(outcome.fitness.objective),
          .number(Double(outcome.evaluations)),
          .tone(
            outcome.fitness.isFeasible ? .good : .bad, outcome.fitness.isFeasible ? "yes" : "no"),
        ]
      })
  }
}
