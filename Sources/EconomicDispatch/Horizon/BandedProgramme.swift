// Convex quadratic programmes whose rows touch only neighbouring columns, as hours touch only the
// hours beside them:
//
//     minimise ½ xᵀ Q x + qᵀ x   where   A x = b,   G x + s = h,   s ≥ 0
//
// by Mehrotra's predictor and corrector (1992). With W = Z S⁻¹ every step solves
//
//     | Q + Gᵀ W G + δ   Aᵀ | | Δx |
//     | A               −δ  | | Δy | = right-hand side
//
// which is quasi-definite: it factors as L D Lᵀ in any order (Vanderbei 1995), and the order of the
// columns, each equality after the last column it touches, keeps the factor in a narrow profile.

/// A convex quadratic programme with rows of neighbouring columns.
struct BandedProgramme {
  /// Rows of sparse coefficients with a bound each.
  struct Rows {
    private(set) var starts = [0]
    private(set) var columns: [Int] = []
    private(set) var coefficients: [Double] = []
    var bounds: [Double] = []

    var count: Int { bounds.count }

    mutating func append(_ entries: [(column: Int, coefficient: Double)], bound: Double) {
      for entry in entries {
        columns.append(entry.column)
        coefficients.append(entry.coefficient)
      }
      starts.append(columns.count)
      bounds.append(bound)
    }

    /// The left-hand side of each row at `point`.
    func values(at point: [Double]) -> [Double] {
      var values = [Double](repeating: 0, count: count)
      for row in 0..<count {
        var sum = 0.0
        for entry in starts[row]..<starts[row + 1] {
          sum += coefficients[entry] * point[columns[entry]]
        }
        values[row] = sum
      }
      return values
    }

    /// Adds the transposed rows, each `weights` times, to `target`.
    func addTransposed(_ weights: [Double], to target: inout [Double]) {
      for row in 0..<count {
        for entry in starts[row]..<starts[row + 1] {
          target[columns[entry]] += coefficients[entry] * weights[row]
        }
      }
    }
  }

  /// q.
  var linear: [Double]
  /// The lower triangle of Q: `column` ≤ `row`.
  var quadratic: [(row: Int, column: Int, value: Double)] = []
  /// A x = b.
  var equalities = Rows()
  /// G x ≤ h.
  var inequalities = Rows()

  /// A solution, with the prices of the equalities: what the cost changes by with b.
  struct Solution {
    var point: [Double]
    var prices: [Double]
    var iterations: Int
  }

  /// Q x.
  func hessianProduct(_ point: [Double]) -> [Double] {
    var product = [Double](repeating: 0, count: point.count)
    for entry in quadratic {
      product[entry.row] += entry.value * point[entry.column]
      if entry.row != entry.column { product[entry.column] += entry.value * point[entry.row] }
    }
    return product
  }
}
