import PowerFlowKernels

extension RadialFeeder {
  /// Sweeps the scenarios of `range` and writes their magnitudes, by scenario, then by bus.
  ///
  /// Lanes without a scenario carry no power. Magnitudes of a scenario that has not settled are left
  /// as they are.
  func sweep(
    _ range: Range<Int>, _ workspace: inout RadialWorkspace, _ activePU: [Double],
    _ reactivePU: [Double], tolerancePU: Double,
    into voltages: UnsafeMutableBufferPointer<Double>
  ) {
    let lanes = workspace.blocks * 8
    let active = lanesAsNumbers(workspace.part(WorkspacePart.activeDemand))
    let reactive = lanesAsNumbers(workspace.part(WorkspacePart.reactiveDemand))
    activePU.withUnsafeBufferPointer { activePU in
      reactivePU.withUnsafeBufferPointer { reactivePU in
        for (node, bus) in busOfNode.enumerated() {
          for lane in 0..<lanes {
            let isUsed = lane < range.count
            let source = (range.lowerBound &+ lane) &* busCount &+ bus
            active[node &* lanes &+ lane] = isUsed ? -activePU[source] : 0
            reactive[node &* lanes &+ lane] = isUsed ? -reactivePU[source] : 0
          }
        }
      }
    }
    let allSettled = solve(&workspace, tolerancePU: tolerancePU) != nil
    let squared = lanesAsNumbers(workspace.part(WorkspacePart.squaredVoltage))
    for (lane, scenario) in range.enumerated()
    where allSettled || hasSettled(scenario: lane, in: workspace) {
      voltages[scenario &* busCount &+ slackBus] = slackVoltagePU
      for (node, bus) in busOfNode.enumerated() {
        voltages[scenario &* busCount &+ bus] =
          (squared[node &* lanes &+ lane] * squaredScale[node]).squareRoot()
      }
    }
  }
}

/// Eight numbers for each vector of lanes.
private func lanesAsNumbers(_ lanes: UnsafeMutablePointer<Lanes>) -> UnsafeMutablePointer<Double> {
  UnsafeMutableRawPointer(lanes).assumingMemoryBound(to: Double.self)
}
