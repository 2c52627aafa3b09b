import Foundation
import Numerics

// Newton–Raphson in polar coordinates. With vᵢ = Vᵢe^(jθᵢ) the power that leaves node i into the network is
//
//   Sᵢ = Σⱼ sᵢⱼ,   sᵢⱼ = vᵢ·(Yᵢⱼvⱼ)* = pᵢⱼ + jqᵢⱼ.
//
// Unknowns are θ where the angle is free and ln V where the voltage is free; the derivatives are
//
//   ∂Pᵢ/∂θⱼ =  qᵢⱼ      ∂Qᵢ/∂θⱼ = −pᵢⱼ      ∂Pᵢ/∂lnVⱼ = pᵢⱼ      ∂Qᵢ/∂lnVⱼ = qᵢⱼ      (i ≠ j)
//   ∂Pᵢ/∂θᵢ = qᵢᵢ − Qᵢ  ∂Qᵢ/∂θᵢ = Pᵢ − pᵢᵢ  ∂Pᵢ/∂lnVᵢ = Pᵢ + pᵢᵢ ∂Qᵢ/∂lnVᵢ = Qᵢ + qᵢᵢ
//
// so that one pass over the entries of Y gives mismatch and Jacobian without a single sine.
// Source: Tinney and Hart (1967), "Power flow solution by Newton's method", IEEE Trans. PAS-86.
// Goals, in order: the right answer or an error; few iterations; little work in each.

/// How far a power flow is taken.
public struct Convergence: Equatable, Sendable {
  /// The largest mismatch of power at any node that is small enough.
  public var tolerancePU: Double
  /// How many iterations are tried.
  public var iterationLimit: Int
  /// Whether generators give up their voltage rather than leave their reactive limits.
  public var enforcesReactiveLimits: Bool

  /// A mismatch of 1e-9 per unit within 30 iterations.
  public static let standard = Convergence(tolerancePU: 1e-9, iterationLimit: 30)

  /// A mismatch of `tolerancePU` within `iterationLimit` iterations.
  public init(tolerancePU: Double, iterationLimit: Int, enforcesReactiveLimits: Bool = false) {
    self.tolerancePU = tolerancePU
    self.iterationLimit = iterationLimit
    self.enforcesReactiveLimits = enforcesReactiveLimits
  }
}

/// Solves power flows on one network, one after the other, by Newton's method.
///
/// The pattern of the Jacobian is analysed once. A solver belongs to one thread.
public final class NewtonSolver {
  /// The network and what is known of it in advance.
  public let plan: NewtonPlan
  private let iteration: NewtonIteration
  private lazy var pivoting = PivotingNewton(plan.model, plan.admittance)
  private lazy var directCurrent = DirectCurrentFlow(plan)
  private lazy var branchPlaces = plan.model.branches.map { iteration.place(of: $0) }

  /// A solver for the network of `plan`.
  public init(_ plan: NewtonPlan) {
    self.plan = plan
    iteration = NewtonIteration(plan)
  }

  /// A solver for `model`.
  public convenience init(_ model: PerUnitNetwork) {
    self.init(NewtonPlan(model))
  }

  /// The voltages at which the network takes `injections`.
  ///
  /// - Parameters:
  ///   - injections: the power into each node.
  ///   - start: where to start; by default what suits the network, see `NewtonPlan.Origin`.
  ///   - convergence: when to stop.
  /// - Returns: the voltages, with the iterations and the mismatch that is left.
  /// - Throws: `PowerFlowError` with the iterations and the largest mismatch.
  public func solve(
    _ injections: Injections, from start: VoltageSolution? = nil,
    until convergence: Convergence = .standard
  ) throws(PowerFlowError) -> VoltageSolution {
    guard injections.constant.count == plan.model.nodeCount else {
      throw .wrongNumberOfInjections(
        expected: plan.model.nodeCount, found: injections.constant.count)
    }
    defer { iteration.holdVoltages() }
    var solution: VoltageSolution
    if let start {
      solution = try iterate(injections, from: start, until: convergence, mayPivot: true)
    } else {
      solution = try solveFromAfar(injections, until: convergence)
    }
    if convergence.enforcesReactiveLimits {
      try enforceReactiveLimits(on: &solution, injections, until: convergence)
    }
    return solution
  }

