import Documents
import Foundation
import PowerFlow
import Testing

@Suite("Networks written for power-grid-model")
struct PowerGridModelWriterTests {
  @Test(
    "have the voltages that power-grid-model itself gives them",
    arguments: ["every_radial", "four_load_branch", "kerber_landnetz_freileitung_1"])
  func voltagesAgree(name: String) throws {
    let fixture = try Fixture(name)
    let written = try Network(powerGridModel: fixture.network.powerGridModelJSON())
    let model = try PerUnitNetwork(of: written, transformerModel: .pi)
    let flow = model.result(of: try NewtonSolver(model).solve(model.injections))
    let expected = try JSONValue(
      parsing: try Fixture.bytes(
        Fixture.folder.appending(path: "\(name)/power_grid_model_expected.json")))
    let ids = try #require(expected["id"]?.numbers)
    let voltages = try #require(expected["u_pu"]?.numbers)
    let angles = try #require(expected["u_angle_degree"]?.numbers)
    #expect(ids.count == written.buses.count)
    for (row, id) in ids.enumerated() {
      let bus = try #require(written.buses.firstIndex { $0.id == Int(id) })
      #expect(abs(flow.buses.voltagePU[bus] - voltages[row]) < 1e-8, "\(id)")
      #expect(abs(flow.buses.angleDegree[bus] - angles[row]) < 5e-6, "\(id)")
    }
  }

  @Test("keep the voltages of the network that they were written from")
  func roundTrip() throws {
    let fixture = try Fixture("every_radial")
    let written = try Network(powerGridModel: fixture.network.powerGridModelJSON())
    let flows = try [fixture.network, written].map { network in
      let model = try PerUnitNetwork(of: network, transformerModel: .pi)
      return model.result(of: try NewtonSolver(model).solve(model.injections))
    }
    for (row, bus) in fixture.network.buses.enumerated() {
      let place = try #require(written.buses.firstIndex { $0.id == bus.id })
      #expect(abs(flows[0].buses.voltagePU[row] - flows[1].buses.voltagePU[place]) < 1e-9)
    }
  }

  @Test("are refused where something else than an external grid holds a voltage")
  func heldVoltages() throws {
    let network = try Fixture("every_element").network
    #expect(throws: NetworkFileError.unsupportedElements(["generator (2)"])) {
      try network.powerGridModelJSON()
    }
  }
}
