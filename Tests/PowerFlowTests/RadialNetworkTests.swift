import Numerics
import PowerFlow
import Testing

@Suite("A radial network as a feeder")
struct RadialNetworkTests {
  @Test(
    "Sweeps find the voltages that Newton's method finds",
    arguments: ["kerber_landnetz_freileitung_1", "four_load_branch"])
  func sweepsAgreeWithNewton(name: String) throws {
    let model = try PerUnitNetwork(of: try Fixture(name).network)
    let solution = try NewtonSolver(model).solve(model.injections)
    let feeder = try RadialFeeder(of: model)
    var workspace = RadialWorkspace(for: feeder, blocks: 1)
    for (node, bus) in feeder.busOfNode.enumerated() {
      let power = model.injections.constant[bus]
      workspace.setDemand(
        activePU: -power.real, reactivePU: -power.imaginary, node: node, scenario: 0)
    }
    #expect(feeder.solve(&workspace, tolerancePU: 1e-12) != nil)
    for (node, bus) in feeder.busOfNode.enumerated() {
      let voltage = workspace.voltagePU(node: node, scenario: 0, feeder: feeder)
      #expect(abs(voltage - solution.magnitudePU[bus]) < 1e-9)
    }
  }

  @Test("A meshed network is refused")
  func meshedNetworkIsRefused() throws {
    let model = try PerUnitNetwork(of: try Fixture("every_element").network)
    #expect(throws: RadialFeederError.self) { try RadialFeeder(of: model) }
  }
}