  /// Tries one start after another, the likeliest first, and last with short steps.
  ///
  /// The equations have solutions of collapsed voltages, too: of one that comes near to that, the next
  /// start has to find none higher.
  private func solveFromAfar(
    _ injections: Injections, until convergence: Convergence
  ) throws(PowerFlowError) -> VoltageSolution {
    var best: VoltageSolution?
    var failure: PowerFlowError?
    for isCautious in [false, true] {
      for origin in plan.origins {
        guard let start = start(origin, injections) else { continue }
        do throws(PowerFlowError) {
          let solution = try iterate(
            injections, from: start, until: convergence, mayPivot: !isCautious,
            isCautious: isCautious)
          if solution.lowestPU >= NewtonSolver.plausiblePU { return solution }
          if solution.lowestPU > max(0, best?.lowestPU ?? 0) { best = solution }
        } catch {
          failure = failure ?? error
        }
      }
    }
    if let best { return best }
    throw failure
      ?? .didNotConverge(
        iterations: convergence.iterationLimit, largestMismatchPU: .infinity,
        tolerancePU: convergence.tolerancePU)
  }

  private func start(_ origin: NewtonPlan.Origin, _ injections: Injections) -> VoltageSolution? {
    switch origin {
    case .file: plan.statedStart
    case .directCurrent: directCurrent.start(injections)
    case .flat: plan.flatStart
    }
  }

  /// A voltage below which a network may have collapsed.
  private static let plausiblePU = 0.4

  /// Frees the voltage of nodes whose generators would leave their limits, until none does.
  private func enforceReactiveLimits(
    on solution: inout VoltageSolution, _ injections: Injections, until convergence: Convergence
  ) throws(PowerFlowError) {
    var injections = injections
    while true {
      var isWithin = true
      for place in 0..<plan.pattern.count where iteration.freedom[place] == 0 {
        let node = Int(plan.pattern.nodes[place])
        guard let limits = plan.model.reactiveLimitsPU[node] else { continue }
        let given = injections.power(at: node, voltagePU: solution.magnitudePU[node]).power
        let needed = iteration.computedPower(place).imaginary - given.imaginary
        let possible = min(max(needed, limits.lowerBound), limits.upperBound)
        guard abs(needed - possible) > convergence.tolerancePU else { continue }
        injections.constant[node].imaginary += possible
        iteration.freedom[place] = 1
        isWithin = false
      }
      if isWithin { return }
      let before = solution.iterations
      solution = try iterate(injections, from: solution, until: convergence, mayPivot: false)
      solution.iterations += before
    }
  }

  /// The voltages with one branch out of service, and the nodes that this leaves without supply.
  ///
  /// Voltages of nodes without supply are those of the start.
  func solve(
    _ injections: Injections, from start: VoltageSolution, until convergence: Convergence,
    withoutBranch branch: Int, unsupplied: ArraySlice<Int32>
  ) throws(PowerFlowError) -> VoltageSolution {
    let place = branchPlaces[branch]
    let saved = iteration.remove(plan.model.branches[branch], at: place)
    let loose = iteration.disconnect(unsupplied)
    defer {
      iteration.reconnect(unsupplied, loose)
      iteration.restore(saved, at: place)
    }
    return try iterate(injections, from: start, until: convergence, mayPivot: false)
  }

  private func iterate(
    _ injections: Injections, from start: VoltageSolution, until convergence: Convergence,
    mayPivot: Bool, isCautious: Bool = false
  ) throws(PowerFlowError) -> VoltageSolution {
    let tolerancePU = max(convergence.tolerancePU, plan.roundingPU)
    var solution = start
    solution.iterations = 0
    iteration.start(from: solution)
    while true {
      solution.largestMismatchPU = iteration.linearise(injections)
      if solution.largestMismatchPU <= tolerancePU {
        iteration.store(into: &solution)
        return solution
      }
      guard solution.iterations < convergence.iterationLimit,
        solution.largestMismatchPU.isFinite
      else {
        throw .didNotConverge(
          iterations: solution.iterations, largestMismatchPU: solution.largestMismatchPU,
          tolerancePU: tolerancePU)
      }
      guard iteration.step(isCautious: isCautious) else {
        guard mayPivot else {
          throw .singular(
            iterations: solution.iterations, largestMismatchPU: solution.largestMismatchPU)
        }
        return try pivoting.solve(injections, from: start, until: convergence)
      }
      solution.iterations += 1
    }
  }
}

extension VoltageSolution {
  /// The lowest magnitude; below 0 where a direction is reversed.
  fileprivate var lowestPU: Double { magnitudePU.min() ?? 0 }
}

extension Injections {
  /// The power into `node` at a voltage, and its derivative by the logarithm of the voltage.
  func power(at node: Int, voltagePU v: Double) -> (power: Complex, slope: Complex) {
    var power = constant[node]
    var slope = Complex.zero
    if !current.isEmpty {
      power += current[node] * v
      slope += current[node] * v
    }
    if !impedance.isEmpty {
      power += impedance[node] * (v * v)
      slope += impedance[node] * (2 * v * v)
    }
    return (power, slope)
  }
}
