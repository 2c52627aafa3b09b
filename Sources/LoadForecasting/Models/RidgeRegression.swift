public import Learning
import Numerics

/// Linear regression with a penalty on large weights (Hoerl and Kennard 1970).
///
/// Inputs are standardised, a missing one counts as its mean; the weights w minimise
/// |y − X w|² + λ n |w|², by Cholesky factorisation of Xᵀ X + λ n I.
public struct RidgeRegression: Sendable, Equatable {
  /// λ: next to nothing for inputs that say something, enough for inputs that repeat others.
  static let penalty = 1e-3

  let features: [String]
  let means: [Double]
  let deviations: [Double]
  let weights: [Double]
  let intercept: Double

  init(
    features: [String], means: [Double], deviations: [Double], weights: [Double], intercept: Double
  ) {
    self.features = features
    self.means = means
    self.deviations = deviations
    self.weights = weights
    self.intercept = intercept
  }

  /// The regression of `targets` on the columns of `table`.
  ///
  /// - Complexity: O(rows · columns²).
  public init(_ table: FeatureTable, targets: [Double]) throws(ForecastError) {
    let (rows, width) = (table.rowCount, table.columnCount)
    var means: [Double] = []
    var deviations: [Double] = []
    var elements: [Double] = []
    elements.reserveCapacity(rows * width)
    for index in 0..<width {
      let column = table.column(index).map { Double($0) }
      let known = column.filter(\.isFinite)
      let mean = known.isEmpty ? 0 : known.mean
      let deviation = known.isEmpty ? 0 : known.standardDeviation
      let divisor = deviation > 1e-6 * abs(mean) && deviation > 1e-30 ? deviation : 1
      means.append(mean)
      deviations.append(divisor)
      for value in column { elements.append(value.isFinite ? (value - mean) / divisor : 0) }
    }
    // One input a row, so that columns of the table stay whole.
    let inputs = Matrix(rowCount: width, columnCount: rows, elements: elements)
    var normal = inputs.timesTransposed(inputs)
    for index in 0..<width {
      normal[index, index] += RidgeRegression.penalty * Double(rows)
    }
    let intercept = targets.mean
    do {
      weights = try CholeskyFactorization(normal).solve(
        inputs * targets.map { $0 - intercept })
    } catch {
      throw .learning("\(error)")
    }
    features = table.names
    self.means = means
    self.deviations = deviations
    self.intercept = intercept
  }

  /// The prediction for each row of `table`, whose columns are those of the fit.
  public func predict(_ table: FeatureTable) -> [Double] {
    var sums = [Double](repeating: intercept, count: table.rowCount)
    for index in weights.indices {
      let (mean, factor) = (means[index], weights[index] / deviations[index])
      for (row, value) in table.column(index).enumerated() where value.isFinite {
        sums[row] += factor * (Double(value) - mean)
      }
    }
    return sums
  }
}
