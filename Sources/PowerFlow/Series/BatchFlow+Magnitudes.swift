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
    let blocks = feeder.map { RadialWorkspace.blocksInCache(nodeCount: $0.nodeCount) } ?? 1
    let share = feeder == nil ? BatchFlow.share : 8 * blocks * max(1, 64 / (8 * blocks))
    let pieces = (scenarios + share - 1) / share
    parallelFor(pieces, writingTo: &voltages, execution: execution) { piece, voltages in
      let range = piece * share..<min((piece + 1) * share, scenarios)
      if let feeder {
        var workspace = RadialWorkspace(for: feeder, blocks: blocks)
        for first in stride(from: range.lowerBound, to: range.upperBound, by: 8 * blocks) {
          let part = first..<min(first + 8 * blocks, range.upperBound)
          feeder.sweep(
            part, &workspace, activePU, reactivePU, tolerancePU: tolerancePU, into: voltages)
        }
      } else {
        let solver = NewtonSolver(plan)
        for scenario in range {
          solve(scenario, solver, activePU, reactivePU, tolerancePU, into: voltages)
        }
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
