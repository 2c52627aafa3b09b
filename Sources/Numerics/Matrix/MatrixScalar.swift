/// A number that BLAS and LAPACK have routines for: `Double`, `Float` and `Complex`.
///
/// The requirements are the routines themselves, on row-major storage; `DenseMatrix` and
/// `LUFactorization` check shapes before they call them.
public protocol MatrixScalar: AdditiveArithmetic, BitwiseCopyable, Sendable {
  /// The type of a modulus.
  associatedtype Modulus: BinaryFloatingPoint & Sendable

  /// The number 1.
  static var one: Self { get }

  /// The product of two numbers.
  static func * (left: Self, right: Self) -> Self

  /// The modulus, or absolute value.
  var modulus: Modulus { get }

  /// Sets `result` to `scale` · op(`left`) · op(`right`) + `keep` · `result`.
  static func multiply(
    _ shape: ProductShape, scale: Self, left: UnsafePointer<Self>, right: UnsafePointer<Self>,
    keep: Self, result: UnsafeMutablePointer<Self>)

  /// Overwrites the n × n `matrix` with the factors of its transpose.
  ///
  /// - Returns: 0, or the one-based index of a pivot that is exactly zero.
  static func factorize(
    _ matrix: UnsafeMutablePointer<Self>, size: Int32, pivots: UnsafeMutablePointer<Int32>
  ) -> Int32

  /// Overwrites the columns, stored one after another, with the solutions for them.
  static func solve(
    factors: UnsafePointer<Self>, size: Int32, pivots: UnsafePointer<Int32>,
    columns: UnsafeMutablePointer<Self>, count: Int32)

  /// Estimates 1 / (‖A‖₁ ‖A⁻¹‖₁) of a factorised matrix whose own norm is `norm`.
  static func reciprocalCondition(
    factors: UnsafePointer<Self>, size: Int32, norm: Modulus
  )
    -> Modulus
}

/// Which shape a product has, and which of its factors are taken transposed.
public struct ProductShape: Equatable, Sendable {
  /// How a factor enters a product.
  public enum Form: Equatable, Sendable {
    /// As it stands.
    case plain
    /// Transposed.
    case transposed
    /// Transposed, every element conjugated.
    case adjoint
  }

  /// The rows of the result.
  public let rowCount: Int
  /// The length of the sums.
  public let innerCount: Int
  /// The columns of the result.
  public let columnCount: Int
  /// How the left factor enters.
  public let leftForm: Form
  /// How the right factor enters.
  public let rightForm: Form
}
