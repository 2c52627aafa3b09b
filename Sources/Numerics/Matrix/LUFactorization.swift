/// A square matrix as the product of triangles, P A = L U, ready to solve for many right-hand sides.
public struct LUFactorization<Scalar: MatrixScalar>: Sendable {
  /// The number of rows, and of columns.
  public let size: Int
  /// The factors of the transposed matrix, as LAPACK packs them.
  private let factors: [Scalar]
  private let pivots: [Int32]
  private let norm: Scalar.Modulus

  /// Factorises a square matrix by Gaussian elimination with partial pivoting.
  ///
  /// - Throws: `singular` for an exactly zero pivot; `notFinite`.
  /// - Complexity: O(n³).
  public init(_ matrix: DenseMatrix<Scalar>) throws(LinearAlgebraFailure) {
    requireShape(matrix.isSquare, "only a square matrix can be solved, not \(matrix.shape)")
    try matrix.requireFinite()
    size = matrix.rowCount
    norm = matrix.columnSumNorm
    var factors = matrix.elements
    var pivots = [Int32](repeating: 0, count: size)
    let zeroPivot = Scalar.factorize(&factors, size: Int32(size), pivots: &pivots)
    guard zeroPivot == 0 else { throw .singular(pivot: Int(zeroPivot) - 1, size: size) }
    self.factors = factors
    self.pivots = pivots
  }

  /// The x of A x = `rightHandSide`.
  ///
  /// - Complexity: O(n²).
  public func solve(_ rightHandSide: [Scalar]) -> [Scalar] {
    requireShape(
      rightHandSide.count == size,
      "a matrix of \(size) × \(size) cannot be solved for \(rightHandSide.count) values")
    var solution = rightHandSide
    Scalar.solve(
      factors: factors, size: Int32(size), pivots: pivots, columns: &solution, count: 1)
    return solution
  }

  /// The X of A X = `rightHandSide`, column by column.
  ///
  /// - Complexity: O(n²) a column.
  public func solve(_ rightHandSide: DenseMatrix<Scalar>) -> DenseMatrix<Scalar> {
    requireShape(
      rightHandSide.rowCount == size,
      "a matrix of \(size) × \(size) cannot be solved for \(rightHandSide.shape)")
    var columns = rightHandSide.transposed
    columns.withUnsafeMutableElements { elements in
      guard let base = elements.baseAddress else { return }
      Scalar.solve(
        factors: factors, size: Int32(size), pivots: pivots, columns: base,
        count: Int32(rightHandSide.columnCount))
    }
    return columns.transposed
  }

  /// The inverse.
  ///
  /// To solve for a few right-hand sides, `solve` is cheaper and more accurate.
  public var inverse: DenseMatrix<Scalar> { solve(.identity(size)) }

  /// The determinant.
  public var determinant: Scalar {
    var determinant = Scalar.one
    for index in 0..<size {
      determinant = determinant * factors[index * size + index]
      if pivots[index] != index + 1 { determinant = .zero - determinant }
    }
    return determinant
  }

  /// An estimate of ‖A‖₁ ‖A⁻¹‖₁: how much the solution can magnify an error of the input.
  ///
  /// - Complexity: O(n²) (Higham 1988, "FORTRAN codes for estimating the one-norm").
  public var conditionEstimate: Scalar.Modulus {
    1 / Scalar.reciprocalCondition(factors: factors, size: Int32(size), norm: norm)
  }
}

extension DenseMatrix {
  /// The x of A x = `rightHandSide`, by LU factorisation.
  ///
  /// - Throws: `singular`, `notFinite`.
  public func solve(_ rightHandSide: [Scalar]) throws(LinearAlgebraFailure) -> [Scalar] {
    try LUFactorization(self).solve(rightHandSide)
  }

  /// The X of A X = `rightHandSide`, by LU factorisation.
  ///
  /// - Throws: `singular`, `notFinite`.
  public func solve(_ rightHandSide: Self) throws(LinearAlgebraFailure) -> Self {
    try LUFactorization(self).solve(rightHandSide)
  }

  /// The inverse.
  ///
  /// - Throws: `singular`, `notFinite`.
  public func inverse() throws(LinearAlgebraFailure) -> Self {
    try LUFactorization(self).inverse
  }

  /// The determinant; zero for a singular matrix.
  ///
  /// - Throws: `notFinite`.
  public func determinant() throws(LinearAlgebraFailure) -> Scalar {
    do {
      return try LUFactorization(self).determinant
    } catch .singular {
      return .zero
    }
  }

  /// An estimate of ‖A‖₁ ‖A⁻¹‖₁; infinite for a singular matrix.
  ///
  /// - Throws: `notFinite`.
  public func conditionEstimate() throws(LinearAlgebraFailure) -> Scalar.Modulus {
    do {
      return try LUFactorization(self).conditionEstimate
    } catch .singular {
      return .infinity
    }
  }
}
