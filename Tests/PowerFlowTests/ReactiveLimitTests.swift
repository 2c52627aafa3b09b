import PowerFlow
import Testing

@Suite("Reactive limits of generators")
struct ReactiveLimitTests {
  /// A generator far from the external grid that would need much reactive power to hold its voltage.
  private func network(limitMVAr: Double) throws -> Network {
    var elements = Network.Elements()
    elements.buses = [Bus(id: 0, nominalVoltageKV: 110), Bus(id: 1, nominalVoltageKV: 110)]
    elements.lines = [
      Line(
        id: 0, fromBus: 0, toBus: 1, lengthKM: 40, resistanceOhmPerKM: 0.06,
        reactanceOhmPerKM: 0.4, ratedCurrentKA: 0.6)
    ]
    elements.externalGrids = [ExternalGrid(id: 0, bus: 0, voltagePU: 1)]
    elements.loads = [Load(id: 0, bus: 1, activePowerMW: 60, reactivePowerMVAr: 40)]
    elements.generators = [
      Generator(
        id: 0, bus: 1, activePowerMW: 20, voltagePU: 1.03,
        minimumReactivePowerMVAr: -limitMVAr, maximumReactivePowerMVAr: limitMVAr)
    ]
    return try Network(basePowerMVA: 100, elements: elements)
  }

  private func flow(limitMVAr: Double, enforcing: Bool) throws -> FlowResult {
    let model = try PerUnitNetwork(of: try network(limitMVAr: limitMVAr))
    let convergence = Convergence(
      tolerancePU: 1e-10, iterationLimit: 20, enforcesReactiveLimits: enforcing)
    return model.result(of: try NewtonSolver(model).solve(model.injections, until: convergence))
  }

  @Test("A generator at its limit gives up its voltage")
  func generatorGivesUpItsVoltage() throws {
    let free = try flow(limitMVAr: 30, enforcing: false)
    #expect(abs(free.buses.voltagePU[1] - 1.03) < 1e-12)
    #expect(free.generators.reactivePowerMVAr[0] > 30)
    let limited = try flow(limitMVAr: 30, enforcing: true)
    #expect(abs(limited.generators.reactivePowerMVAr[0] - 30) < 1e-6)
    #expect(limited.buses.voltagePU[1] < 1.03)
  }

  @Test("Limits that are not reached change nothing, and a solver forgets them")
  func solverForgetsLimits() throws {
    #expect(try flow(limitMVAr: 500, enforcing: true) == flow(limitMVAr: 500, enforcing: false))
    let model = try PerUnitNetwork(of: try network(limitMVAr: 30))
    let solver = NewtonSolver(model)
    let before = try solver.solve(model.injections)
    _ = try solver.solve(
      model.injections,
      until: Convergence(tolerancePU: 1e-9, iterationLimit: 20, enforcesReactiveLimits: true))
    #expect(try solver.solve(model.injections) == before)
  }
}
