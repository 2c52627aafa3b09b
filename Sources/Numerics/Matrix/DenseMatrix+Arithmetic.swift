extension DenseMatrix {
  /// The matrix with rows and columns exchanged.
  @inlinable
  public var transposed: Self {
    var result = Self(rowCount: columnCount, columnCount: rowCount)
    let (rowCount, columnCount) = (rowCount, columnCount)
    withUnsafeElements { source in
      result.withUnsafeMutableElements { target in
        // Square tiles keep the lines of both matrices in the first-level cache.
        for rowStart in stride(from: 0, to: rowCount, by: 16) {
          for columnStart in stride(from: 0, to: columnCount, by: 16) {
            for row in rowStart..<min(rowStart + 16, rowCount) {
              for column in columnStart..<min(columnStart + 16, columnCount) {
                target[column &* rowCount &+ row] = source[row &* columnCount &+ column]
              }
            }
          }
        }
      }
    }
    return result
  }

  /// The matrix of `transform` of every element.
  @inlinable
  public func map<Mapped: MatrixScalar>(_ transform: (Scalar) -> Mapped) -> DenseMatrix<Mapped> {
    DenseMatrix<Mapped>(
      rowCount: rowCount, columnCount: columnCount, elements: storage.map(transform))
  }

  /// The sum of two matrices of the same shape.
  @inlinable
  public static func + (left: Self, right: Self) -> Self {
    left.combined(with: right, "add", +)
  }

  /// The difference of two matrices of the same shape.
  @inlinable
  public static func - (left: Self, right: Self) -> Self {
    left.combined(with: right, "subtract", -)
  }

  /// The matrix with every element scaled.
  @inlinable
  public static func * (factor: Scalar, matrix: Self) -> Self {
    matrix.map { factor * $0 }
  }

  /// The matrix with the elements of two, combined one by one.
  @inlinable
  func combined(
    with other: Self, _ operation: String, _ combine: (Scalar, Scalar) -> Scalar
  ) -> Self {
    requireShape(
      rowCount == other.rowCount && columnCount == other.columnCount,
      "cannot \(operation) matrices of \(shape) and \(other.shape)")
    var result = self
    for index in storage.indices {
      result.storage[index] = combine(storage[index], other.storage[index])
    }
    return result
  }
}
