import COpenBLAS

/// A matrix as A = U Σ Vᵀ, with k = min(rows, columns) singular values.
public struct SingularValueDecomposition: Sendable {
  /// U, with k orthonormal columns.
  public let left: Matrix
  /// The diagonal of Σ, from the largest down.
  public let singularValues: [Double]
  /// Vᵀ, with k orthonormal rows.
  public let rightTransposed: Matrix

  /// Decomposes `matrix` by divide and conquer.
  ///
  /// - Throws: `notFinite`, `didNotConverge`.
  /// - Complexity: O(m n min(m, n)).
  public init(_ matrix: Matrix) throws(LinearAlgebraFailure) {
    try matrix.requireFinite()
    OneThread.begin()
    let (rowCount, columnCount) = (matrix.rowCount, matrix.columnCount)
    let count = min(rowCount, columnCount)
    var left = Matrix(rowCount: rowCount, columnCount: count)
    var rightTransposed = Matrix(rowCount: count, columnCount: columnCount)
    var singularValues = [Double](repeating: 0, count: count)
    if count > 0 {
      // By columns the storage is Aᵀ = V Σ Uᵀ: the left factor there is Vᵀ by rows, the right U.
      var work = matrix.elements
      let remaining = left.withUnsafeMutableElements { left in
        rightTransposed.withUnsafeMutableElements { right in
          LAPACKE_dgesdd(
            LAPACK_COL_MAJOR, CChar(UInt8(ascii: "S")), Int32(columnCount), Int32(rowCount),
            &work, Int32(columnCount), &singularValues, right.baseAddress, Int32(columnCount),
            left.baseAddress, Int32(count))
        }
      }
      guard remaining == 0 else { throw .didNotConverge(remaining: Int(remaining)) }
    }
    self.left = left
    self.singularValues = singularValues
    self.rightTransposed = rightTransposed
  }

  /// The number of singular values above `relativeTolerance` times the largest.
  ///
  /// Without a tolerance, the usual one: max(m, n) times the spacing of doubles at 1.
  public func rank(relativeTolerance: Double? = nil) -> Int {
    let tolerance =
      relativeTolerance
      ?? Double(max(left.rowCount, rightTransposed.columnCount)) * Double.ulpOfOne
    let cutoff = tolerance * (singularValues.first ?? 0)
    return singularValues.count { $0 > cutoff }
  }

  /// The ratio of the largest and the smallest singular value: the condition in the 2-norm.
  public var condition: Double {
    guard let largest = singularValues.first, let smallest = singularValues.last else { return 0 }
    return largest / smallest
  }
}
