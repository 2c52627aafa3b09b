import PowerFlowKernels

// Inverters that follow the voltage are a fixed point around the sweeps: solve, let the inverters
// answer the voltages, solve again, until their answer stands. On a feeder in its band an answer moves
// the voltage by far less than it takes to change the answer, so this settles in a few rounds.

extension RadialSeries.SolvedGroup {
  /// Solves and answers until the inverters' reactive powers stand; false if they do not.
  mutating func settle(
    _ inverters: InverterControl, _ places: RadialSeries.Places, on feeder: RadialFeeder,
    kernels: SweepKernels
  ) -> Bool {
    for _ in 0..<30 {
      let change = follow(inverters, places, on: feeder, kernels: kernels)
      guard feeder.solve(&workspace, kernels: kernels) != nil else { return false }
      if change < 1e-9 { return true }
    }
    return false
  }

  /// Lets the inverters answer the voltages that the workspace holds.
  ///
  /// - Returns: the largest change of a node's reactive demand, per unit.
  mutating func follow(
    _ inverters: InverterControl, _ places: RadialSeries.Places, on feeder: RadialFeeder,
    kernels: SweepKernels
  ) -> Double {
    var capability = [Double](repeating: 0, count: feeder.nodeCount)
    for (device, node) in places.nodes.enumerated() {
      capability[Int(node)] += inverters.capabilityPU[device] * places.factors[device]
    }
    // Between sweeps the drops are free: there goes what the nodes draw without the inverters.
    let given = workspace.part(WorkspacePart.drop)
    gatherReactive(places, into: given, kernels)
    let demand = workspace.part(WorkspacePart.reactiveDemand)
    let voltage = workspace.part(WorkspacePart.squaredVoltage)
    var largest = Lanes()
    for node in 0..<feeder.nodeCount where capability[node] != 0 {
      for at in node * blocks..<(node + 1) * blocks {
        let magnitude = (voltage[at] * feeder.squaredScale[node]).squareRoot()
        let answer = given[at] + capability[node] * inverters.shares(voltagePU: magnitude)
        let change = answer - demand[at]
        let size = change.replacing(with: -change, where: change .< 0)
        largest.replace(with: size, where: size .> largest)
        demand[at] = answer
      }
    }
    return (0..<Lanes.scalarCount).reduce(0) { max($0, largest[$1]) }
  }
}

extension InverterControl {
  /// `share(voltagePU:)` of eight voltages.
  fileprivate func shares(voltagePU: Lanes) -> Lanes {
    let distance = voltagePU - 1
    let isLow = distance .< 0
    var share =
      (distance.replacing(with: -distance, where: isLow) - deadbandPU)
      * (1 / (saturationPU - deadbandPU))
    share.replace(with: 0, where: share .< 0)
    share.replace(with: 1, where: share .> 1)
    return share.replacing(with: -share, where: isLow)
  }
}
