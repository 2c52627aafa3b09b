import PowerFlowKernels

/// A feeder as the sweeps see it: plain pointers, valid while the feeder lives.
struct RadialSweeps {
  let nodeCount: Int
  let parents: UnsafePointer<Int32>
  let firstChild: UnsafePointer<Int32>
  let branches: UnsafePointer<Double>
  let squaredSlackVoltage: Double

  /// Solves all scenarios of `workspace` from a flat start, and measures them.
  ///
  /// - Returns: the number of sweeps; 0 if a scenario has not settled.
  func solve(
    _ workspace: inout RadialWorkspace, tolerancePU: Double = 1e-8, maximumSweeps: Int = 60,
    kernels: SweepKernels
  ) -> Int {
    workspace.part(WorkspacePart.squaredVoltage).update(
      repeating: Lanes(repeating: squaredSlackVoltage), count: nodeCount * workspace.blocks)
    let sweeps = kernels.sweep(
      nodeCount, parents, firstChild, branches, squaredSlackVoltage, workspace.blocks,
      workspace.lanes, tolerancePU, maximumSweeps)
    measure(&workspace, kernels: kernels)
    return sweeps
  }

  /// One backward sweep at the voltages that `workspace` holds, and what it amounts to.
  func measure(_ workspace: inout RadialWorkspace, kernels: SweepKernels) {
    kernels.measure(
      nodeCount, firstChild, branches, squaredSlackVoltage, workspace.blocks, workspace.lanes)
  }
}
