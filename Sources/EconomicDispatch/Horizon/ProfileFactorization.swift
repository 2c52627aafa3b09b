/// L D Lᵀ of a symmetric matrix whose rows are stored from their first entry to the diagonal.
///
/// Nothing fills in before a row's first entry, so the profile holds the factor too. There is no
/// pivoting: the matrix is quasi-definite.
struct ProfileFactorization {
  private let starts: [Int]
  private let first: [Int]
  private(set) var values: [Double]

  var count: Int { first.count }

  /// A matrix of zeros whose row *r* begins at column `first[r]`.
  init(first: [Int]) {
    self.first = first
    var starts = [0]
    for (row, column) in first.enumerated() { starts.append(starts[row] + row - column + 1) }
    self.starts = starts
    values = [Double](repeating: 0, count: starts[first.count])
  }

  /// D, once factorized.
  var diagonal: [Double] { first.indices.map { values[starts[$0 + 1] - 1] } }

  mutating func clear() {
    for index in values.indices { values[index] = 0 }
  }

  @inline(__always)
  mutating func add(_ value: Double, _ row: Int, _ column: Int) {
    let (low, high) = row < column ? (row, column) : (column, row)
    values[starts[high] + low - first[high]] += value
  }

  /// Replaces the matrix by its factors.
  ///
  /// - Complexity: O(*n* *w*²) for rows of width *w*.
  mutating func factorize() {
    values.withUnsafeMutableBufferPointer { values in
      for row in first.indices {
        let own = starts[row] - first[row]
        for column in first[row]..<row {
          let other = starts[column] - first[column]
          var sum = values[own + column]
          for inner in max(first[row], first[column])..<column {
            sum -= values[own + inner] * values[other + inner]
          }
          values[own + column] = sum
        }
        // So far the row holds L D: divide, and take what it owes off the diagonal.
        var pivot = values[own + row]
        for column in first[row]..<row {
          let scaled = values[own + column]
          let factor = scaled / values[starts[column + 1] - 1]
          pivot -= scaled * factor
          values[own + column] = factor
        }
        values[own + row] = pivot
      }
    }
  }

  /// Solves in place for a right-hand side.
  func solve(_ vector: inout [Double]) {
    for row in first.indices {
      let own = starts[row] - first[row]
      var sum = vector[row]
      for column in first[row]..<row { sum -= values[own + column] * vector[column] }
      vector[row] = sum
    }
    for row in first.indices { vector[row] /= values[starts[row + 1] - 1] }
    for row in first.indices.reversed() {
      let own = starts[row] - first[row]
      let value = vector[row]
      for column in first[row]..<row { vector[column] -= values[own + column] * value }
    }
  }
}
