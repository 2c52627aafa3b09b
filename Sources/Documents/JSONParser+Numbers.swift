extension JSONParser {
  /// A scanned number: its decimal digits and exponent, and where it stands.
  struct ScannedNumber {
    let double: Double
    /// The exact value, if the number was written whole and fits.
    let whole: Int64?

    var value: JSONValue { whole.map(JSONValue.integer) ?? .number(double) }
  }

  /// Scans one number.
  ///
  /// Integers below 2⁵³ and powers of ten up to 22 are exact in binary, so one multiplication or
  /// division rounds correctly (Clinger 1990); the rest goes to `strtod`.
  mutating func number() throws(Failure) -> ScannedNumber {
    let start = position
    let negative = bytes[position] == UInt8(ascii: "-")
    if negative { position += 1 }
    var mantissa: UInt64 = 0
    let integerStart = position
    scanDigits(into: &mantissa)
    let integerDigits = position - integerStart
    guard integerDigits > 0 else {
      throw failure(position < bytes.count ? .invalidNumber : .unexpectedEnd)
    }
    guard integerDigits == 1 || bytes[integerStart] != UInt8(ascii: "0") else {
      throw Failure(reason: .invalidNumber, offset: start)
    }
    var exponent = 0
    var isWhole = true
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      isWhole = false
      position += 1
      let fractionStart = position
      scanDigits(into: &mantissa)
      guard position > fractionStart else { throw failure(.invalidNumber) }
      exponent = fractionStart - position
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      exponent += try scanExponent()
    }
    let digits = position - start
    if isWhole, integerDigits <= 18 {
      let whole = negative ? -Int64(mantissa) : Int64(mantissa)
      return ScannedNumber(
        double: whole == 0 && negative ? -0.0 : Double(whole),
        whole: whole == 0 && negative ? nil : whole)
    }
    if digits <= 17, mantissa < 1 << 53, abs(exponent) <= 22 {
      let magnitude = Double(mantissa)
      let scaled =
        exponent < 0
        ? magnitude / powersOfTen[-exponent] : magnitude * powersOfTen[exponent]
      return ScannedNumber(double: negative ? -scaled : scaled, whole: nil)
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let double = Double(text), double.isFinite else {
      throw Failure(reason: .invalidNumber, offset: start)
    }
    return ScannedNumber(double: double, whole: isWhole ? Int64(text) : nil)
  }

  private mutating func scanDigits(into mantissa: inout UInt64) {
    while position < bytes.count {
      let digit = bytes[position] &- 0x30
      guard digit < 10 else { return }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      position += 1
    }
  }

  private mutating func scanExponent() throws(Failure) -> Int {
    position += 1
    var negative = false
    if position < bytes.count,
      bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+")
    {
      negative = bytes[position] == UInt8(ascii: "-")
      position += 1
    }
    let start = position
    var magnitude = 0
    while position < bytes.count, bytes[position] &- 0x30 < 10 {
      magnitude = min(magnitude * 10 + Int(bytes[position] &- 0x30), 100_000)
      position += 1
    }
    guard position > start else { throw failure(.invalidNumber) }
    return negative ? -magnitude : magnitude
  }
}

private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  1e18, 1e19, 1e20, 1e21, 1e22,
]
