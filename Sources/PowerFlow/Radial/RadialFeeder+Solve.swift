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
    let slack = slackVoltagePU * slackVoltagePU
    workspace.part(WorkspacePart.squaredVoltage).update(
      repeating: Lanes(repeating: slack), count: nodeCount * workspace.blocks)
    let sweeps = withTables { parents, firstChild, table in
      kernels.sweep(
        nodeCount, parents, firstChild, table, slack, workspace.blocks, workspace.lanes,
        tolerancePU, maximumSweeps)
    }
    measure(&workspace, kernels: kernels)
    return sweeps == 0 ? nil : sweeps
  }

  /// One backward sweep at the voltages that `workspace` holds, and what it amounts to.
  func measure(_ workspace: inout RadialWorkspace, kernels: SweepKernels) {
    withTables { _, firstChild, table in
      kernels.measure(
        nodeCount, firstChild, table, slackVoltagePU * slackVoltagePU, workspace.blocks,
        workspace.lanes)
    }
  }

  private func withTables<Result>(
    _ body: (UnsafePointer<Int32>, UnsafePointer<Int32>, UnsafePointer<Double>) -> Result
  ) -> Result? {
    parents.withUnsafeBufferPointer { parents in
      firstChild.withUnsafeBufferPointer { firstChild in
        table.withUnsafeBufferPointer { table in
          guard let parents = parents.baseAddress, let firstChild = firstChild.baseAddress,
            let table = table.baseAddress
          else { return nil }
          return body(parents, firstChild, table)
        }
      }
    }
  }

  /// Whether the last sweep still changed the voltages of one scenario by less than 10⁻⁴.
  public func hasSettled(scenario: Int, in workspace: borrowing RadialWorkspace) -> Bool {
    workspace.summary(SummaryRow.squaredChange, scenario) < 1e-8
  }
}
