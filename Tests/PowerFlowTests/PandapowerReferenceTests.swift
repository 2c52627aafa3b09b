import Documents
import PowerFlow
import Testing

@Suite("Power flow against pandapower")
struct PandapowerReferenceTests {
  static let cases = [
    "four_load_branch", "kerber_landnetz_freileitung_1", "cigre_mv_with_der", "cigre_hv",
    "every_element", "composite_elements", "every_radial",
  ]

  @Test(
    "Voltages, powers, currents and loadings agree", arguments: cases, TransformerModel.allCases)
  func resultsAgree(name: String, transformerModel: TransformerModel) throws {
    let fixture = try Fixture(name)
    let model = try PerUnitNetwork(of: fixture.network, transformerModel: transformerModel)
    let solution = try NewtonSolver(model).solve(model.injections)
    let flow = model.result(of: solution)
    let columns: [(table: String, column: String, ours: [Double], tolerance: Double)] = [
      ("res_bus", "vm_pu", flow.buses.voltagePU, 1e-8),
      ("res_bus", "va_degree", flow.buses.angleDegree, 1e-6),
      ("res_bus", "p_mw", flow.buses.activePowerMW, 1e-6),
      ("res_bus", "q_mvar", flow.buses.reactivePowerMVAr, 1e-6),
      ("res_ext_grid", "p_mw", flow.externalGrids.activePowerMW, 1e-6),
      ("res_ext_grid", "q_mvar", flow.externalGrids.reactivePowerMVAr, 1e-6),
      ("res_line", "p_from_mw", flow.lines.startActivePowerMW, 1e-6),
      ("res_line", "q_to_mvar", flow.lines.endReactivePowerMVAr, 1e-6),
      ("res_line", "i_from_ka", flow.lines.startCurrentKA, 1e-8),
      ("res_line", "vm_to_pu", flow.lines.endVoltagePU, 1e-8),
      ("res_line", "va_from_degree", flow.lines.startAngleDegree, 1e-6),
      ("res_line", "loading_percent", flow.lines.loadingPercent, 1e-5),
      ("res_trafo", "p_hv_mw", flow.transformers.startActivePowerMW, 1e-6),
      ("res_trafo", "q_lv_mvar", flow.transformers.endReactivePowerMVAr, 1e-6),
      ("res_trafo", "i_lv_ka", flow.transformers.endCurrentKA, 1e-8),
      ("res_trafo", "loading_percent", flow.transformers.loadingPercent, 1e-5),
    ]
    for (table, column, ours, tolerance) in columns {
      let theirs = fixture.column(transformerModel, table, column)
      #expect(
        largestDifference(ours, theirs) <= tolerance,
        "\(table).\(column): \(ours) against \(theirs)")
    }
    let tables = flow.tables(of: fixture.network)
    for (name, columns) in fixture.expected[transformerModel.rawValue]?.object ?? [:] {
      let names = Set(tables.first { $0.name == name }?.columns.map(\.name) ?? [])
      #expect(names.isSuperset(of: (columns.object ?? [:]).keys), "\(name)")
    }
    for table in tables {
      for column in table.columns {
        let theirs = fixture.column(transformerModel, table.name, column.name)
        guard !theirs.isEmpty else { continue }
        #expect(
          largestDifference(column.values, theirs) <= 1e-6,
          "\(table.name).\(column.name): \(column.values) against \(theirs)")
      }
    }
    #expect(solution.largestMismatchPU <= 1e-9)
  }
}
