import Foundation
import Numerics
import PowerFlow
import Testing

@Suite("A series of power flows")
struct FlowSeriesTests {
  /// A profile of `steps` random steps for the loads of `network`.
  private func profile(for network: Network, steps: Int) -> PowerProfile {
    var random = RandomSource(seed: 11)
    let loads = network.loads.filter { $0.kind == .load }
    return PowerProfile(
      steps: (0..<steps).map { "\($0)" }, names: loads.map { "\($0.id)" },
      columns: loads.map { load in
        (0..<steps).map { _ in load.activePowerMW * random.uniform(in: 0.2...1.5) }
      })
  }

  private func series(
    _ name: String, steps: Int, method: BatchFlow.Method? = nil
  ) throws -> FlowSeries {
    let network = try Fixture(name).network
    let batch = try BatchFlow(NewtonPlan(try PerUnitNetwork(of: network)), method: method)
    var profiles = FlowSeries.Profiles()
    profiles.loadActive = profile(for: network, steps: steps)
    return try FlowSeries(batch, profiles: profiles)
  }

  @Test("A tree is swept, and sweeps and Newton's method agree")
  func sweepsAndNewtonAgree() throws {
    let name = "kerber_landnetz_freileitung_1"
    let swept = try series(name, steps: 100)
    let newton = try series(name, steps: 100, method: .newton)
    #expect(swept.batch.method == .sweep)
    for (first, second) in zip(swept.solve(0..<100), newton.solve(0..<100)) {
      let (first, second) = (try first.get(), try second.get())
      #expect(largestDifference(first.buses.voltagePU, second.buses.voltagePU) < 1e-9)
      #expect(largestDifference(first.buses.angleDegree, second.buses.angleDegree) < 1e-7)
      #expect(largestDifference(first.lines.loadingPercent, second.lines.loadingPercent) < 1e-6)
      #expect(
        largestDifference(
          first.externalGrids.activePowerMW, second.externalGrids.activePowerMW) < 1e-9)
      #expect(first.largestMismatchPU <= 1e-9)
    }
  }

  @Test("What is not a tree is solved by Newton's method, and says why")
  func reasonIsGiven() throws {
    let meshed = try series("cigre_hv", steps: 2)
    #expect(meshed.batch.method == .newton)
    #expect(meshed.batch.reason.contains("voltages are held at"))
    let voltageDependent = try series("every_element", steps: 2)
    #expect(voltageDependent.batch.method == .newton)
  }

  @Test(
    "Results are the same for any number of workers and any cut",
    arguments: ["kerber_landnetz_freileitung_1", "cigre_hv"])
  func resultsDoNotDependOnWorkers(name: String) throws {
    let series = try series(name, steps: 150)
    let serial = series.solve(0..<150, execution: .serial)
    #expect(serial == series.solve(0..<150, execution: .concurrent(workers: 3)))
    #expect(Array(serial[64..<80]) == series.solve(64..<80))
  }

  @Test("Profiles that do not fit are refused with the numbers")
  func misfitsAreRefused() throws {
    let network = try Fixture("four_load_branch").network
    let batch = try BatchFlow(NewtonPlan(try PerUnitNetwork(of: network)))
    func refusal(_ names: [String], steps: Int = 2) -> ProfileError? {
      var profiles = FlowSeries.Profiles()
      profiles.loadActive = PowerProfile(
        steps: (0..<steps).map { "\($0)" }, names: names,
        columns: names.map { _ in [Double](repeating: 0.01, count: steps) })
      profiles.loadReactive = profile(for: network, steps: 2)
      do {
        _ = try FlowSeries(batch, profiles: profiles)
        return nil
      } catch { return error }
    }
    let ids = network.loads.map { "\($0.id)" }
    #expect(refusal(ids) == nil)
    #expect(
      refusal(["0", "1"])
        == .wrongNumberOfColumns(columns: 2, elements: ids.count, kind: "load"))
    #expect(
      refusal(ids.dropLast() + ["house"]) == .unknownElement(column: "house", kind: "load"))
    #expect(refusal(ids, steps: 3) == .differentLengths(first: 3, second: 2))
  }

  @Test("A step that has no solution fails alone, with iterations and mismatch")
  func overloadedStepFailsAlone() throws {
    let network = try Fixture("four_load_branch").network
    let batch = try BatchFlow(NewtonPlan(try PerUnitNetwork(of: network)))
    var profiles = FlowSeries.Profiles()
    profiles.loadActive = PowerProfile(
      steps: ["calm", "storm"], names: network.loads.map { "\($0.id)" },
      columns: network.loads.map { _ in [0.01, 50] })
    let results = try FlowSeries(batch, profiles: profiles).solve(0..<2)
    #expect(throws: Never.self) { try results[0].get() }
    guard case .failure(.didNotConverge(let iterations, _, let tolerance)) = results[1] else {
      Issue.record("50 MW through a low-voltage feeder have no solution")
      return
    }
    #expect(iterations == 30)
    #expect(tolerance == 1e-9)
  }

  @Test("Violations name limit, element and value")
  func violationsAreNamed() throws {
    let network = try Fixture("four_load_branch").network
    let model = try PerUnitNetwork(of: network)
    let flow = model.result(of: try NewtonSolver(model).solve(model.injections))
    #expect(flow.violations(of: network, voltageBandPU: 0.5...1.5).isEmpty)
    let lowest = try #require(flow.buses.voltagePU.min())
    let violations = flow.violations(of: network, voltageBandPU: lowest + 1e-6...1.5)
    #expect(violations.map(\.kind) == [.undervoltage])
    #expect(violations.first?.value == lowest)
  }
}

@Suite("Magnitudes of a batch")
struct BatchMagnitudesTests {
  @Test(
    "Magnitudes are those of Newton's method, for any number of workers",
    arguments: ["kerber_landnetz_freileitung_1", "cigre_hv"])
  func magnitudesAgree(name: String) throws {
    let model = try PerUnitNetwork(of: try Fixture(name).network)
    let flows = try BatchFlow(NewtonPlan(model))
    let scenarios = 37
    var random = RandomSource(seed: 3)
    let injections = (0..<scenarios).map { _ in
      Injections(
        constant: model.injections.constant.map { $0 * random.uniform(in: 0.5...1.2) })
    }
    let active = injections.flatMap { $0.constant.map(\.real) }
    let reactive = injections.flatMap { $0.constant.map(\.imaginary) }
    let serial = flows.magnitudes(
      scenarios: scenarios, activePU: active, reactivePU: reactive, tolerancePU: 1e-10,
      execution: .serial)
    #expect(serial.unsolved.isEmpty)
    let solver = NewtonSolver(model)
    let expected = try injections.flatMap { try solver.solve($0).magnitudePU }
    #expect(largestDifference(serial.voltagePU, expected) < 1e-8)
    let concurrent = flows.magnitudes(
      scenarios: scenarios, activePU: active, reactivePU: reactive, tolerancePU: 1e-10,
      execution: .concurrent(workers: 3))
    #expect(serial == concurrent)
  }
}
