// Raffaello Giulietti (2020), "The Schubfach way to render doubles", in the notation of its §9: a
// double is c · 2^q, its rounding interval [cbl, cbr] / 4 · 2^q, and k the exponent of ten at which
// the interval holds one or a few whole multiples of 10^k.

/// The shortest decimals of doubles.
enum Schubfach {
  /// The shortest `digits` · 10^`exponent` that rounds to `value`, the nearest of them, without zeros
  /// at its end; nil if the table of powers does not reach that far or `value` is subnormal.
  static func shortest(_ value: Double) -> (digits: UInt64, exponent: Int)? {
    let bits = value.bitPattern
    let fraction = bits & (1 << 52 - 1)
    let biased = Int(bits >> 52)
    guard biased > 0 else { return value == 0 ? (0, 0) : nil }
    let c = fraction | 1 << 52
    let q = biased - 1_075
    if (0..<53).contains(-q), c & (1 << UInt64(-q) - 1) == 0 {
      return withoutZeros(c >> UInt64(-q), 0)
    }
    let isEven = c & 1 == 0
    let lowerIsCloser = fraction == 0 && biased > 1
    let k = (q * 1_262_611 - (lowerIsCloser ? 524_031 : 0)) >> 22
    guard PowersOfTen.range.contains(-k) else { return nil }
    let h = UInt64(q + ((-k * 1_741_647) >> 19) + 1)
    let power = PowersOfTen.ceiling(-k)
    let vb = roundToOdd(power, (4 * c) << h)
    let lower = roundToOdd(power, (4 * c - (lowerIsCloser ? 1 : 2)) << h) + (isEven ? 0 : 1)
    let upper = roundToOdd(power, (4 * c + 2) << h) - (isEven ? 0 : 1)

    let s = vb / 4
    if s >= 10 {
      let tens = s / 10
      let holdsLower = lower <= 40 * tens
      let holdsUpper = 40 * tens + 40 <= upper
      if holdsLower != holdsUpper { return withoutZeros(tens + (holdsUpper ? 1 : 0), k + 1) }
    }
    let holdsLower = lower <= 4 * s
    let holdsUpper = 4 * s + 4 <= upper
    if holdsLower != holdsUpper { return (s + (holdsUpper ? 1 : 0), k) }
    let middle = 4 * s + 2
    return (s + (vb > middle || (vb == middle && s & 1 == 1) ? 1 : 0), k)
  }

  /// `power` · `factor` / 2¹²⁸, its last bit set if anything was cut off.
  private static func roundToOdd(_ power: UInt128, _ factor: UInt64) -> UInt64 {
    let low = UInt64(truncatingIfNeeded: power).multipliedFullWidth(by: factor)
    let high = UInt64(truncatingIfNeeded: power >> 64).multipliedFullWidth(by: factor)
    let (middle, carries) = high.low.addingReportingOverflow(low.high)
    return (high.high + (carries ? 1 : 0)) | (middle > 1 ? 1 : 0)
  }

  private static func withoutZeros(_ digits: UInt64, _ exponent: Int) -> (UInt64, Int) {
    var digits = digits
    var exponent = exponent
    while digits % 10 == 0 {
      digits /= 10
      exponent += 1
    }
    return (digits, exponent)
  }
}
