import Numerics

// Newton's method on a scalar Jacobian that KLU factorises with pivoting: slower than blocks, but it
// needs no pivots on the diagonal. The equations stand in `NewtonSolver`.

/// Solves what elimination by blocks cannot.
final class PivotingNewton {
  private let model: PerUnitNetwork
  private let admittance: AdmittanceMatrix
  private let pattern: JacobianPattern
  private let factorization: SparseFactorization
  private var jacobian: [Double]
  private var right: [Double]

  init(_ model: PerUnitNetwork, _ admittance: AdmittanceMatrix) {
    self.model = model
    self.admittance = admittance
    pattern = JacobianPattern(of: admittance, control: model.control)
    factorization = SparseFactorization(columnStarts: pattern.columnStarts, rows: pattern.rows)
    jacobian = [Double](repeating: 0, count: pattern.rows.count + 1)
    right = [Double](repeating: 0, count: pattern.size)
  }

  func solve(
    _ injections: Injections, from start: VoltageSolution, until convergence: Convergence
  ) throws(PowerFlowError) -> VoltageSolution {
    var solution = start
    solution.iterations = 0
    // The answer must not depend on what was solved before.
    factorization.forget()
    while true {
      linearise(at: solution, injections)
      // A comparison lets NaN pass, a sum does not.
      solution.largestMismatchPU =
        right.reduce(0, +).isFinite ? right.reduce(0) { max($0, abs($1)) } : .nan
      if solution.largestMismatchPU <= convergence.tolerancePU { return solution }
      guard solution.iterations < convergence.iterationLimit,
        solution.largestMismatchPU.isFinite
      else {
        throw .didNotConverge(
          iterations: solution.iterations, largestMismatchPU: solution.largestMismatchPU,
          tolerancePU: convergence.tolerancePU)
      }
      guard factorization.factorise(&jacobian) else {
        throw .singular(
          iterations: solution.iterations, largestMismatchPU: solution.largestMismatchPU)
      }
      factorization.solve(&right)
      step(&solution)
    }
  }

  /// Fills `jacobian`, and `right` with given minus computed power.
  private func linearise(at solution: VoltageSolution, _ injections: Injections) {
    let voltages = (0..<model.nodeCount).map(solution.voltage)
    for row in 0..<model.nodeCount {
      let own = voltages[row]
      var total = Complex.zero
      for entry in admittance.rowStarts[row]..<admittance.rowStarts[row + 1] {
        let flow = own * (admittance.values[entry] * voltages[admittance.columns[entry]]).conjugate
        total += flow
        let place = pattern.places[entry]
        jacobian[Int(place[0])] = flow.imaginary
        jacobian[Int(place[1])] = -flow.real
        jacobian[Int(place[2])] = flow.real
        jacobian[Int(place[3])] = flow.imaginary
      }
      let place = pattern.places[admittance.diagonal[row]]
      let (given, slope) = injections.power(at: row, voltagePU: solution.magnitudePU[row])
      jacobian[Int(place[0])] -= total.imaginary
      jacobian[Int(place[1])] += total.real
      jacobian[Int(place[2])] += total.real - slope.real
      jacobian[Int(place[3])] += total.imaginary - slope.imaginary
      if pattern.angle[row] >= 0 { right[Int(pattern.angle[row])] = given.real - total.real }
      if pattern.magnitude[row] >= 0 {
        right[Int(pattern.magnitude[row])] = given.imaginary - total.imaginary
      }
    }
  }

  private func step(_ solution: inout VoltageSolution) {
    for node in 0..<model.nodeCount {
      if pattern.angle[node] >= 0 {
        solution.direction[node] =
          solution.direction[node]
          * Complex(magnitude: 1, angleRadian: right[Int(pattern.angle[node])])
      }
      if pattern.magnitude[node] >= 0 {
        solution.magnitudePU[node] *= 1 + right[Int(pattern.magnitude[node])]
      }
    }
    solution.iterations += 1
  }
}
