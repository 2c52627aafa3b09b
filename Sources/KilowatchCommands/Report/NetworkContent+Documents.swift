import Documents
import PowerFlow
import Reporting

extension NetworkContent {
  /// The columns of a result: for each table a row of values a step.
  private typealias Columns = [String: [[Double]]]

  /// What a page says about `network`, whose state is given by rows of columns, one a step.
  private init(
    network: Network, name: String, source: Prose, voltages: [[Double]],
    band: ClosedRange<Double>, loading: Columns
  ) {
    func series(_ steps: [[Double]]?, _ index: Int) -> [Double] {
      voltages.indices.map { step in
        guard let steps, step < steps.count, index < steps[step].count else { return .nan }
        return steps[step][index]
      }
    }
    let buses = network.buses.enumerated().map { index, bus in
      Bus(bus.name ?? "bus \(bus.id)", voltagePU: series(voltages, index), limitsPU: band)
    }
    let branches = network.connections.map { connection in
      Branch(
        connection.name, from: connection.from, to: connection.to,
        loadingPercent: series(loading[connection.table], connection.row))
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
    let band = document["voltage_band_pu"].map(Self.column) ?? []
    self.init(
      network: network, name: name,
      source:
        "\(voltages.count) \(voltages.count == 1 ? "step" : "steps") on \(network.buses.count) buses",
      voltages: voltages,
      band: band.count == 2 && band[0] <= band[1] ? band[0]...band[1] : 0.95...1.05,
      loading: Dictionary(
        uniqueKeysWithValues: Set(network.connections.map(\.table)).map {
          ($0, steps($0, "loading_percent"))
        }))
    lossMW = document["losses_mw"].map { $0.double.map { [$0] } ?? Self.column($0) }
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
    let low = document["limits"]?["min_voltage_pu"]?.double ?? 0.95
    let high = document["limits"]?["max_voltage_pu"]?.double ?? 1.05
    var loading = ["res_line": lines.map(Self.column)]
    // The result knows the largest loading of a transformer: that of the only one, if it is one.
    if network.transformers.count == 1, let largest = steps["max_trafo_loading_percent"] {
      loading["res_trafo"] = Self.column(largest).map { [$0] }
    }
    self.init(
      network: network, name: "Placement on \(name)",
      source: "Profiles of \(voltages.count) steps, every step confirmed by Newton's method",
      voltages: voltages.map(Self.column), band: min(low, high)...max(low, high), loading: loading)
    lossMW = steps["losses_mw"].map(Self.column)
    largestMismatchPU = document["confirmation"]?["largest_mismatch_pu"]?.double
    violations = document["violations"]?.array?.map(Self.violation) ?? []
    let searches = document["searches"]?.array ?? []
    let weights = document["weights"]?.object ?? [:]
    let isLoadingOnly = weights.allSatisfy { ($0.value.double ?? 0 > 0) == ($0.key == "loading") }
    var placement = Placement(
      objectiveName: isLoadingOnly
        ? "Sum of the largest line loadings (percent)" : "Weighted objective",
      objective: objective, before: document["identity_objective"]?.double,
      placed: Self.placed(document, "generation", network) + Self.placed(document, "load", network)
        + Self.batteries(document, network),
      evaluations: document["evaluations"]?.integer ?? 0,
      elapsedS: document["elapsed_s"]?.double)
    placement.lowerBound = document["lower_bound"]?.double
    placement.searches = searches.compactMap { Self.search($0, from: placement.before) }
    let before = document["steps_before"]?["line_loading_percent"]?.array?.map(Self.column) ?? []
    // Lines are the first branches; those without a loading in some step have none at all.
    if before.count == voltages.count {
      for line in network.lines.indices where before.allSatisfy({ line < $0.count }) {
        branches[line].loadingBeforePercent = before.map { $0[line] }
      }
    }
    self.placement = placement
    if let seed = document["seed"]?.unsignedInteger {
      provenance.append(Page.Provenance("Seed", "\(seed)"))
    }
  }

  /// One search of the result, from what was there before any was tried to the last that was.
  private static func search(_ search: JSONValue, from before: Double?) -> Placement.Search? {
    guard let objective = search["objective"]?.double else { return nil }
    let evaluations = search["evaluations"]?.integer ?? 0
    var progress = zip(
      search["convergence"]?["evaluations"].map(column) ?? [],
      search["convergence"]?["objective"].map(column) ?? []
    ).map { (evaluations: $0, objective: $1) }
    if let before, let last = progress.last {
      progress.insert((0, before), at: 0)
      progress.append((Double(evaluations), last.objective))
    }
    return Placement.Search(
      search["search"]?.string ?? "search", objective: objective, evaluations: evaluations,
      screenedMoves: search["screened_moves"]?.integer ?? 0,
      isFeasible: search["violation"]?.double == 0, progress: progress)
  }

  private static func batteries(
    _ document: JSONValue, _ network: Network
  ) -> [(bus: Int, what: String)] {
    (document["batteries"]?.array ?? []).compactMap { battery in
      network.buses.firstIndex { $0.id == battery["bus"]?.integer }.map { ($0, "battery") }
    }
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
