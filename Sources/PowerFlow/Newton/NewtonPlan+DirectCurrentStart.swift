import Numerics

// The direct-current power flow: voltages 1, small angles, no losses. A branch of series reactance x
// behind the ratio a and the phase shift φ carries P = (θ₁ − θ₂ − φ)/(a·x), so that P = B·θ, which gives
// the angles of a loaded meshed grid where a flat start is too far off. As in MATPOWER and pandapower, x
// is the reactance itself, which keeps negative ones of equivalent circuits negative.

extension NewtonPlan {
  /// Held voltages, their mean elsewhere, and the angles of a direct-current power flow; nil if it
  /// has no solution.
  func directCurrentStart(_ injections: Injections) -> VoltageSolution? {
    let places = pattern.places
    var right = (0..<pattern.count).map { place in
      let node = Int(pattern.nodes[place])
      return injections.power(at: node, voltagePU: 1).power.real - model.shuntAdmittance[node].real
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
      let ends = flatStart.direction[branch.start] * flatStart.direction[branch.end].conjugate
      let flow = slope * (ends * shift.conjugate).angleRadian
      for (node, flow) in [(branch.start, flow), (branch.end, -flow)] where places[node] >= 0 {
        right[Int(places[node])] -= flow
      }
    }
    var starts: [Int32] = [0]
    var rows: [Int32] = []
    var values: [Double] = []
    for place in 0..<pattern.count {
      let node = Int(pattern.nodes[place])
      let entries = (admittance.rowStarts[node]..<admittance.rowStarts[node + 1])
        .filter { places[admittance.columns[$0]] >= 0 }
        .map { (row: places[admittance.columns[$0]], value: susceptance[$0]) }
      for entry in entries.sorted(by: { $0.row < $1.row }) {
        rows.append(entry.row)
        values.append(entry.value)
      }
      starts.append(Int32(rows.count))
    }
    let factorization = SparseFactorization(columnStarts: starts, rows: rows)
    guard factorization.factorise(&values) else { return nil }
    factorization.solve(&right)
    var start = flatStart
    let held = model.control.indices.filter { model.control[$0] != .power }
    let mean = held.reduce(0) { $0 + model.heldVoltagePU[$1] } / Double(max(held.count, 1))
    for place in 0..<pattern.count {
      guard right[place].isFinite else { return nil }
      let node = Int(pattern.nodes[place])
      if model.control[node] == .power { start.magnitudePU[node] = mean }
      start.direction[node] =
        start.direction[node] * Complex(magnitude: 1, angleRadian: right[place])
    }
    return start
  }
}
