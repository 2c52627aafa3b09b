/// The mean and the spread of each column, by which a network sees its numbers.
struct Scaling: Sendable, Equatable {
  let means: [Float]
  /// The standard deviation of each column; 1 for a column that does not vary.
  let deviations: [Float]

  /// The scaling under which every column of `table` has mean 0 and deviation 1, from the values
  /// of its first `rows` rows that are finite.
  init(of table: FeatureTable, rows: Int) {
    var means: [Float] = []
    var deviations: [Float] = []
    for index in 0..<table.columnCount {
      var (count, mean, squares) = (0.0, 0.0, 0.0)
      for value in table.column(index).prefix(rows) where value.isFinite {
        // Welford (1962): one pass that cannot cancel.
        count += 1
        let difference = Double(value) - mean
        mean += difference / count
        squares += difference * (Double(value) - mean)
      }
      let deviation = count > 0 ? (squares / count).squareRoot() : 0
      means.append(Float(mean))
      deviations.append(deviation > 1e-6 * abs(mean) && deviation > 1e-30 ? Float(deviation) : 1)
    }
    self.init(means: means, deviations: deviations)
  }

  init(means: [Float], deviations: [Float]) {
    self.means = means
    self.deviations = deviations
  }

  /// The standardised number; 0, the mean, for one that is not finite.
  @inline(__always)
  func standardized(_ value: Float, column: Int) -> Float {
    value.isFinite ? (value - means[column]) / deviations[column] : 0
  }

  /// The number that `value` stands for on the scale of `column`.
  @inline(__always)
  func restored(_ value: Float, column: Int) -> Double {
    Double(means[column]) + Double(deviations[column]) * Double(value)
  }

  /// The standardised rows of `table`, one after another.
  func rows(of table: FeatureTable) -> [Float] {
    let (columns, rows) = (table.columnCount, table.rowCount)
    return [Float](unsafeUninitializedCapacity: rows * columns) { buffer, count in
      for column in 0..<columns {
        for (row, value) in table.column(column).enumerated() {
          buffer.initializeElement(
            at: row &* columns &+ column, to: standardized(value, column: column))
        }
      }
      count = rows * columns
    }
  }
}
