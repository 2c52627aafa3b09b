extension DenseMatrix<Double> {
  /// The mean of every column; NaN without rows.
  public var columnMeans: [Double] {
    var sums = [Double](repeating: 0, count: columnCount)
    for row in 0..<rowCount {
      for column in 0..<columnCount { sums[column] += self[row, column] }
    }
    return sums.map { $0 / Double(rowCount) }
  }

  /// The unbiased covariances of the columns, rows being observations.
  ///
  /// - Complexity: O(m n²).
  public var covarianceMatrix: Matrix {
    let centred = centredColumns
    return (1 / Double(rowCount - 1)) * centred.transposedTimes(centred)
  }

  /// The correlations of the columns, rows being observations; NaN wherever a column is constant.
  ///
  /// - Complexity: O(m n²).
  public var correlationMatrix: Matrix {
    var centred = centredColumns
    let norms = (0..<columnCount).map { column in
      (0..<rowCount).reduce(0) { $0 + centred[$1, column] * centred[$1, column] }.squareRoot()
    }
    for row in 0..<rowCount {
      for column in 0..<columnCount { centred[row, column] /= norms[column] }
    }
    var correlations = centred.transposedTimes(centred)
    for index in 0..<columnCount where norms[index] > 0 { correlations[index, index] = 1 }
    return correlations
  }

  private var centredColumns: Matrix {
    let means = columnMeans
    var centred = self
    for row in 0..<rowCount {
      for column in 0..<columnCount { centred[row, column] -= means[column] }
    }
    return centred
  }
}
