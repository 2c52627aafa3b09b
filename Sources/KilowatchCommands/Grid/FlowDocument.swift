import Documents
import PowerFlow

/// The result file of `grid flow`: columns under pandapower's names, and what they amount to.
struct FlowDocument {
  private let series: FlowSeries
  private let isSeries: Bool
  private let voltageBandPU: ClosedRange<Double>
  /// By table and column, one entry per step.
  private var columns: [String: [String: [JSONValue]]] = [:]
  private var indices: [String: [Int]] = [:]
  private var iterations: [Double] = []
  private var mismatches: [Double] = []
  private var losses: [Double] = []
  private var violations: [JSONValue] = []

  init(series: FlowSeries, isSeries: Bool, voltageBandPU: ClosedRange<Double>) {
    self.series = series
    self.isSeries = isSeries
    self.voltageBandPU = voltageBandPU
  }

  private var network: Network { series.batch.plan.model.network }

  mutating func append(_ flow: FlowResult, violations: [Violation], step: Int) {
    for table in flow.tables(of: network) {
      indices[table.name] = table.index
      for column in table.columns {
        columns[table.name, default: [:]][column.name, default: []].append(.numbers(column.values))
      }
    }
    iterations.append(Double(flow.iterations))
    mismatches.append(flow.largestMismatchPU)
    losses.append(flow.lossesMW)
    for violation in violations {
      var members: [String: JSONValue] = [
        "kind": .string(violation.kind.rawValue), "element": .string(violation.table),
        "id": JSONValue(violation.id), "value": .number(violation.value),
        "limit": .number(violation.limit),
      ]
      if isSeries { members["step"] = .string(series.steps[step]) }
      self.violations.append(.object(members))
    }
  }

  /// One line for the user.
  var summary: String {
    let steps = isSeries ? "\(mismatches.count) steps, " : ""
    let count = violations.count
    return """
      \(steps)at most \(Int(iterations.max() ?? 0)) iterations, largest mismatch \
      \(mismatches.max() ?? 0) p.u., \(count == 0 ? "no" : "\(count)") violation\(count == 1 ? "" : "s")
      """
  }

  /// The document; of a single power flow, columns without the list of steps.
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "method": .string(series.batch.method.rawValue),
      "method_reason": .string(series.batch.reason),
      "unsupplied_buses": unsuppliedBuses,
      "voltage_band_pu": .numbers([voltageBandPU.lowerBound, voltageBandPU.upperBound]),
      "violations": .array(violations),
    ]
    members["iterations"] = perStep(iterations)
    members["largest_mismatch_pu"] = perStep(mismatches)
    members["losses_mw"] = perStep(losses)
    if isSeries { members["steps"] = .array(series.steps.map { .string($0) }) }
    for (table, columns) in columns {
      var entries = columns.mapValues { isSeries ? JSONValue.array($0) : $0[0] }
      entries["index"] = .numbers((indices[table] ?? []).map(Double.init))
      members[table] = .object(entries)
    }
    return .object(members)
  }

  private func perStep(_ values: [Double]) -> JSONValue {
    isSeries ? .numbers(values) : values.first.map { JSONValue($0) } ?? .null
  }

  private var unsuppliedBuses: JSONValue {
    .array(
      series.batch.plan.model.unsuppliedIslands.map { island in
        .numbers(island.map { Double(network.buses[$0].id) })
      })
  }
}
