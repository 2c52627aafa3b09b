public import Numerics

// Many power flows on one network. A tree under one reference whose powers do not follow the voltage is
// swept, eight scenarios to a vector; anything else goes to Newton's method, one scenario after another
// on one pattern. Scenarios are cut into pieces of fixed size, and each starts flat, so a result depends
// neither on its neighbours nor on the number of workers.

/// Solves many power flows on one network.
public struct BatchFlow: Sendable {
  /// How scenarios are solved.
  public enum Method: String, CaseIterable, Sendable {
    /// Backward and forward sweeps over a tree.
    case sweep
    /// Newton's method.
    case newton
  }

  /// The network and what is known of it in advance.
  public let plan: NewtonPlan
  /// How scenarios are solved.
  public let method: Method
  /// Why they are solved so, as a sentence.
  public let reason: String
  let feeder: RadialFeeder?

  /// The scenarios that are swept together.
  static let share = 64

  /// Chooses how scenarios of the network of `plan` are solved; `method` overrides the choice.
  ///
  /// - Throws: `RadialFeederError` if sweeps are asked for and the network is not a tree.
  public init(_ plan: NewtonPlan, method: Method? = nil) throws(RadialFeederError) {
    self.plan = plan
    let followsVoltage = !plan.model.injections.isConstant
    if method == .newton {
      (self.method, reason, feeder) = (.newton, "Newton's method, as asked for", nil)
      return
    }
    do throws(RadialFeederError) {
      let feeder = try RadialFeeder(of: plan.model)
      guard method == .sweep || !followsVoltage else {
        (self.method, reason) = (.newton, "Newton's method: some loads follow the voltage")
        self.feeder = nil
        return
      }
      self.method = .sweep
      reason =
        method == .sweep
        ? "sweeps, as asked for"
        : "sweeps: the network is a tree of \(plan.model.nodeCount) nodes under one external grid"
      self.feeder = feeder
    } catch {
      if method == .sweep { throw error }
      (self.method, reason) = (.newton, "Newton's method: \(error)")
      feeder = nil
    }
  }

  /// The voltages of `count` scenarios, in order, an error for each that has no solution.
  ///
  /// - Parameters:
  ///   - count: how many scenarios there are.
  ///   - convergence: when a scenario is solved.
  ///   - execution: how many workers solve; the answer does not depend on it.
  ///   - injections: the power into each node in one scenario.
  /// - Returns: one result per scenario.
  public func solve(
    _ count: Int, until convergence: Convergence = .standard, execution: Execution = .concurrent,
    _ injections: @Sendable (_ scenario: Int) -> Injections
  ) -> [Result<VoltageSolution, PowerFlowError>] {
    guard let feeder else {
      return parallelMap(
        count, share: 1, execution: execution, makingState: { NewtonSolver(plan) },
        { scenario, solver in newton(injections(scenario), solver, from: nil, convergence) })
    }
    let pieces = (count + BatchFlow.share - 1) / BatchFlow.share
    return parallelMap(pieces, execution: execution) { piece in
      let first = piece * BatchFlow.share
      return sweep(
        (first..<min(first + BatchFlow.share, count)).map(injections), feeder, convergence)
    }.flatMap(\.self)
  }

  private func newton(
    _ injections: Injections, _ solver: NewtonSolver, from start: VoltageSolution?,
    _ convergence: Convergence
  ) -> Result<VoltageSolution, PowerFlowError> {
    do throws(PowerFlowError) {
      return .success(try solver.solve(injections, from: start, until: convergence))
    } catch {
      return .failure(error)
    }
  }

  private func sweep(
    _ scenarios: [Injections], _ feeder: RadialFeeder, _ convergence: Convergence
  ) -> [Result<VoltageSolution, PowerFlowError>] {
    var workspace = RadialWorkspace(for: feeder, blocks: (scenarios.count + 7) / 8)
    for (scenario, injections) in scenarios.enumerated() {
      for (node, bus) in feeder.busOfNode.enumerated() {
        let power = injections.constant[bus]
        workspace.setDemand(
          activePU: -power.real, reactivePU: -power.imaginary, node: node, scenario: scenario)
      }
    }
    let sweeps = feeder.solve(&workspace, tolerancePU: 1e-12) ?? 0
    var results: [Result<VoltageSolution, PowerFlowError>] = []
    for (scenario, injections) in scenarios.enumerated() {
      var solution = feeder.solution(of: scenario, in: workspace, plan)
      solution.iterations = sweeps
      solution.largestMismatchPU = plan.largestMismatchPU(of: solution, injections)
      // Where sweeps do not settle, Newton's method has the last word.
      let isSolved = sweeps > 0 && solution.largestMismatchPU <= convergence.tolerancePU
      results.append(
        isSolved
          ? .success(solution)
          : newton(
            injections, NewtonSolver(plan), from: sweeps > 0 ? solution : nil, convergence))
    }
    return results
  }
}

extension NewtonPlan {
  /// The largest difference between given and computed power at any node but the references.
  func largestMismatchPU(of solution: VoltageSolution, _ injections: Injections) -> Double {
    let voltages = (0..<model.nodeCount).map(solution.voltage)
    var largest = 0.0
    for row in 0..<model.nodeCount where model.control[row] != .reference {
      var current = Complex.zero
      for entry in admittance.rowStarts[row]..<admittance.rowStarts[row + 1] {
        current += admittance.values[entry] * voltages[admittance.columns[entry]]
      }
      let given = injections.power(at: row, voltagePU: solution.magnitudePU[row]).power
      let missing = given - voltages[row] * current.conjugate
      guard missing.real.isFinite && missing.imaginary.isFinite else { return .nan }
      largest = max(largest, abs(missing.real))
      if model.control[row] == .power { largest = max(largest, abs(missing.imaginary)) }
    }
    return largest
  }
}
