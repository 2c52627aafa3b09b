import Glibc

// Reading decimals, correctly rounded, by the first way that can:
//
// 1. w · 10^q with w < 2⁵³ and |q| ≤ 22: both are exact doubles, and one operation rounds once
//    (Clinger 1990).
// 2. w < 2⁶⁴ and |q| ≤ 55: 128 bits of the product decide (Lemire 2021, "Number parsing at a gigabyte
//    per second", §5–8).
// 3. The rest: `strtod`.

/// Reads decimal numbers out of bytes.
public struct DecimalScanner: Sendable {
  /// The byte between the whole part and the fraction: `.` or `,`.
  public let decimalMark: UInt8

  /// A scanner of numbers with the given decimal mark.
  public init(decimalMark: UInt8 = 0x2e) {
    self.decimalMark = decimalMark
  }

  /// The number that `text` is as a whole; nil if it is anything else.
  ///
  /// Accepted are an optional sign, digits with an optional decimal mark among or beside them, and
  /// an optional exponent.
  public func number(_ text: some StringProtocol) -> Double? {
    Array(text.utf8).withUnsafeBufferPointer { bytes in
      guard var place = bytes.baseAddress else { return nil }
      let end = place + bytes.count
      let value = scan(&place, end)
      return place == end ? value : nil
    }
  }

  /// Reads the number that begins at `place` and moves `place` behind it; nil, with `place`
  /// anywhere, if there is none.
  ///
  /// - Complexity: O(digits).
  public func number(
    at place: inout UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>
  ) -> Double? {
    scan(&place, end)
  }

  @inline(__always)
  func scan(_ place: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Double? {
    let start = place
    guard place < end else { return nil }
    let isNegative = place.pointee == 0x2d
    if isNegative || place.pointee == 0x2b { place += 1 }
    var significand: UInt64 = 0
    let digitsStart = place
    while place < end, place.pointee &- 0x30 < 10 {
      significand = significand &* 10 &+ UInt64(place.pointee &- 0x30)
      place += 1
    }
    var digits = place - digitsStart
    var exponent = 0
    if place < end, place.pointee == decimalMark {
      place += 1
      let fractionStart = place
      while place < end, place.pointee &- 0x30 < 10 {
        significand = significand &* 10 &+ UInt64(place.pointee &- 0x30)
        place += 1
      }
      exponent = fractionStart - place
      digits -= exponent
    }
    guard digits > 0 else { return nil }
    if place < end, place.pointee | 0x20 == 0x65 {
      guard let written = scanExponent(&place, end) else { return nil }
      exponent += written
    }
    if digits <= 19 {
      if significand < 1 << 53, abs(exponent) <= 22 {
        let whole = Double(significand)
        let value =
          exponent < 0 ? whole / exactPower(-exponent) : whole * exactPower(exponent)
        return isNegative ? -value : value
      }
      if let value = eiselLemire(significand, exponent) { return isNegative ? -value : value }
    }
    return slowNumber(start, place)
  }

  @inline(__always)
  private func exactPower(_ exponent: Int) -> Double {
    PowersOfTen.exact.withUnsafeBufferPointer { $0[exponent] }
  }

  private func scanExponent(
    _ place: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) -> Int? {
    place += 1
    guard place < end else { return nil }
    let isNegative = place.pointee == 0x2d
    if isNegative || place.pointee == 0x2b { place += 1 }
    let start = place
    var exponent = 0
    while place < end, place.pointee &- 0x30 < 10 {
      if exponent < 100_000 { exponent = exponent * 10 + Int(place.pointee - 0x30) }
      place += 1
    }
    guard place > start else { return nil }
    return isNegative ? -exponent : exponent
  }

  /// The double nearest to `significand` · 10^`exponent`; nil if 128 bits do not decide.
  private func eiselLemire(_ significand: UInt64, _ exponent: Int) -> Double? {
    guard significand != 0 else { return 0 }
    guard PowersOfTen.range.contains(exponent) else { return nil }
    let shift = significand.leadingZeroBitCount
    let normal = significand << UInt64(shift)
    let power = PowersOfTen.significand(exponent)
    var product = normal.multipliedFullWidth(by: UInt64(truncatingIfNeeded: power >> 64))
    if product.high & 0x1ff == 0x1ff {
      let rest = normal.multipliedFullWidth(by: UInt64(truncatingIfNeeded: power)).high
      let (low, carries) = product.low.addingReportingOverflow(rest)
      product = (product.high &+ (carries ? 1 : 0), low)
    }
    let top = product.high >> 63
    let dropped = top + 64 - 52 - 3
    var mantissa = product.high >> dropped
    var binaryExponent = ((217_706 * exponent) >> 16) + 63 + Int(top) - shift + 1_023
    // Halfway between two doubles: to even.
    if product.low <= 1, (-4...23).contains(exponent), mantissa & 3 == 1,
      mantissa << dropped == product.high
    {
      mantissa &= ~1
    }
    mantissa += mantissa & 1
    mantissa >>= 1
    if mantissa >= 2 << 52 {
      mantissa = 1 << 52
      binaryExponent += 1
    }
    guard (1..<0x7ff).contains(binaryExponent) else { return nil }
    return Double(bitPattern: UInt64(binaryExponent) << 52 | (mantissa & ~(1 << 52)))
  }

  /// The number between `start` and `end` by the C library, which needs a copy that ends in zero.
  private func slowNumber(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Double {
    var text = [CChar](
      UnsafeBufferPointer(start: start, count: end - start).map {
        CChar(bitPattern: $0 == decimalMark ? 0x2e : $0)
      })
    text.append(0)
    return strtod(text, nil)
  }
}
