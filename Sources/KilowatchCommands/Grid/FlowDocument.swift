import Documents
import PowerFlow

/// The result file of `grid flow`.
enum FlowDocument {
  /// The document of one power flow.
  static func of(_ flow: FlowResult, model: PerUnitNetwork) -> JSONValue {
    var members: [String: JSONValue] = [
      "iterations": JSONValue(flow.iterations),
      "largest_mismatch_pu": .number(flow.largestMismatchPU),
      "losses_mw": .number(flow.lossesMW),
      "unsupplied_buses": islands(of: model),
    ]
    for table in flow.tables(of: model.network) {
      var columns: [String: JSONValue] = ["index": .numbers(table.index.map(Double.init))]
      for column in table.columns { columns[column.name] = .numbers(column.values) }
      members[table.name] = .object(columns)
    }
    return .object(members)
  }

  private static func islands(of model: PerUnitNetwork) -> JSONValue {
    .array(
      model.unsuppliedIslands.map { island in
        .numbers(island.map { Double(model.network.buses[$0].id) })
      })
  }
}
