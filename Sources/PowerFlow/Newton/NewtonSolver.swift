import Foundation

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

  /// A mismatch of 1e-9 per unit within 30 iterations.
  public static let standard = Convergence(tolerancePU: 1e-9, iterationLimit: 30)

  /// A mismatch of `tolerancePU` within `iterationLimit` iterations.
  public init(tolerancePU: Double, iterationLimit: Int) {
    self.tolerancePU = tolerancePU
    self.iterationLimit = iterationLimit
  }
}

/// Solves power flows on one network, one after the other, by Newton's method.
///
/// The pattern of the Jacobian is analysed once. A solver belongs to one thread.
public final class NewtonSolver {
  /// The network that is solved.
  public let model: PerUnitNetwork
  /// Its admittance matrix.
  public let admittance: AdmittanceMatrix
  /// Held voltages, 1 per unit elsewhere, and the angles that references and phase shifts make.
  public let flatStart: VoltageSolution
  private let iteration: NewtonIteration
  private lazy var pivoting = PivotingNewton(model, admittance)

  /// A solver for `model`.
  public init(_ model: PerUnitNetwork) {
    self.model = model
    admittance = AdmittanceMatrix(of: model)
    flatStart = model.flatStart
    let pattern = BlockPattern(of: admittance, control: model.control)
    iteration = NewtonIteration(pattern, admittance, model)
  }

  /// The voltages at which the network takes `injections`.
  ///
  /// - Parameters:
  ///   - injections: the power into each node.
  ///   - start: where to start; by default `flatStart`.
  ///   - convergence: when to stop.
  /// - Returns: the voltages, with the iterations and the mismatch that is left.
  /// - Throws: `PowerFlowError` with the iterations and the largest mismatch.
  public func solve(
    _ injections: Injections, from start: VoltageSolution? = nil,
    until convergence: Convergence = .standard
  ) throws(PowerFlowError) -> VoltageSolution {
    guard injections.constant.count == model.nodeCount else {
      throw .wrongNumberOfInjections(
        expected: model.nodeCount, found: injections.constant.count)
    }
    var solution = start ?? flatStart
    solution.iterations = 0
    iteration.start(from: solution)
    while true {
      solution.largestMismatchPU = iteration.linearise(injections)
      if solution.largestMismatchPU <= convergence.tolerancePU {
        iteration.store(into: &solution)
        return solution
      }
      guard solution.iterations < convergence.iterationLimit,
        solution.largestMismatchPU.isFinite
      else {
        throw .didNotConverge(
          iterations: solution.iterations, largestMismatchPU: solution.largestMismatchPU,
          tolerancePU: convergence.tolerancePU)
      }
      guard iteration.step() else {
        return try pivoting.solve(injections, from: start ?? flatStart, until: convergence)
      }
      solution.iterations += 1
    }
  }
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

extension PerUnitNetwork {
  /// Held voltages, 1 per unit elsewhere, and the angles that references and phase shifts make.
  public var flatStart: VoltageSolution {
    let graph = Adjacency(nodeCount: nodeCount, edges: branches.map { ($0.start, $0.end) })
    var angle = heldAngleRadian
    var seen = control.map { $0 == .reference }
    var queue = seen.indices.filter { seen[$0] }
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      for position in graph.starts[node]..<graph.starts[node + 1] {
        let neighbour = graph.neighbours[position]
        guard !seen[neighbour] else { continue }
        seen[neighbour] = true
        let branch = branches[graph.edges[position]]
        angle[neighbour] =
          angle[node] + (branch.start == node ? -branch.phaseShiftRadian : branch.phaseShiftRadian)
        queue.append(neighbour)
      }
    }
    return VoltageSolution(
      magnitudePU: heldVoltagePU,
      direction: angle.map { Complex(magnitude: 1, angleRadian: $0) })
  }
}
