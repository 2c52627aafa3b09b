import Documents
import Numerics
import PowerFlow

/// What an outage may lead to.
struct OutageLimits {
  let voltagePU: ClosedRange<Double>
  let loadingPercent: Double

  func hold(_ state: Contingency.State) -> Bool {
    state.lowestVoltagePU.value >= voltagePU.lowerBound
      && state.highestVoltagePU.value <= voltagePU.upperBound
      && (state.largestLoadingPercent?.value ?? 0) <= loadingPercent
  }
}

/// The result of `grid contingencies`, as JSON, as a table and as words.
struct OutageDocument {
  /// How an outage ends.
  enum Verdict: String, CaseIterable {
    case secure
    case violation
    case island
    case noSolution = "no_solution"
  }

  let model: PerUnitNetwork
  let base: Contingency.State
  let limits: OutageLimits
  let results: [Contingency]

  func verdict(_ outage: Contingency) -> Verdict {
    guard case .success(let state) = outage.outcome else { return .noSolution }
    if !outage.unsuppliedNodes.isEmpty { return .island }
    return limits.hold(state) ? .secure : .violation
  }

  func count(_ verdict: Verdict) -> Int { results.count { self.verdict($0) == verdict } }

  var secureCount: Int { count(.secure) }

  /// One line for the user.
  var summary: String {
    """
    \(results.count) outages: \(secureCount) secure, \(count(.violation)) outside the limits, \
    \(count(.island)) that cut buses off, \(count(.noSolution)) without a solution
    """
  }

  /// The table and number of the branch at `position`.
  func branch(_ position: Int) -> (table: String, id: Int) {
    model.network.tableAndID(of: model.branches[position].element)
  }

  /// The number of the first bus at `node`; nil for a place within an element.
  func bus(_ node: Int) -> Int? { firstBus[node] }

  private var firstBus: [Int: Int] {
    var buses: [Int: Int] = [:]
    for (bus, node) in model.nodeOfBus.enumerated() {
      guard let node, buses[node] == nil else { continue }
      buses[node] = model.network.buses[bus].id
    }
    return buses
  }

  /// The buses that `outage` cuts off, by number.
  func unsuppliedBuses(_ outage: Contingency) -> [Int] {
    guard !outage.unsuppliedNodes.isEmpty else { return [] }
    let nodes = Set(outage.unsuppliedNodes)
    return model.nodeOfBus.indices.filter { model.nodeOfBus[$0].map(nodes.contains) ?? false }
      .map { model.network.buses[$0].id }
  }

  /// The document.
  var json: JSONValue {
    let buses = firstBus
    var document = members(of: base, buses)
    document["outages"] = JSONValue(results.count)
    for verdict in Verdict.allCases { document[verdict.rawValue] = JSONValue(count(verdict)) }
    document["contingencies"] = .array(
      results.map { outage in
        let (table, id) = branch(outage.branch)
        var entry: [String: JSONValue] = [
          "element": .string(table), "id": JSONValue(id),
          "verdict": .string(verdict(outage).rawValue),
          "unsupplied_buses": .array(unsuppliedBuses(outage).map { JSONValue($0) }),
        ]
        switch outage.outcome {
        case .success(let state): entry.merge(members(of: state, buses)) { _, new in new }
        case .failure(let error): entry["failure"] = .string(error.description)
        }
        return .object(entry)
      })
    return .object(document)
  }

  private func members(
    of state: Contingency.State, _ buses: [Int: Int]
  ) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "iterations": JSONValue(state.iterations),
      "largest_mismatch_pu": JSONValue(state.largestMismatchPU),
      "min_voltage_pu": JSONValue(state.lowestVoltagePU.value),
      "min_voltage_bus": buses[state.lowestVoltagePU.position].map { JSONValue($0) } ?? .null,
      "max_voltage_pu": JSONValue(state.highestVoltagePU.value),
      "max_voltage_bus": buses[state.highestVoltagePU.position].map { JSONValue($0) } ?? .null,
    ]
    if let largest = state.largestLoadingPercent {
      let (table, id) = branch(largest.position)
      members["max_loading_percent"] = JSONValue(largest.value)
      members["max_loading_element"] = .string(table)
      members["max_loading_id"] = JSONValue(id)
    }
    return members
  }

  /// Writes one row for each outage.
  func writeTable(to path: String) throws(CommandFailure) {
    let states = results.map { try? $0.outcome.get() }
    let names = results.map { branch($0.branch) }
    let worst = states.map { state in state?.largestLoadingPercent.map { branch($0.position) } }
    let columns: [(String, DelimitedOutput)] = [
      ("element", .text(TextColumn(names.map(\.table)))),
      ("id", .numbers(names.map { Double($0.id) })),
      ("verdict", .text(TextColumn(results.map { verdict($0).rawValue }))),
      ("unsupplied_buses", .numbers(results.map { Double(unsuppliedBuses($0).count) })),
      ("min_voltage_pu", .numbers(states.map { $0?.lowestVoltagePU.value ?? .nan })),
      ("max_voltage_pu", .numbers(states.map { $0?.highestVoltagePU.value ?? .nan })),
      ("max_loading_percent", .numbers(states.map { $0?.largestLoadingPercent?.value ?? .nan })),
      ("max_loading_element", .text(TextColumn(worst.map { $0?.table ?? "" }))),
      ("max_loading_id", .numbers(worst.map { $0.map { Double($0.id) } ?? .nan })),
    ]
    do throws(FileFailure) {
      var writer = try DelimitedWriter(path: path, header: columns.map(\.0))
      try writer.append(columns.map(\.1), rowCount: results.count) { count, body in
        parallelFor(count, execution: .serial, body)
      }
      try writer.commit()
    } catch { throw CommandFailure(error) }
  }
}
