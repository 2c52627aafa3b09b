import Foundation
import Numerics
import PowerFlow
import Testing

@Suite("N-1")
struct ContingencyTests {
  private func network(_ name: String) throws -> Network {
    try Network(
      matpower: try Fixture.bytes(Fixture.folder.appending(path: "matpower/\(name).m")))
  }

  /// The network without branch `position`, solved from scratch.
  private func solvedFromScratch(
    _ network: Network, without position: Int
  ) throws -> (model: PerUnitNetwork, solution: VoltageSolution) {
    var elements = network.elements
    elements.branches[position].isInService = false
    let changed = try Network(basePowerMVA: network.basePowerMVA, elements: elements)
    let model = try PerUnitNetwork(of: changed)
    return (model, try NewtonSolver(model).solve(model.injections))
  }

  @Test(
    "Each outage is as if the network had been built without the branch",
    arguments: ["case14", "case39"])
  func outagesAreAsIfBuiltWithout(name: String) throws {
    let network = try network(name)
    let plan = NewtonPlan(try PerUnitNetwork(of: network))
    let analysis = try ContingencyAnalysis(plan, injections: plan.model.injections)
    for contingency in analysis.run() {
      guard case .branch(let position) = plan.model.branches[contingency.branch].element else {
        continue
      }
      guard let (model, solution) = try? solvedFromScratch(network, without: position) else {
        guard case .failure = contingency.outcome else {
          Issue.record("outage \(position) has a solution here and none from scratch")
          continue
        }
        continue
      }
      let state = try contingency.outcome.get()
      let lost = model.unsuppliedIslands.flatMap(\.self)
      #expect(contingency.unsuppliedNodes == lost.compactMap { plan.model.nodeOfBus[$0] }.sorted())
      #expect(abs(state.lowestVoltagePU.value - (solution.magnitudePU.min() ?? 0)) < 1e-8)
      #expect(abs(state.highestVoltagePU.value - (solution.magnitudePU.max() ?? 0)) < 1e-8)
    }
  }

  @Test("Results are the same for any number of workers")
  func resultsDoNotDependOnWorkers() throws {
    let plan = NewtonPlan(try PerUnitNetwork(of: try network("case39")))
    let analysis = try ContingencyAnalysis(plan, injections: plan.model.injections)
    let branches = (0..<200).map { $0 % plan.model.branches.count }
    let serial = analysis.run(branches: branches, execution: .serial)
    #expect(serial == analysis.run(branches: branches, execution: .concurrent(workers: 3)))
    #expect(serial[0] == serial[plan.model.branches.count])
  }

  @Test("A branch at the reference and a radial tail are taken out, too")
  func radialTailIsCutOff() throws {
    let model = try PerUnitNetwork(of: try Fixture("four_load_branch").network)
    let analysis = try ContingencyAnalysis(NewtonPlan(model), injections: model.injections)
    let results = analysis.run(execution: .serial)
    #expect(results.map(\.unsuppliedNodes.count).max() == model.nodeCount - 1)
    #expect(results.allSatisfy { !$0.unsuppliedNodes.isEmpty })
    for result in results { #expect(throws: Never.self) { try result.outcome.get() } }
  }
}
