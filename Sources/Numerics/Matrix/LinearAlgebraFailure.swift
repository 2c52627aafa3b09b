/// What numbers, as opposed to shapes, can make impossible.
public enum LinearAlgebraFailure: Error, Equatable, Sendable {
  /// A pivot is exactly zero, so the matrix of `size` rows has no inverse.
  case singular(pivot: Int, size: Int)
  /// The leading block of `order` rows has no positive determinant.
  case notPositiveDefinite(order: Int, size: Int)
  /// The columns depend on one another, and the method needs that they do not.
  case rankDeficient(rank: Int, columns: Int)
  /// An element is infinite or not a number.
  case notFinite(row: Int, column: Int)
  /// An iteration inside LAPACK did not converge; `remaining` values are still unknown.
  case didNotConverge(remaining: Int)
}

extension LinearAlgebraFailure: CustomStringConvertible {
  /// The failure in one sentence.
  public var description: String {
    switch self {
    case .singular(let pivot, let size):
      "the \(size) × \(size) matrix is singular: pivot \(pivot) is zero"
    case .notPositiveDefinite(let order, let size):
      "the \(size) × \(size) matrix is not positive definite: its leading \(order) × \(order) block fails"
    case .rankDeficient(let rank, let columns):
      "only \(rank) of \(columns) columns are independent"
    case .notFinite(let row, let column):
      "the matrix element in row \(row), column \(column) is not finite"
    case .didNotConverge(let remaining):
      "the decomposition did not converge: \(remaining) values are still unknown"
    }
  }
}

extension DenseMatrix {
  /// Refuses elements that are infinite or not numbers, on which LAPACK may hang.
  func requireFinite() throws(LinearAlgebraFailure) {
    for (index, element) in storage.enumerated() where !element.modulus.isFinite {
      throw .notFinite(row: index / columnCount, column: index % columnCount)
    }
  }
}
