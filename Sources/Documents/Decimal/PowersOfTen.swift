// 10^q as 128 significant bits, for reading and writing decimals. Within ±55 the powers of five fit
// 128 bits, so the table is made with plain integer arithmetic when it is first needed.

/// 10^q ≈ significand · 2^(⌊q · log₂10⌋ - 127), for q within `range`.
enum PowersOfTen {
  static let range = -55...55

  /// The significands, top bit set: exact for q ≥ 0, rounded up for -27 ≤ q < 0 and down below, as
  /// Lemire's proof has them.
  private static let significands: [UInt128] = range.map { exponent in
    var power: UInt128 = 1
    for _ in 0..<abs(exponent) { power *= 5 }
    if exponent >= 0 { return power << power.leadingZeroBitCount }
    let length = UInt128.bitWidth - power.leadingZeroBitCount
    let quotient = power.dividingFullWidth((UInt128(1) << (length - 1), 0)).quotient
    return exponent >= -27 ? quotient + 1 : quotient
  }

  /// The exact doubles among the powers.
  static let exact: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The significand of 10^`exponent`, rounded as the table is.
  static func significand(_ exponent: Int) -> UInt128 {
    significands[exponent - range.lowerBound]
  }

  /// The significand of 10^`exponent`, rounded up.
  static func ceiling(_ exponent: Int) -> UInt128 {
    exponent < -27 ? significand(exponent) + 1 : significand(exponent)
  }
}
