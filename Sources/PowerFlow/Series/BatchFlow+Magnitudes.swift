public import Numerics

extension BatchFlow {
  /// The magnitudes of all voltages in many scenarios, and nothing else: the fastest answer there is.
  public struct Magnitudes: Equatable, Sendable {
    /// By scenario, then by node; NaN in a scenario without a solution.
    public let voltagePU: [Double]
    /// The scenarios without a solution.
    public let unsolved: [Int]
  }

  /// Solves `scenarios` power flows for the powers into the nodes, by scenario, then by node.
  ///
  /// - Parameters:
  ///   - scenarios: how many power flows there are.
  ///   - activePU: active power fed in.
  ///   - reactivePU: reactive power fed in.
  ///   - tolerancePU: the largest error of a squared voltage (sweeps) or of a power (Newton's method).
  ///   - execution: how many workers solve; the answer does not depend on it.
  /// - Returns: the magnitudes.
  public func magnitudes(
    scenarios: Int, activePU: [Double], reactivePU: [Double], tolerancePU: Double = 1e-8,
    execution: Execution = .concurrent
  ) -> Magnitudes {
    let nodes = plan.model.nodeCount
    precondition(
      activePU.count == scenarios * nodes && reactivePU.count == scenarios * nodes,
      "\(scenarios) scenarios of \(nodes) nodes need \(scenarios * nodes) powers, got \(activePU.count)"
    )
    var voltages = [Double](repeating: .nan, count: scenarios * nodes)
    voltages.withUnsafeMutableBufferPointer { buffer in
      // Every scenario has its own part of it.
      nonisolated(unsafe) let voltages = buffer
      if let feeder {
        let width = 8 * RadialWorkspace.blocksInCache(nodeCount: nodes)
        parallelFor(
          scenarios, share: width * max(1, 64 / width), execution: execution,
          makingState: { RadialWorkspace(for: feeder, blocks: width / 8) },
          { range, workspace in
            for first in stride(from: range.lowerBound, to: range.upperBound, by: width) {
              feeder.sweep(
                first..<min(first + width, range.upperBound), &workspace, activePU, reactivePU,
                tolerancePU: tolerancePU, into: voltages)
            }
          })
      } else {
        parallelFor(
          scenarios, share: 1, execution: execution, makingState: { NewtonSolver(plan) },
          { range, solver in
            for scenario in range {
              solve(scenario, solver, activePU, reactivePU, tolerancePU, into: voltages)
            }
          })
      }
    }
    let unsolved = (0..<scenarios).filter { voltages[$0 * nodes].isNaN }
    return Magnitudes(voltagePU: voltages, unsolved: unsolved)
  }

  private func solve(
    _ scenario: Int, _ solver: NewtonSolver, _ activePU: [Double], _ reactivePU: [Double],
    _ tolerancePU: Double, into voltages: UnsafeMutableBufferPointer<Double>
  ) {
    let nodes = plan.model.nodeCount
    var injections = Injections(constant: [Complex](repeating: .zero, count: nodes))
    for node in 0..<nodes {
      injections.constant[node] = Complex(
        activePU[scenario * nodes + node], reactivePU[scenario * nodes + node])
    }
    let convergence = Convergence(tolerancePU: tolerancePU, iterationLimit: 30)
    guard let solution = try? solver.solve(injections, until: convergence) else { return }
    for node in 0..<nodes { voltages[scenario * nodes + node] = solution.magnitudePU[node] }
  }
}
