import Evolution
import Foundation
import Numerics
import PowerFlow
import ResourcePlacement
import Testing

@Suite("A placement on a network")
struct StudyTests {
  @Test("is confirmed by Newton's method to a hundred-millionth")
  func confirmation() throws {
    let study = try study()
    let outcome = MemeticSearch(try .init(evaluations: 500)).run(
      study.problem, seed: 5, execution: .serial)
    let confirmation = try study.confirm(outcome.placement)
    #expect(abs(confirmation.objective - outcome.fitness.objective) < 1e-8)
    #expect(confirmation.largestMismatchPU < 1e-9)
    #expect(confirmation.flows.count == 24)
    #expect(confirmation.violations.isEmpty)
  }

  @Test("names what exceeds a limit, with step and element")
  func violations() throws {
    let study = try study()
    let violations = try study.confirm(study.problem.identity).violations
    let first = try #require(violations.first)
    #expect(first.subject == .busVoltage)
    #expect(first.value > 1.05 && first.limit == 1.05)
    #expect(Set(violations.map(\.step)).isSubset(of: Set(0..<24)))
  }

  @Test("is confirmed with batteries, sizes and inverters too")
  func confirmedOptions() throws {
    let options = PlacementOptions(
      batteries: [try Battery(capacityKWh: 20, powerKW: 5)], generationFactors: 0.5...1.5,
      inverterCapability: 0.4)
    let study = try study(options: options)
    let outcome = MemeticSearch(try .init(evaluations: 300)).run(
      study.problem, seed: 5, execution: .serial)
    let confirmation = try study.confirm(outcome.placement)
    #expect(abs(confirmation.objective - outcome.fitness.objective) < 1e-5)
  }

  @Test("is taken apart branch by branch")
  func outages() throws {
    let study = try study()
    let outages = try study.contingencies(of: study.problem.identity, execution: .serial)
    #expect(outages.count == 17)
    let transformer = try #require(outages.first { $0.element == .transformer(0) })
    #expect(transformer.unsuppliedBuses.count == 17)
    let whole = study.load.powerMW.flatMap(\.self).reduce(0, +) * 1_000
    #expect(abs(transformer.unservedKWh - whole) < 1e-9)
    let last = try #require(outages.first { $0.element == .line(15) })
    #expect(last.unsuppliedBuses == [17])
    #expect(last.unservedKWh > 0 && last.unservedKWh < whole / 5)
    #expect(last.stepsWithoutSolution.isEmpty)
  }

  @Test("is refused where the network is disconnected or the profiles do not fit")
  func badInput() throws {
    let network = try network()
    var elements = network.elements
    elements.lines[15].isInService = false
    let broken = try Network(basePowerMVA: network.basePowerMVA, elements: elements)
    #expect(throws: PlacementStudyError.disconnected(busIDs: [18])) {
      try study(network: broken)
    }
    elements = network.elements
    elements.loads.removeLast()
    let fewer = try Network(basePowerMVA: network.basePowerMVA, elements: elements)
    #expect(
      throws: PlacementStudyError.placement(.countMismatch(kind: .load, profiles: 17, sites: 16))
    ) {
      try study(network: fewer)
    }
    elements = network.elements
    var loop = elements.lines[0]
    (loop.fromBus, loop.toBus) = (8, 17)
    elements.lines.append(loop)
    let meshed = try Network(basePowerMVA: network.basePowerMVA, elements: elements)
    #expect(throws: PlacementStudyError.self) { try study(network: meshed) }
  }

  private func study(
    network: Network? = nil, options: PlacementOptions = .none
  ) throws -> PlacementStudy {
    func profiles(_ name: String) throws -> PlacementStudy.Profiles {
      let rows = try Feeder18.table(name)
      return PlacementStudy.Profiles(
        names: (0..<17).map(String.init),
        powerMW: (0..<17).map { column in rows.map { $0[column] } })
    }
    return try PlacementStudy(
      network: try network ?? self.network(), generation: profiles("GenerationData_B.csv"),
      load: profiles("LoadData_B.csv"), options: options)
  }

  private func network() throws -> Network {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/radial/feeder18/network.json")
    return try Network(file: [UInt8](Data(contentsOf: url)))
  }
}
