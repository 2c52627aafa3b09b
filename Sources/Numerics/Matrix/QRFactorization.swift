import COpenBLAS

/// A matrix with at least as many rows as columns as A = Q R: Q with orthonormal columns, R an
/// upper triangle.
public struct QRFactorization: Sendable {
  /// Q, of the shape of A.
  public let orthogonal: Matrix
  /// R, square, with zeros below its diagonal.
  public let upper: Matrix

  /// Factorises `matrix` by Householder reflections.
  ///
  /// - Throws: `notFinite`.
  /// - Complexity: O(m n²).
  public init(_ matrix: Matrix) throws(LinearAlgebraFailure) {
    let (rowCount, columnCount) = (matrix.rowCount, matrix.columnCount)
    requireShape(
      rowCount >= columnCount,
      "QR needs at least as many rows as columns, got \(matrix.shape)")
    try matrix.requireFinite()
    OneThread.begin()
    var orthogonal = matrix
    var upper = Matrix(rowCount: columnCount, columnCount: columnCount)
    var reflectors = [Double](repeating: 0, count: columnCount)
    if columnCount > 0 {
      orthogonal.withUnsafeMutableElements {
        _ = LAPACKE_dgeqrf(
          LAPACK_ROW_MAJOR, Int32(rowCount), Int32(columnCount), $0.baseAddress,
          Int32(columnCount), &reflectors)
      }
      for row in 0..<columnCount {
        for column in row..<columnCount { upper[row, column] = orthogonal[row, column] }
      }
      orthogonal.withUnsafeMutableElements {
        _ = LAPACKE_dorgqr(
          LAPACK_ROW_MAJOR, Int32(rowCount), Int32(columnCount), Int32(columnCount),
          $0.baseAddress, Int32(columnCount), reflectors)
      }
    }
    self.orthogonal = orthogonal
    self.upper = upper
  }

  /// The x that makes ‖A x − `rightHandSide`‖₂ smallest.
  ///
  /// - Throws: `rankDeficient` if a diagonal element of R is lost in rounding; `LeastSquares` copes
  ///   with such matrices.
  /// - Complexity: O(m n).
  public func leastSquares(_ rightHandSide: [Double]) throws(LinearAlgebraFailure) -> [Double] {
    requireShape(
      rightHandSide.count == orthogonal.rowCount,
      "a matrix of \(orthogonal.shape) cannot be fitted to \(rightHandSide.count) values")
    let columnCount = upper.columnCount
    let tolerance =
      upper.largestModulus * Double(orthogonal.rowCount) * Double.ulpOfOne
    let rank = upper.diagonal.count { abs($0) > tolerance }
    guard rank == columnCount else { throw .rankDeficient(rank: rank, columns: columnCount) }
    var solution = orthogonal.transposedTimes(rightHandSide)
    for row in stride(from: columnCount - 1, through: 0, by: -1) {
      for column in row + 1..<max(columnCount, row + 1) {
        solution[row] -= upper[row, column] * solution[column]
      }
      solution[row] /= upper[row, row]
    }
    return solution
  }
}
