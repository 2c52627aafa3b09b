/// A complex number, laid out as BLAS and LAPACK expect it.
@frozen
public struct Complex: Hashable, Sendable, BitwiseCopyable {
  /// The real part.
  public var real: Double
  /// The imaginary part.
  public var imaginary: Double

  /// The number `real` + i `imaginary`.
  @inlinable
  public init(_ real: Double, _ imaginary: Double = 0) {
    self.real = real
    self.imaginary = imaginary
  }

  /// The number of modulus `magnitude` at the angle `angleRadian`.
  @inlinable
  public init(magnitude: Double, angleRadian: Double) {
    self.init(magnitude * cosine(angleRadian), magnitude * sine(angleRadian))
  }

  /// The number with the opposite imaginary part.
  @inlinable
  public var conjugate: Complex { Complex(real, -imaginary) }

  /// The square of the modulus.
  @inlinable
  public var magnitudeSquared: Double { real * real + imaginary * imaginary }

  /// 1 divided by the number, without the care for overflow that `/` takes.
  @inlinable
  public var reciprocal: Complex { Complex(real / magnitudeSquared, -imaginary / magnitudeSquared) }

  /// The modulus, without undue overflow.
  public var magnitude: Double { hypotenuse(real, imaginary) }

  /// The angle in (-π, π].
  public var angleRadian: Double { arcTangent(y: imaginary, x: real) }
}

extension Complex: AdditiveArithmetic {
  /// The number 0.
  @inlinable public static var zero: Complex { Complex(0, 0) }

  /// The sum of two complex numbers.
  @inlinable
  public static func + (left: Complex, right: Complex) -> Complex {
    Complex(left.real + right.real, left.imaginary + right.imaginary)
  }

  /// The difference of two complex numbers.
  @inlinable
  public static func - (left: Complex, right: Complex) -> Complex {
    Complex(left.real - right.real, left.imaginary - right.imaginary)
  }

  /// The number with the opposite sign.
  @inlinable
  public static prefix func - (number: Complex) -> Complex {
    Complex(-number.real, -number.imaginary)
  }
}

extension Complex: ExpressibleByFloatLiteral {
  /// The real number `value`.
  @inlinable
  public init(floatLiteral value: Double) {
    self.init(value, 0)
  }
}

extension Complex {
  /// The product of two complex numbers.
  @inlinable
  public static func * (left: Complex, right: Complex) -> Complex {
    Complex(
      left.real * right.real - left.imaginary * right.imaginary,
      left.real * right.imaginary + left.imaginary * right.real)
  }

  /// `number` scaled by a real factor.
  @inlinable
  public static func * (factor: Double, number: Complex) -> Complex {
    Complex(factor * number.real, factor * number.imaginary)
  }

  /// `number` scaled by a real factor.
  @inlinable
  public static func * (number: Complex, factor: Double) -> Complex {
    Complex(number.real * factor, number.imaginary * factor)
  }

  /// The quotient of two complex numbers, scaled against overflow (Smith 1962, "Algorithm 116").
  @inlinable
  public static func / (left: Complex, right: Complex) -> Complex {
    if abs(right.real) >= abs(right.imaginary) {
      let ratio = right.imaginary / right.real
      let scale = right.real + right.imaginary * ratio
      return Complex(
        (left.real + left.imaginary * ratio) / scale, (left.imaginary - left.real * ratio) / scale)
    }
    let ratio = right.real / right.imaginary
    let scale = right.real * ratio + right.imaginary
    return Complex(
      (left.real * ratio + left.imaginary) / scale, (left.imaginary * ratio - left.real) / scale)
  }
}

extension Complex: CustomStringConvertible {
  /// The number as `a + bi`.
  public var description: String {
    imaginary.sign == .minus ? "\(real) - \(-imaginary)i" : "\(real) + \(imaginary)i"
  }
}
