public import Numerics

// N-1: each branch out in turn, everything else as it is. Every outage starts from the voltages of the
// whole network, so its result does not depend on which outages came before or beside it.

/// What the loss of one branch does.
public struct Contingency: Equatable, Sendable {
  /// A value and the place where it is worst.
  public struct Extreme: Equatable, Sendable {
    /// The value.
    public var value: Double
    /// The node or branch, a position in the model.
    public var position: Int
  }

  /// The branch that is out: a position in `PerUnitNetwork.branches`.
  public let branch: Int
  /// The nodes that this leaves without supply.
  public let unsuppliedNodes: [Int]
  /// How the rest fares; an error if it has no solution.
  public let outcome: Result<State, PowerFlowError>

  /// The rest of the network when one branch is out.
  public struct State: Equatable, Sendable {
    /// How many iterations the solution took.
    public let iterations: Int
    /// The largest mismatch of power at any node.
    public let largestMismatchPU: Double
    /// The lowest voltage, and its node.
    public let lowestVoltagePU: Extreme
    /// The highest voltage, and its node.
    public let highestVoltagePU: Extreme
    /// The largest loading, and its branch; nil if no branch has a rating.
    public let largestLoadingPercent: Extreme?
  }
}

/// Takes the branches of a network out one at a time.
public struct ContingencyAnalysis: Sendable {
  /// The network and what is known of it in advance.
  public let plan: NewtonPlan
  /// The voltages of the whole network.
  public let base: VoltageSolution
  private let injections: Injections
  private let convergence: Convergence
  private let bridges: Bridges
  private let loadings: [SquaredLoading]

  /// Solves the whole network, from which every outage starts.
  ///
  /// - Throws: `PowerFlowError` if the whole network has no solution.
  public init(
    _ plan: NewtonPlan, injections: Injections, until convergence: Convergence = .standard
  ) throws(PowerFlowError) {
    self.plan = plan
    self.injections = injections
    self.convergence = convergence
    base = try NewtonSolver(plan).solve(injections, until: convergence)
    bridges = Bridges(of: plan.model)
    loadings = plan.model.branches.enumerated().compactMap { position, branch in
      SquaredLoading(branch, position: position, of: plan.model)
    }
  }

  /// What each of `branches` out alone does, in order; every branch if nil.
  ///
  /// The same to the bit for any `execution`.
  public func run(
    branches: [Int]? = nil, execution: Execution = .concurrent
  ) -> [Contingency] {
    let outages = branches ?? Array(plan.model.branches.indices)
    return parallelMap(
      outages.count, share: 8, execution: execution, makingState: { NewtonSolver(plan) },
      { index, solver in result(of: outages[index], solver) })
  }

  /// The whole network, as a state to compare outages with.
  public var baseState: Contingency.State { state(of: base, without: -1, unsupplied: []) }

  private func result(of branch: Int, _ solver: NewtonSolver) -> Contingency {
    let unsupplied = bridges.nodesBehind(branch)
    let outcome: Result<Contingency.State, PowerFlowError>
    do throws(PowerFlowError) {
      let solution = try solver.solve(
        injections, from: base, until: convergence, withoutBranch: branch, unsupplied: unsupplied)
      outcome = .success(state(of: solution, without: branch, unsupplied: unsupplied))
    } catch {
      outcome = .failure(error)
    }
    return Contingency(
      branch: branch, unsuppliedNodes: unsupplied.map { Int($0) }.sorted(), outcome: outcome)
  }

  private func state(
    of solution: VoltageSolution, without branch: Int, unsupplied: ArraySlice<Int32>
  ) -> Contingency.State {
    var voltages = [Complex](repeating: .zero, count: plan.model.nodeCount)
    for node in voltages.indices { voltages[node] = solution.voltage(node) }
    for node in unsupplied { voltages[Int(node)] = .zero }
    var lowest = Contingency.Extreme(value: .infinity, position: 0)
    var highest = Contingency.Extreme(value: 0, position: 0)
    for (node, magnitude) in solution.magnitudePU.enumerated() where voltages[node] != .zero {
      if magnitude < lowest.value { lowest = .init(value: magnitude, position: node) }
      if magnitude > highest.value { highest = .init(value: magnitude, position: node) }
    }
    var largest = Contingency.Extreme(value: -1, position: 0)
    voltages.withUnsafeBufferPointer { voltages in
      for loading in loadings where loading.branch != branch {
        let square = loading.square(voltages)
        if square > largest.value { largest = .init(value: square, position: loading.branch) }
      }
    }
    return Contingency.State(
      iterations: solution.iterations, largestMismatchPU: solution.largestMismatchPU,
      lowestVoltagePU: lowest, highestVoltagePU: highest,
      largestLoadingPercent: largest.value < 0
        ? nil
        : .init(value: largest.value.squareRoot() * 100, position: largest.position))
  }
}

/// The square of a branch's loading as a share, from the voltages at its ends.
private struct SquaredLoading: Sendable {
  let branch: Int
  let start: Int
  let end: Int
  let startStart: Complex
  let startEnd: Complex
  let endStart: Complex
  let endEnd: Complex

  /// Nil if the branch has no rating.
  init?(_ branch: PerUnitNetwork.Branch, position: Int, of model: PerUnitNetwork) {
    let ratings = BranchRatings(of: branch, in: model)
    guard let startPU = ratings.startPU, let endPU = ratings.endPU else { return nil }
    self.branch = position
    start = branch.start
    end = branch.end
    startStart = branch.admittance.startStart * (1 / startPU)
    startEnd = branch.admittance.startEnd * (1 / startPU)
    endStart = branch.admittance.endStart * (1 / endPU)
    endEnd = branch.admittance.endEnd * (1 / endPU)
  }

  @inline(__always)
  func square(_ voltages: UnsafeBufferPointer<Complex>) -> Double {
    let (u, v) = (voltages[start], voltages[end])
    return max(
      (startStart * u + startEnd * v).magnitudeSquared,
      (endStart * u + endEnd * v).magnitudeSquared)
  }
}
