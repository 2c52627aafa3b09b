extension DenseMatrix {
  /// The product of two matrices.
  ///
  /// - Complexity: O(rows · inner · columns), by BLAS.
  public static func * (left: Self, right: Self) -> Self {
    product(left, .plain, right, .plain)
  }

  /// The product of a matrix and a column.
  public static func * (left: Self, right: [Scalar]) -> [Scalar] {
    product(left, .plain, column(right), .plain).storage
  }

  /// The product of the transpose of this matrix and another: Aᵀ B.
  public func transposedTimes(_ right: Self) -> Self {
    Self.product(self, .transposed, right, .plain)
  }

  /// The product of the transpose of this matrix and a column: Aᵀ b.
  public func transposedTimes(_ right: [Scalar]) -> [Scalar] {
    Self.product(self, .transposed, Self.column(right), .plain).storage
  }

  /// The product of this matrix and the transpose of another: A Bᵀ.
  public func timesTransposed(_ right: Self) -> Self {
    Self.product(self, .plain, right, .transposed)
  }

  /// The product of this matrix's conjugate transpose and another: Aᴴ B.
  public func adjointTimes(_ right: Self) -> Self {
    Self.product(self, .adjoint, right, .plain)
  }

  /// The product of two matrices, each taken in the form given.
  public static func product(
    _ left: Self, _ leftForm: ProductShape.Form, _ right: Self, _ rightForm: ProductShape.Form
  ) -> Self {
    var result = Self(
      rowCount: leftForm == .plain ? left.rowCount : left.columnCount,
      columnCount: rightForm == .plain ? right.columnCount : right.rowCount)
    result.accumulate(left, leftForm, right, rightForm)
    return result
  }

  /// Sets this matrix to `scale` · op(`left`) · op(`right`) + `keep` · itself, without allocating.
  ///
  /// - Complexity: O(rows · inner · columns), by BLAS.
  public mutating func accumulate(
    scale: Scalar = .one, _ left: Self, _ leftForm: ProductShape.Form = .plain, _ right: Self,
    _ rightForm: ProductShape.Form = .plain, keep: Scalar = .one
  ) {
    let shape = ProductShape(
      rowCount: leftForm == .plain ? left.rowCount : left.columnCount,
      innerCount: leftForm == .plain ? left.columnCount : left.rowCount,
      columnCount: rightForm == .plain ? right.columnCount : right.rowCount, leftForm: leftForm,
      rightForm: rightForm)
    requireShape(
      shape.innerCount == (rightForm == .plain ? right.rowCount : right.columnCount),
      "cannot multiply \(left.shape)\(leftForm.suffix) by \(right.shape)\(rightForm.suffix)")
    requireShape(
      rowCount == shape.rowCount && columnCount == shape.columnCount,
      "a product of \(shape.rowCount) × \(shape.columnCount) does not fit into \(self.shape)")
    left.storage.withUnsafeBufferPointer { left in
      right.storage.withUnsafeBufferPointer { right in
        storage.withUnsafeMutableBufferPointer { result in
          guard let left = left.baseAddress, let right = right.baseAddress,
            let result = result.baseAddress
          else { return }
          Scalar.multiply(
            shape, scale: scale, left: left, right: right, keep: keep, result: result)
        }
      }
    }
  }

  private static func column(_ elements: [Scalar]) -> Self {
    Self(rowCount: elements.count, columnCount: 1, elements: elements)
  }
}

extension ProductShape.Form {
  fileprivate var suffix: String {
    switch self {
    case .plain: ""
    case .transposed: " transposed"
    case .adjoint: " conjugated and transposed"
    }
  }
}
