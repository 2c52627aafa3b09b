import Foundation

/// A complex number in Cartesian form: a phasor, an impedance or a power.
@frozen
public struct Complex: Equatable, Sendable {
  /// The real part.
  public var real: Double
  /// The imaginary part.
  public var imaginary: Double

  /// Zero.
  public static let zero = Complex(0, 0)

  /// The number `real` + j·`imaginary`.
  @inlinable
  public init(_ real: Double, _ imaginary: Double = 0) {
    self.real = real
    self.imaginary = imaginary
  }

  /// The number of magnitude `magnitude` at `angleRadian`.
  public init(magnitude: Double, angleRadian: Double) {
    self.init(magnitude * cos(angleRadian), magnitude * sin(angleRadian))
  }

  /// The distance from zero.
  public var magnitude: Double { hypot(real, imaginary) }
  /// The angle in (−π, π].
  public var angleRadian: Double { atan2(imaginary, real) }
  /// The mirror image at the real axis.
  @inlinable public var conjugate: Complex { Complex(real, -imaginary) }
  /// The square of the magnitude.
  @inlinable public var squaredMagnitude: Double { real * real + imaginary * imaginary }
  /// 1 divided by this number.
  @inlinable public var reciprocal: Complex {
    Complex(real / squaredMagnitude, -imaginary / squaredMagnitude)
  }

  /// The sum.
  @inlinable
  public static func + (left: Complex, right: Complex) -> Complex {
    Complex(left.real + right.real, left.imaginary + right.imaginary)
  }

  /// The difference.
  @inlinable
  public static func - (left: Complex, right: Complex) -> Complex {
    Complex(left.real - right.real, left.imaginary - right.imaginary)
  }

  /// The negative.
  @inlinable
  public static prefix func - (value: Complex) -> Complex {
    Complex(-value.real, -value.imaginary)
  }

  /// The product.
  @inlinable
  public static func * (left: Complex, right: Complex) -> Complex {
    Complex(
      left.real * right.real - left.imaginary * right.imaginary,
      left.real * right.imaginary + left.imaginary * right.real)
  }

  /// The product with a real number.
  @inlinable
  public static func * (left: Complex, right: Double) -> Complex {
    Complex(left.real * right, left.imaginary * right)
  }

  /// The quotient.
  @inlinable
  public static func / (left: Complex, right: Complex) -> Complex {
    left * right.reciprocal
  }

  /// Adds in place.
  @inlinable
  public static func += (left: inout Complex, right: Complex) {
    left.real += right.real
    left.imaginary += right.imaginary
  }

  /// Subtracts in place.
  @inlinable
  public static func -= (left: inout Complex, right: Complex) {
    left.real -= right.real
    left.imaginary -= right.imaginary
  }
}
