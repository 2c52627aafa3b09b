import Documents
import Foundation
import PowerFlow
import Testing

@Suite("power-grid-model input data")
struct PowerGridModelTests {
  private let folder = Fixture.folder.appending(path: "power_grid_model")

  @Test(
    "Voltages are those of power-grid-model", arguments: ["input.json", "input_compact.json"])
  func voltagesAgree(file: String) throws {
    let network = try Network(file: try Fixture.bytes(folder.appending(path: file)))
    let model = try PerUnitNetwork(of: network)
    let convergence = Convergence(tolerancePU: 1e-11, iterationLimit: 20)
    let flow = model.result(of: try NewtonSolver(model).solve(model.injections, until: convergence))
    let expected = try JSONValue(
      parsing: try Fixture.bytes(folder.appending(path: "expected.json")))
    let ids = expected["id"]?.numbers ?? []
    let positions = ids.compactMap { id in network.buses.firstIndex { Double($0.id) == id } }
    #expect(positions.count == ids.count && !ids.isEmpty)
    #expect(
      largestDifference(
        positions.map { flow.buses.voltagePU[$0] }, expected["u_pu"]?.numbers ?? []) < 1e-8)
    #expect(
      largestDifference(
        positions.map { flow.buses.angleDegree[$0] }, expected["u_angle_degree"]?.numbers ?? [])
        < 1e-6)
  }

  @Test(
    "What cannot be read is named",
    arguments: [
      (#"{"version":"2.0","data":{}}"#, "version 2.0"),
      (#"{"version":"1.0","type":"update","data":{}}"#, "not a single input data set"),
      (#"{"version":"1.0","data":{"node":[{"id":1,"u_rated":"high"}]}}"#, "expected a number"),
      (
        #"{"version":"1.0","data":{"node":[{"id":1,"u_rated":400}],"asym_line":[{"id":2}]}}"#,
        "asym_line (1)"
      ),
      (
        #"{"version":"1.0","data":{"node":[{"id":1,"u_rated":400}],"line":[{"id":2,"from_node":7}]}}"#,
        "there is no element 7"
      ),
      (#"{"version":"1.0","data":{}}"#, "no buses"),
    ])
  func damageIsNamed(text: String, message: String) {
    #expect {
      try Network(file: Array(text.utf8))
    } throws: {
      "\($0)".contains(message)
    }
  }
}

@Suite("pandapower files that cannot be read")
struct PandapowerDamageTests {
  private func file(_ tables: [String: String]) -> [UInt8] {
    let frames = tables.map { name, content in
      let text = content.replacing("\"", with: "\\\"")
      return #""\#(name)":{"_class":"DataFrame","_object":"\#(text)"}"#
    }
    return Array(
      #"{"_class":"pandapowerNet","_object":{\#(frames.joined(separator: ","))}}"#.utf8)
  }

  @Test(
    "The first thing wrong is named with table, row and column",
    arguments: [
      (["bus": #"{"columns":["name"],"index":[0],"data":[["a"]]}"#], "bus has no column vn_kv"),
      (
        ["bus": #"{"columns":["vn_kv"],"index":[4],"data":[["x"]]}"#],
        "table bus, row 4, column vn_kv: expected a number"
      ),
      (["bus": #"{"columns":["vn_kv"],"index":[1,1],"data":[[1],[1]]}"#], "two rows 1"),
      (
        [
          "bus": #"{"columns":["vn_kv"],"index":[0],"data":[[20]]}"#,
          "ext_grid": #"{"columns":["bus"],"index":[0],"data":[[3]]}"#,
        ], "table ext_grid, row 0, column bus: there is no element 3"
      ),
      (
        [
          "bus": #"{"columns":["vn_kv"],"index":[0],"data":[[20]]}"#,
          "svc": #"{"columns":["in_service"],"index":[0,1],"data":[[true],[false]]}"#,
          "tcsc": #"{"columns":["in_service"],"index":[0],"data":[[true]]}"#,
        ], "not supported: svc (1), tcsc (1)"
      ),
      (["bus": #"{"columns":["vn_kv"],"index":[0],"data":[[NaN]]}"#], "expected a number"),
      (["bus": #"{"columns":["vn_kv"],"index":[0],"data":[[-20]]}"#], "cannot be -20"),
      (["bus": #"{"columns":"#], "not JSON"),
    ])
  func damageIsNamed(tables: [String: String], message: String) {
    #expect {
      try Network(pandapowerJSON: file(tables))
    } throws: {
      "\($0)".contains(message)
    }
  }

  @Test("A network without an external grid is refused")
  func missingReferenceIsRefused() throws {
    let network = try Network(
      pandapowerJSON: file(["bus": #"{"columns":["vn_kv"],"index":[0],"data":[[20]]}"#]))
    #expect(throws: NetworkError.noReference) { try PerUnitNetwork(of: network) }
  }
}

@Suite("Standard types")
struct StandardTypeTests {
  @Test("A network of standard types is the network of its file")
  func typesAreThoseOfTheFile() throws {
    let network = try Fixture("four_load_branch").network
    for line in network.lines {
      let type = try #require(line.standardType.flatMap { LineType(named: $0) })
      #expect(type.resistanceOhmPerKM == line.resistanceOhmPerKM)
      #expect(type.reactanceOhmPerKM == line.reactanceOhmPerKM)
      #expect(type.capacitanceNFPerKM == line.capacitanceNFPerKM)
      #expect(type.ratedCurrentKA == line.ratedCurrentKA)
    }
    #expect(TransformerType(named: "0.4 MVA 20/0.4 kV")?.shortCircuitVoltagePercent == 6)
    #expect(LineType(named: "string") == nil)
  }
}
