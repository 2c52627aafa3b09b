extension DenseMatrix {
  /// The 1-norm: the largest sum of moduli down a column.
  public var columnSumNorm: Scalar.Modulus {
    var sums = [Scalar.Modulus](repeating: 0, count: columnCount)
    for row in 0..<rowCount {
      for column in 0..<columnCount { sums[column] += self[row, column].modulus }
    }
    return sums.max() ?? 0
  }

  /// The ∞-norm: the largest sum of moduli along a row.
  public var rowSumNorm: Scalar.Modulus {
    (0..<rowCount).map { row($0).reduce(0) { $0 + $1.modulus } }.max() ?? 0
  }

  /// The largest modulus of an element.
  public var largestModulus: Scalar.Modulus {
    storage.reduce(0) { max($0, $1.modulus) }
  }

  /// The Frobenius norm: the root of the sum of all squared moduli, without undue overflow.
  public var frobeniusNorm: Scalar.Modulus {
    let scale = largestModulus
    guard scale > 0, scale.isFinite else { return scale }
    let sum = storage.reduce(0 as Scalar.Modulus) {
      let scaled = $1.modulus / scale
      return $0 + scaled * scaled
    }
    return scale * sum.squareRoot()
  }
}

extension DenseMatrix<Double> {
  /// The 2-norm: the largest singular value.
  ///
  /// - Throws: `notFinite`, `didNotConverge`.
  public func spectralNorm() throws(LinearAlgebraFailure) -> Double {
    try SingularValueDecomposition(self).singularValues.first ?? 0
  }
}
