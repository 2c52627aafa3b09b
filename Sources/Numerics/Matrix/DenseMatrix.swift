/// A matrix of doubles.
public typealias Matrix = DenseMatrix<Double>

/// A matrix of single-precision numbers, for training.
public typealias SingleMatrix = DenseMatrix<Float>

/// A matrix of complex numbers.
public typealias ComplexMatrix = DenseMatrix<Complex>

/// A dense matrix, stored row by row, with BLAS and LAPACK behind its products and factorisations.
///
/// Two kinds of failure are kept apart. Operands whose shapes do not fit are a programmer's error:
/// the program stops with a message that names both shapes, in release builds too. What depends on
/// the numbers (a singular matrix, a value that is not finite) is thrown as `LinearAlgebraFailure`.
@frozen
public struct DenseMatrix<Scalar: MatrixScalar>: Sendable {
  /// The number of rows.
  public let rowCount: Int
  /// The number of columns.
  public let columnCount: Int
  @usableFromInline var storage: [Scalar]

  /// A matrix of `rowCount` × `columnCount` with the given elements, row by row.
  @inlinable
  public init(rowCount: Int, columnCount: Int, elements: [Scalar]) {
    requireShape(
      rowCount >= 0 && columnCount >= 0 && rowCount * columnCount == elements.count,
      "a matrix of \(rowCount) × \(columnCount) cannot have \(elements.count) elements")
    self.rowCount = rowCount
    self.columnCount = columnCount
    storage = elements
  }

  /// A matrix with the same element everywhere.
  @inlinable
  public init(rowCount: Int, columnCount: Int, repeating element: Scalar = .zero) {
    self.init(
      rowCount: rowCount, columnCount: columnCount,
      elements: [Scalar](repeating: element, count: max(rowCount * columnCount, 0)))
  }

  /// A matrix of the given rows, all of the same length.
  @inlinable
  public init(rows: [[Scalar]]) {
    let columnCount = rows.first?.count ?? 0
    for (index, row) in rows.enumerated() {
      requireShape(
        row.count == columnCount,
        "row \(index) has \(row.count) elements where row 0 has \(columnCount)")
    }
    self.init(rowCount: rows.count, columnCount: columnCount, elements: Array(rows.joined()))
  }

  /// A matrix whose columns are the given ones, all of the same length.
  @inlinable
  public init(columns: [[Scalar]]) {
    let rowCount = columns.first?.count ?? 0
    var elements = [Scalar](repeating: .zero, count: rowCount * columns.count)
    for (index, column) in columns.enumerated() {
      requireShape(
        column.count == rowCount,
        "column \(index) has \(column.count) elements where column 0 has \(rowCount)")
      for row in 0..<rowCount { elements[row * columns.count + index] = column[row] }
    }
    self.init(rowCount: rowCount, columnCount: columns.count, elements: elements)
  }

  /// The matrix of `size` rows that changes nothing it is multiplied by.
  @inlinable
  public static func identity(_ size: Int) -> Self {
    diagonal([Scalar](repeating: .one, count: size))
  }

  /// The square matrix that has `elements` on its diagonal and zeros elsewhere.
  @inlinable
  public static func diagonal(_ elements: [Scalar]) -> Self {
    var matrix = Self(rowCount: elements.count, columnCount: elements.count)
    for (index, element) in elements.enumerated() { matrix[index, index] = element }
    return matrix
  }

  /// The elements, row by row.
  @inlinable
  public var elements: [Scalar] { storage }

  /// The element in a row and column, both counted from 0.
  ///
  /// - Complexity: O(1).
  @inlinable
  public subscript(row: Int, column: Int) -> Scalar {
    get {
      precondition(row >= 0 && row < rowCount && column >= 0 && column < columnCount)
      return storage[row &* columnCount &+ column]
    }
    set {
      precondition(row >= 0 && row < rowCount && column >= 0 && column < columnCount)
      storage[row &* columnCount &+ column] = newValue
    }
  }

  /// One row, as a view of the elements.
  ///
  /// - Complexity: O(1).
  @inlinable
  public func row(_ row: Int) -> ArraySlice<Scalar> {
    storage[row * columnCount..<(row + 1) * columnCount]
  }

  /// One column, copied.
  @inlinable
  public func column(_ column: Int) -> [Scalar] {
    (0..<rowCount).map { self[$0, column] }
  }

  /// The elements on the diagonal.
  @inlinable
  public var diagonal: [Scalar] {
    (0..<min(rowCount, columnCount)).map { self[$0, $0] }
  }

  /// Whether there are as many rows as columns.
  @inlinable
  public var isSquare: Bool { rowCount == columnCount }

  /// The shape as it is spelled in messages.
  @inlinable
  public var shape: String { "\(rowCount) × \(columnCount)" }

  /// Lends the elements, row by row.
  @inlinable
  public func withUnsafeElements<Result>(
    _ body: (UnsafeBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    try storage.withUnsafeBufferPointer(body)
  }

  /// Lends the elements, row by row, to be changed in place.
  @inlinable
  public mutating func withUnsafeMutableElements<Result>(
    _ body: (UnsafeMutableBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    try storage.withUnsafeMutableBufferPointer { try body($0) }
  }
}

extension DenseMatrix: Equatable where Scalar: Equatable {}

/// Stops the program over operands that do not fit.
///
/// Unlike a precondition, the message with both
/// shapes is there in release builds too.
@inlinable
func requireShape(_ fits: Bool, _ message: @autoclosure () -> String) {
  if !fits { stop(message()) }
}

@usableFromInline
func stop(_ message: String) -> Never { fatalError(message) }
