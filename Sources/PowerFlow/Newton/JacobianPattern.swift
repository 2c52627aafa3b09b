/// Where the derivatives of a power flow stand in a sparse matrix in columns.
///
/// Unknowns are the angle of every node that is not a reference, and the voltage of every node whose
/// power is given. Equations are numbered the same way: active power, reactive power.
struct JacobianPattern: Sendable {
  /// The unknown angle of each node; −1 if it is held.
  let angle: [Int32]
  /// The unknown voltage of each node; −1 if it is held.
  let magnitude: [Int32]
  /// How many unknowns there are.
  let size: Int
  /// Where each column starts in `rows`.
  let columnStarts: [Int32]
  /// The row of each entry.
  let rows: [Int32]
  /// Where the derivatives that belong to each entry (i, j) of the admittance matrix stand.
  ///
  /// In this order: ∂Pᵢ/∂θⱼ, ∂Qᵢ/∂θⱼ, ∂Pᵢ/∂Vⱼ and ∂Qᵢ/∂Vⱼ. What
  /// the pattern lacks goes to a last place that no column owns.
  let places: [SIMD4<Int32>]

  init(of admittance: AdmittanceMatrix, control: [PerUnitNetwork.Control]) {
    let nodes = control.count
    var angle = [Int32](repeating: -1, count: nodes)
    var magnitude = angle
    var size: Int32 = 0
    for node in 0..<nodes {
      if control[node] != .reference {
        angle[node] = size
        size += 1
      }
      if control[node] == .power {
        magnitude[node] = size
        size += 1
      }
    }
    // The pattern of the admittance matrix is symmetric, so row j of it lists what column j needs.
    var columnStarts: [Int32] = [0]
    var rows: [Int32] = []
    var starts = [Int32](repeating: 0, count: Int(size))
    for column in 0..<nodes {
      let neighbours = admittance.columns[
        admittance.rowStarts[column]..<admittance.rowStarts[column + 1]]
      for unknown in [angle[column], magnitude[column]] where unknown >= 0 {
        starts[Int(unknown)] = Int32(rows.count)
        for row in neighbours {
          if angle[row] >= 0 { rows.append(angle[row]) }
          if magnitude[row] >= 0 { rows.append(magnitude[row]) }
        }
        columnStarts.append(Int32(rows.count))
      }
    }
    let nowhere = Int32(rows.count)
    var places = [SIMD4<Int32>](
      repeating: SIMD4(repeating: nowhere), count: admittance.columns.count)
    var next = starts
    for column in 0..<nodes {
      for mirrored in admittance.rowStarts[column]..<admittance.rowStarts[column + 1] {
        let row = admittance.columns[mirrored]
        let entry = admittance.entry(row: row, column: column)
        for (unknown, offset) in [(angle[column], 0), (magnitude[column], 2)] where unknown >= 0 {
          for (equation, part) in [(angle[row], 0), (magnitude[row], 1)] where equation >= 0 {
            places[entry][offset + part] = next[Int(unknown)]
            next[Int(unknown)] += 1
          }
        }
      }
    }
    self.angle = angle
    self.magnitude = magnitude
    self.size = Int(size)
    self.columnStarts = columnStarts
    self.rows = rows
    self.places = places
  }
}
