import COpenBLAS

/// A symmetric positive definite matrix as A = L Lᵀ.
public struct CholeskyFactorization: Sendable {
  /// The lower triangle L, with zeros above its diagonal.
  public let lower: Matrix

  /// Factorises a symmetric matrix, of which only the lower triangle is read.
  ///
  /// - Throws: `notPositiveDefinite`, `notFinite`.
  /// - Complexity: O(n³), half of what LU needs.
  public init(_ matrix: Matrix) throws(LinearAlgebraFailure) {
    requireShape(
      matrix.isSquare, "only a square matrix has a Cholesky factor, not \(matrix.shape)")
    try matrix.requireFinite()
    OneThread.begin()
    let size = matrix.rowCount
    var lower = matrix
    for row in 0..<size {
      for column in row + 1..<max(size, row + 1) { lower[row, column] = 0 }
    }
    // The lower triangle by rows is the upper one by columns.
    let order = lower.withUnsafeMutableElements {
      LAPACKE_dpotrf_work(
        LAPACK_COL_MAJOR, upperLetter, Int32(size), $0.baseAddress, Int32(max(size, 1)))
    }
    guard order == 0 else { throw .notPositiveDefinite(order: Int(order), size: size) }
    self.lower = lower
  }

  /// The X of A X = `rightHandSide`.
  ///
  /// - Complexity: O(n²) a column.
  public func solve(_ rightHandSide: Matrix) -> Matrix {
    let size = lower.rowCount
    requireShape(
      rightHandSide.rowCount == size,
      "a matrix of \(lower.shape) cannot be solved for \(rightHandSide.shape)")
    OneThread.begin()
    var columns = rightHandSide.transposed
    columns.withUnsafeMutableElements { columns in
      lower.withUnsafeElements { lower in
        _ = LAPACKE_dpotrs_work(
          LAPACK_COL_MAJOR, upperLetter, Int32(size), Int32(rightHandSide.columnCount),
          lower.baseAddress, Int32(max(size, 1)), columns.baseAddress, Int32(max(size, 1)))
      }
    }
    return columns.transposed
  }

  /// The x of A x = `rightHandSide`.
  ///
  /// - Complexity: O(n²).
  public func solve(_ rightHandSide: [Double]) -> [Double] {
    solve(Matrix(rowCount: rightHandSide.count, columnCount: 1, elements: rightHandSide)).elements
  }
}

let upperLetter = CChar(UInt8(ascii: "U"))
