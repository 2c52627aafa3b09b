import COpenBLAS

/// The X that makes ‖A X − B‖ smallest, and of all those the shortest, whatever the rank of A.
public struct LeastSquares: Sendable {
  /// X: one column for each of B.
  public let solution: Matrix
  /// The number of independent columns of A.
  public let rank: Int
  /// The singular values of A, from the largest down.
  public let singularValues: [Double]

  /// Fits `matrix` · X to `rightHandSide` through the singular value decomposition.
  ///
  /// Singular values below `relativeTolerance` times the largest count as zero; without a
  /// tolerance, max(m, n) times the spacing of doubles at 1.
  ///
  /// - Throws: `notFinite`, `didNotConverge`.
  /// - Complexity: O(m n min(m, n)).
  public init(
    _ matrix: Matrix, _ rightHandSide: Matrix, relativeTolerance: Double? = nil
  ) throws(LinearAlgebraFailure) {
    let (rowCount, columnCount) = (matrix.rowCount, matrix.columnCount)
    requireShape(
      rightHandSide.rowCount == rowCount,
      "a matrix of \(matrix.shape) cannot be fitted to \(rightHandSide.shape)")
    try matrix.requireFinite()
    try rightHandSide.requireFinite()
    OneThread.begin()
    let count = rightHandSide.columnCount
    var singularValues = [Double](repeating: 0, count: min(rowCount, columnCount))
    var rank: Int32 = 0
    // dgelsd wants room for whichever of B and X is the taller, and returns X on top.
    let height = max(rowCount, columnCount)
    var work = matrix.elements
    var exchanged =
      rightHandSide.elements
      + [Double](repeating: 0, count: (height - rowCount) * count)
    if !singularValues.isEmpty && count > 0 {
      let remaining = LAPACKE_dgelsd(
        LAPACK_ROW_MAJOR, Int32(rowCount), Int32(columnCount), Int32(count), &work,
        Int32(columnCount), &exchanged, Int32(count), &singularValues,
        relativeTolerance ?? Double(height) * Double.ulpOfOne, &rank)
      guard remaining == 0 else { throw .didNotConverge(remaining: Int(remaining)) }
    }
    solution = Matrix(
      rowCount: columnCount, columnCount: count,
      elements: singularValues.isEmpty
        ? [Double](repeating: 0, count: columnCount * count)
        : Array(exchanged[..<(columnCount * count)]))
    self.rank = Int(rank)
    self.singularValues = singularValues
  }

  /// Fits `matrix` · x to one column.
  ///
  /// - Throws: `notFinite`, `didNotConverge`.
  public init(
    _ matrix: Matrix, _ rightHandSide: [Double], relativeTolerance: Double? = nil
  ) throws(LinearAlgebraFailure) {
    try self.init(
      matrix, Matrix(rowCount: rightHandSide.count, columnCount: 1, elements: rightHandSide),
      relativeTolerance: relativeTolerance)
  }
}
