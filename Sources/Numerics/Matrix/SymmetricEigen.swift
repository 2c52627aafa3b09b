import COpenBLAS

/// A symmetric matrix as A = V Λ Vᵀ.
public struct SymmetricEigen: Sendable {
  /// The eigenvalues, from the smallest up.
  public let values: [Double]
  /// V: column i is the eigenvector of value i, of length 1.
  ///
  /// Its sign is not determined.
  public let vectors: Matrix

  /// Decomposes a symmetric matrix, of which only the lower triangle is read.
  ///
  /// - Throws: `notFinite`, `didNotConverge`.
  /// - Complexity: O(n³), by divide and conquer.
  public init(_ matrix: Matrix) throws(LinearAlgebraFailure) {
    requireShape(matrix.isSquare, "only a square matrix has eigenvalues, not \(matrix.shape)")
    try matrix.requireFinite()
    OneThread.begin()
    let size = matrix.rowCount
    var values = [Double](repeating: 0, count: size)
    var vectors = matrix
    // The lower triangle by rows is the upper one by columns; eigenvectors come back as columns of
    // that order, which are rows here.
    let remaining = vectors.withUnsafeMutableElements {
      LAPACKE_dsyevd(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "V")), upperLetter, Int32(size), $0.baseAddress,
        Int32(max(size, 1)), &values)
    }
    guard remaining == 0 else { throw .didNotConverge(remaining: Int(remaining)) }
    self.values = values
    self.vectors = vectors.transposed
  }
}
