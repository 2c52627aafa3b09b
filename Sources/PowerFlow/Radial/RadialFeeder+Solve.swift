import PowerFlowKernels

extension RadialFeeder {
  /// Solves all scenarios of `workspace` for the demands it holds, from a flat start.
  ///
  /// `tolerancePU` bounds the error of squared voltages, twice that of a voltage near 1.
  ///
  /// - Returns: the number of sweeps, or nil if a scenario has not settled: see
  ///   `hasSettled(scenario:in:)`.
  /// - Complexity: O(sweeps × nodes × blocks).
  public func solve(
    _ workspace: inout RadialWorkspace, tolerancePU: Double = 1e-8, maximumSweeps: Int = 60,
    kernels: SweepKernels = .fastest
  ) -> Int? {
    precondition(
      workspace.nodeCount == nodeCount,
      "a workspace of \(workspace.nodeCount) nodes cannot hold \(nodeCount)")
    let sweeps = sweeps.solve(
      &workspace, tolerancePU: tolerancePU, maximumSweeps: maximumSweeps, kernels: kernels)
    return sweeps == 0 ? nil : sweeps
  }

  /// Whether the last sweep still changed the voltages of one scenario by less than 10⁻⁴.
  public func hasSettled(scenario: Int, in workspace: borrowing RadialWorkspace) -> Bool {
    workspace.summary(SummaryRow.squaredChange, scenario) < 1e-8
  }
}
