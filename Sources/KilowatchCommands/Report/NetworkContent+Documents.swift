import Documents
import PowerFlow
import Reporting

extension NetworkContent {
  /// What a page says about `network`, whose state is given by rows of columns, one a step.
  init(
    network: Network, name: String, source: Prose, voltages: [[Double]], lines: [[Double]],
    transformers: [[Double]], lineLosses: [[Double]] = [], transformerLosses: [[Double]] = []
  ) {
    func series(_ steps: [[Double]], _ index: Int) -> [Double] {
      steps.map { index < $0.count ? $0[index] : .nan }
    }
    let buses = network.buses.enumerated().map { index, bus in
      Bus(
        bus.name ?? "bus \(bus.id)", voltagePU: series(voltages, index),
        limitsPU: bus.voltageLimitsPU)
    }
    let branches =
      network.lines.enumerated().map { index, line in
        Branch(
          line.name ?? "line \(line.id)", from: line.fromBus, to: line.toBus,
          loadingPercent: series(lines, index), lossMW: series(lineLosses, index))
      }
      + network.transformers.enumerated().map { index, transformer in
        Branch(
          transformer.name ?? "transformer \(transformer.id)", from: transformer.highVoltageBus,
          to: transformer.lowVoltageBus, loadingPercent: series(transformers, index),
          lossMW: series(transformerLosses, index))
      }
    self.init(
      name: name, source: source, steps: voltages.indices.map { Double($0) }, buses: buses,
      branches: branches, root: network.externalGrids.first?.bus ?? 0)
    provenance = [Page.Provenance("Kilowatch", Kilowatch.version)]
  }

  /// The state that a result of `grid flow` gives `network`; nil if it is no such result.
  init?(flow document: JSONValue, network: Network, name: String) {
    func steps(_ table: String, _ column: String) -> [[Double]] {
      guard let value = document[table]?[column] else { return [] }
      // A single step is a column of numbers, a series a list of such columns.
      if case .array(let steps) = value { return steps.map(Self.column) }
      return [Self.column(value)]
    }
    let voltages = steps("res_bus", "vm_pu")
    guard !voltages.isEmpty else { return nil }
    self.init(
      network: network, name: name,
      source:
        "\(voltages.count) \(voltages.count == 1 ? "step" : "steps") on \(network.buses.count) buses",
      voltages: voltages, lines: steps("res_line", "loading_percent"),
      transformers: steps("res_trafo", "loading_percent"), lineLosses: steps("res_line", "pl_mw"),
      transformerLosses: steps("res_trafo", "pl_mw"))
    func largest(_ name: String) -> Double? {
      document[name]?.double ?? document[name]?.numbers?.filter(\.isFinite).max()
    }
    iterations = largest("iterations").map { Int($0) }
    largestMismatchPU = largest("largest_mismatch_pu")
    violations = document["violations"]?.array?.map(Self.violation) ?? []
  }

  /// The placement that a result of `grid place` gives `network`; nil if it is no such result.
  init?(placement document: JSONValue, network: Network, name: String) {
    guard let steps = document["steps"], let objective = document["objective"]?.double,
      let voltages = steps["bus_voltage_pu"]?.array,
      let lines = steps["line_loading_percent"]?.array
    else { return nil }
    self.init(
      network: network, name: name,
      source: "\(voltages.count) steps on \(network.buses.count) buses",
      voltages: voltages.map(Self.column), lines: lines.map(Self.column), transformers: [])
    lossMW = steps["losses_mw"].map(Self.column)
    largestMismatchPU = document["confirmation"]?["largest_mismatch_pu"]?.double
    violations = document["violations"]?.array?.map(Self.violation) ?? []
    let searches = document["searches"]?.array ?? []
    let best = searches.min {
      ($0["objective"]?.double ?? .infinity) < ($1["objective"]?.double ?? .infinity)
    }
    placement = Placement(
      objectiveName: "Weighted objective", objective: objective,
      before: document["identity_objective"]?.double,
      placed: Self.placed(document, "generation", network) + Self.placed(document, "load", network),
      evaluations: document["evaluations"]?.integer ?? 0,
      elapsedS: document["elapsed_s"]?.double,
      progress: best?["convergence"]?["objective"].map(Self.column) ?? [])
  }

  /// What the result puts where: each profile, at the bus of the site that its order names.
  private static func placed(
    _ document: JSONValue, _ kind: String, _ network: Network
  ) -> [(bus: Int, what: String)] {
    let sites = document["\(kind)_order"].map(column) ?? []
    let names = document["\(kind)_names"]?.array?.compactMap(\.string) ?? []
    let buses = document["\(kind)_buses"].map(column) ?? []
    return zip(sites, names).compactMap { site, name in
      guard site >= 0, Int(site) < buses.count,
        let bus = network.buses.firstIndex(where: { Double($0.id) == buses[Int(site)] })
      else { return nil }
      return (bus, "\(kind == "load" ? "load" : "generation") \(name)")
    }
  }

  private static func violation(_ violation: JSONValue) -> String {
    let what = violation["element"]?.string ?? violation["subject"]?.string ?? "element"
    let id = violation["id"]?.integer.map { " \($0)" } ?? ""
    let kind = violation["kind"]?.string.map { ", \($0)" } ?? ""
    let step = violation["step"]?.string ?? violation["step"]?.integer.map { "step \($0)" }
    let value = NumberStyle.significant(4).text(violation["value"]?.double ?? .nan)
    let limit = NumberStyle.significant(4).text(violation["limit"]?.double ?? .nan)
    return "\(what)\(id)\(kind): \(value), limit \(limit)\(step.map { ", \($0)" } ?? "")"
  }

  private static func column(_ value: JSONValue) -> [Double] {
    value.numbers ?? value.array?.map { $0.double ?? .nan } ?? []
  }
}
