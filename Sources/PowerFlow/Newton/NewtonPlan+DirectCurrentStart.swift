// The direct-current power flow: voltages 1, small angles, no losses. Then P = B·θ with B from the
// series reactances, which gives the angles of a loaded meshed grid where a flat start is too far off.

extension NewtonPlan {
  /// Held voltages, their mean elsewhere, and the angles of a direct-current power flow; nil if it
  /// has no solution.
  func directCurrentStart(_ injections: Injections) -> VoltageSolution? {
    let places = pattern.places
    var starts: [Int32] = [0]
    var rows: [Int32] = []
    var values: [Double] = []
    var right = [Double](repeating: 0, count: pattern.count)
    // The susceptance between two nodes, from the angle-free part of their mutual admittance.
    for place in 0..<pattern.count {
      let node = Int(pattern.nodes[place])
      right[place] =
        injections.constant[node].real - admittance.values[admittance.diagonal[node]].real
      var own = 0.0
      var entries: [(row: Int32, value: Double)] = []
      for entry in admittance.rowStarts[node]..<admittance.rowStarts[node + 1] {
        let other = admittance.columns[entry]
        guard other != node else { continue }
        let turn = flatStart.direction[node] * flatStart.direction[other].conjugate
        let flow = admittance.values[entry].conjugate * turn
        right[place] -= flow.real
        let susceptance = flow.imaginary
        own += susceptance
        if places[other] >= 0 { entries.append((places[other], -susceptance)) }
      }
      entries.append((Int32(place), own))
      for entry in entries.sorted(by: { $0.row < $1.row }) {
        rows.append(entry.row)
        values.append(-entry.value)
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
