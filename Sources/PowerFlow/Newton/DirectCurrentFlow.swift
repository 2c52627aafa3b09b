import Numerics

// The direct-current power flow: voltages 1, small angles, no losses. A branch of series reactance x
// behind the ratio a and the phase shift φ carries P = (θ₁ − θ₂ − φ)/(a·x), so that P = B·θ, which gives
// the angles of a loaded meshed grid where a flat start is too far off. As in MATPOWER and pandapower, x
// is the reactance itself, which keeps negative ones of equivalent circuits negative.

/// The direct-current power flow of one network, factorised once.
final class DirectCurrentFlow {
  private let plan: NewtonPlan
  private let factorization: SparseFactorization
  private let isRegular: Bool
  /// What phase shifts, held angles and shunts draw, by place.
  private let offset: [Double]
  /// What the start has where only power is given.
  private let meanHeldPU: Double

  init(_ plan: NewtonPlan) {
    self.plan = plan
    let (model, places) = (plan.model, plan.pattern.places)
    let admittance = plan.admittance
    var offset = (0..<plan.pattern.count).map { place in
      -model.shuntAdmittance[Int(plan.pattern.nodes[place])].real
    }
    var susceptance = [Double](repeating: 0, count: admittance.columns.count)
    for (branch, entries) in zip(model.branches, admittance.branchEntries) {
      let shift = Complex(magnitude: 1, angleRadian: branch.phaseShiftRadian)
      let impedance = -(branch.admittance.endStart * shift * branch.ratio).reciprocal
      let reactance =
        abs(impedance.imaginary) > 1e-9 ? impedance.imaginary : impedance.magnitude
      let slope = 1 / (reactance * branch.ratio)
      susceptance[entries.0] += slope
      susceptance[entries.1] -= slope
      susceptance[entries.2] -= slope
      susceptance[entries.3] += slope
      let ends =
        plan.flatStart.direction[branch.start] * plan.flatStart.direction[branch.end].conjugate
      let flow = slope * (ends * shift.conjugate).angleRadian
      for (node, flow) in [(branch.start, flow), (branch.end, -flow)] where places[node] >= 0 {
        offset[Int(places[node])] -= flow
      }
    }
    var starts: [Int32] = [0]
    var rows: [Int32] = []
    var values: [Double] = []
    for place in 0..<plan.pattern.count {
      let node = Int(plan.pattern.nodes[place])
      for entry in admittance.rowStarts[node]..<admittance.rowStarts[node + 1] {
        let row = places[admittance.columns[entry]]
        guard row >= 0 else { continue }
        rows.append(row)
        values.append(susceptance[entry])
      }
      starts.append(Int32(rows.count))
    }
    // Places stand in the order of elimination.
    factorization = SparseFactorization(columnStarts: starts, rows: rows, isOrdered: true)
    isRegular = factorization.factorise(&values)
    self.offset = offset
    let held = model.control.indices.filter { model.control[$0] != .power }
    meanHeldPU = held.reduce(0) { $0 + model.heldVoltagePU[$1] } / Double(max(held.count, 1))
  }

  /// Held voltages, their mean elsewhere, and the angles at which the network takes the active part
  /// of `injections`; nil if there are none.
  func start(_ injections: Injections) -> VoltageSolution? {
    guard isRegular else { return nil }
    let (model, pattern) = (plan.model, plan.pattern)
    var angles = offset
    for place in angles.indices {
      angles[place] +=
        injections.power(at: Int(pattern.nodes[place]), voltagePU: 1).power.real
    }
    factorization.solve(&angles)
    var start = plan.flatStart
    for (place, angle) in angles.enumerated() {
      guard angle.isFinite else { return nil }
      let node = Int(pattern.nodes[place])
      if model.control[node] == .power { start.magnitudePU[node] = meanHeldPU }
      start.direction[node] =
        start.direction[node] * Complex(magnitude: 1, angleRadian: angle)
    }
    return start
  }
}
