import PowerFlow
import Testing

@Suite("Sweeps over a radial feeder")
struct RadialSweepTests {
  @Test("agree with pandapower on every hour of the reference feeder")
  func agreeWithPandapower() throws {
    let feeder = try Feeder18.feeder()
    let workspace = try solvedDay(feeder, kernels: .portable)
    let reference = try Feeder18.table("reference_timeseries_identity.csv")
    for (hour, row) in reference.enumerated() {
      let summary = workspace.summary(scenario: hour)
      #expect(abs(summary.lineLoadingPercent - row[0]) < 1e-7)
      #expect(abs(summary.lowestVoltagePU - row[1]) < 1e-9)
      #expect(abs(summary.highestVoltagePU - row[2]) < 1e-9)
      #expect(abs(summary.importedActivePU - row[3]) < 1e-9)
      #expect(abs(summary.importedReactivePU - row[4]) < 1e-9)
      #expect(abs(summary.transformerLoadingPercent - row[5]) < 1e-7)
      for node in 0..<feeder.nodeCount where feeder.branchOfNode[node] > 0 {
        let line = feeder.branchOfNode[node] - 1
        let loading = workspace.loadingPercent(node: node, scenario: hour)
        #expect(abs(loading - row[7 + line]) < 1e-7)
      }
    }
  }

  @Test("give the same bits from every build of the kernels")
  func sameBits() throws {
    let feeder = try Feeder18.feeder(ratio: 1.025)
    let portable = try solvedDay(feeder, kernels: .portable)
    for kernels in SweepKernels.available {
      let other = try solvedDay(feeder, kernels: kernels)
      for hour in 0..<24 {
        #expect(other.summary(scenario: hour) == portable.summary(scenario: hour))
      }
    }
  }

  private func solvedDay(
    _ feeder: RadialFeeder, kernels: SweepKernels
  ) throws -> RadialWorkspace {
    var workspace = RadialWorkspace(for: feeder, blocks: 3)
    for (hour, demand) in try Feeder18.identityDemand().enumerated() {
      for (index, power) in demand.enumerated() {
        let node = try #require(feeder.nodeOfBus[1 + index])
        workspace.setDemand(activePU: power, reactivePU: 0, node: node, scenario: hour)
      }
    }
    let sweeps = feeder.solve(&workspace, kernels: kernels)
    #expect(sweeps != nil)
    return workspace
  }
}
