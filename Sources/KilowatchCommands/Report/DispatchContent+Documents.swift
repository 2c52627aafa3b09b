import Documents
import EconomicDispatch
import Reporting

extension DispatchContent {
  /// What a page says about a result of `dispatch run` or `dispatch front`; nil if it is none.
  ///
  /// Of a front, the page follows the cheapest schedule.
  ///
  /// - Parameters:
  ///   - result: The result document.
  ///   - problem: The case, if it is known: results of old know neither units nor demand.
  ///   - name: What the case is called.
  init?(result: JSONValue, of problem: DispatchCase?, name: String) {
    if let points = result["points"]?.array {
      func cost(_ point: JSONValue) -> Double { point["cost"]?.double ?? .infinity }
      guard let cheapest = points.min(by: { cost($0) < cost($1) }) else { return nil }
      self.init(schedule: cheapest, of: problem, name: name)
      front = points.compactMap { point in
        point["emission"]?.double.map { Compromise(cost: cost(point), emission: $0) }
      }
      violations = points.flatMap { $0["violations"]?.array ?? [] }.map(Self.violation)
    } else {
      self.init(schedule: result, of: problem, name: name)
    }
    if let seed = result["seed"]?.unsignedInteger {
      provenance.append(Page.Provenance("Seed", "\(seed)"))
    }
  }

  private init?(schedule result: JSONValue, of problem: DispatchCase?, name: String) {
    guard let hours = result["schedule"]?.array, !hours.isEmpty,
      let cost = result["cost"]?.double
    else { return nil }
    if hours[0]["nodes"] != nil {
      self.init(allocation: hours, name: name, cost: cost)
    } else if hours[0]["power_mw"] != nil {
      var units: UnitCase?
      if case .units(let known)? = problem { units = known }
      self.init(units: hours, of: result, units, name: name, cost: cost)
    } else {
      return nil
    }
    optimum = result["optimum"]?.double
    lowerBound = result["lower_bound"]?.double
    hourlyCost = result["hourly_cost"]?.numbers ?? []
    hourlyBound = result["hourly_optimum"]?.numbers ?? []
    progress = result["convergence"]?.numbers ?? []
    emission = result["emission"]?.double.flatMap { $0 > 0 ? $0 : nil }
    let method = result["method"]?.string ?? "a method not named"
    methods = [
      Method(
        method, cost: cost, gapPercent: result["gap_percent"]?.double,
        elapsedS: result["elapsed_s"]?.double, unservedMWh: result["unserved_mwh"]?.double)
    ]
    scenarios = (result.object ?? [:]).keys.filter { $0.hasPrefix("cost_") }.sorted()
      .compactMap { key in
        let name = String(key.dropFirst("cost_".count))
        return result[key]?.double.map {
          Scenario(name, cost: $0, unservedMWh: result["unserved_mwh_\(name)"]?.double ?? 0)
        }
      }
    violations = (result["violations"]?.array ?? []).map(Self.violation)
    source = source + ", scheduled by \(code: method)"
    provenance = [Page.Provenance("Kilowatch", Kilowatch.version)]
  }

  /// Sources that supply nodes over losses.
  private init(allocation hours: [JSONValue], name: String, cost: Double) {
    let names = hours[0]["sources"]?.array?.compactMap(\.string) ?? []
    var output = [[Double]](repeating: [], count: names.count)
    var (demand, unserved): ([Double], [Double]) = ([], [])
    var nodes: [(name: String, demand: Double, unserved: Double)] = []
    for hour in hours {
      var sent = [Double](repeating: 0, count: names.count)
      var (asked, lacking) = (0.0, 0.0)
      for (place, node) in (hour["nodes"]?.array ?? []).enumerated() {
        for (source, power) in (node["sent_mw"]?.numbers ?? []).enumerated()
        where source < sent.count {
          sent[source] += power
        }
        let (demand, unserved) = (
          node["demand_mw"]?.double ?? 0, node["unserved_mw"]?.double ?? 0
        )
        if place == nodes.count { nodes.append((node["node"]?.string ?? "N\(place + 1)", 0, 0)) }
        nodes[place].demand += demand
        nodes[place].unserved += unserved
        asked += demand
        lacking += unserved
      }
      demand.append(asked)
      unserved.append(lacking)
      for (source, power) in sent.enumerated() { output[source].append(power) }
    }
    self.init(
      name: name,
      source: "\(hours.count) hours, \(nodes.count) nodes, \(names.count) sources",
      hours: hours.indices.map { Double($0) }, demandMW: demand,
      sources: zip(names, output).map { Source($0, outputMW: $1) }, unservedMW: unserved,
      cost: cost)
    lossMW = hours.indices.map { hour in
      Self.loss(output.reduce(0) { $0 + $1[hour] } + unserved[hour], demand[hour])
    }
    self.nodes = nodes.map { Node($0.name, demandMWh: $0.demand, unservedMWh: $0.unserved) }
  }

  /// Units, and stores beside them, that meet one demand together.
  private init(
    units hours: [JSONValue], of result: JSONValue, _ known: UnitCase?, name: String, cost: Double
  ) {
    func rows(_ member: String) -> [[Double]] { hours.map { $0[member]?.numbers ?? [] } }
    func column(_ member: String) -> [Double]? {
      let values = hours.compactMap { $0[member]?.double }
      return values.count == hours.count ? values : nil
    }
    func series(_ rows: [[Double]], _ index: Int) -> [Double] {
      rows.map { index < $0.count ? $0[index] : 0 }
    }
    let power = rows("power_mw")
    let count = power.map(\.count).max() ?? 0
    let stored = rows("storage_mw")
    let supply = zip(power, stored).map { ($0 + $1).reduce(0, +) }
    let unserved = column("unserved_mw") ?? hours.map { _ in 0 }
    let asked = column("demand_mw") ?? known.map(\.demandMW)
    let demand = asked.flatMap { $0.count == hours.count ? $0 : nil }
    func names(_ member: String, _ known: [String]?, _ letter: String, _ count: Int) -> [String] {
      let given = result[member]?.array?.compactMap(\.string) ?? known ?? []
      return given.count == count ? given : (0..<count).map { "\(letter)\($0 + 1)" }
    }
    self.init(
      name: name,
      source: "\(hours.count) \(hours.count == 1 ? "hour" : "hours"), \(count) units",
      hours: hours.indices.map { Double($0) }, demandMW: demand ?? supply,
      sources: names("units", known?.units.map(\.name), "G", count).enumerated().map {
        Source($1, outputMW: series(power, $0))
      }, unservedMW: unserved, cost: cost)
    lossMW =
      column("loss_mw") ?? demand.map { demand in
        hours.indices.map { Self.loss(supply[$0] + unserved[$0], demand[$0]) }
      } ?? []
    let energy = rows("storage_mwh")
    let stores = names(
      "storage", known?.storages.map(\.name), "B", energy.map(\.count).max() ?? 0)
    storages = stores.enumerated().map { index, name in
      Storage(
        name, energyMWh: series(energy, index), chargeMW: series(stored, index).map { 0 - $0 })
    }
  }

  /// What is supplied beyond the demand; nothing where only rounding lies between.
  private static func loss(_ supply: Double, _ demand: Double) -> Double {
    supply - demand > 1e-9 * demand ? supply - demand : 0
  }

  private static func violation(_ violation: JSONValue) -> String {
    let hour = violation["hour"]?.integer.map { "hour \($0): " } ?? ""
    let excess = violation["excess"]?.double.map { ", by \(NumberStyle.significant(4).text($0))" }
    return hour + (violation["limit"]?.string ?? "a limit") + (excess ?? "")
  }
}
