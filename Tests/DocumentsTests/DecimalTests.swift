import Documents
import Glibc
import Testing

/// Bits that look random, the same in every run (splitmix64).
private struct Bits {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

private func written(_ value: Double) -> String {
  withUnsafeTemporaryAllocation(of: UInt8.self, capacity: DecimalWriter.longest) { buffer in
    guard let base = buffer.baseAddress else { return "" }
    let count = DecimalWriter.write(value, to: base)
    return String(decoding: buffer[..<count], as: UTF8.self)
  }
}

/// The significant digits of `text`, without zeros at either end.
private func digits(_ text: String) -> String {
  let mantissa = text.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }
  return String(mantissa.reversed().drop { $0 == "0" }.reversed())
}

@Suite("Decimals")
struct DecimalTests {
  @Test("survive to the last bit in as few digits as there can be")
  func roundTrip() {
    var bits = Bits(state: 1)
    var values: [Double] = [
      0, -0.0, 1, 0.1, 1e-5, 9.9e-6, 999_999_999.999999, 1e15, 1e17, 1e18, .leastNonzeroMagnitude,
      0x1p-1022,
      .greatestFiniteMagnitude, 1e22, 1e23, 9_007_199_254_740_992, 2.0 / 3,
    ]
    for _ in 0..<20_000 {
      let any = Double(bitPattern: bits.next())
      if any.isFinite { values.append(any) }
      let small = Double(bits.next() >> 11) * 0x1p-53
      values.append(small * 100 - 50)
      values.append(((small * 1e5) * 1e4).rounded() / 1e4)
    }
    let scanner = DecimalScanner()
    for value in values {
      let text = written(value)
      guard scanner.number(text)?.bitPattern == value.bitPattern,
        Double(text)?.bitPattern == value.bitPattern, digits(text) == digits(value.description)
      else {
        Issue.record("\(value) is written \(text)")
        return
      }
    }
  }

  @Test("are read as the C library reads them")
  func scanning() {
    var bits = Bits(state: 2)
    let scanner = DecimalScanner()
    for _ in 0..<20_000 {
      var text = String(bits.next() >> (bits.next() % 60))
      if bits.next() % 4 == 0 { text += String(bits.next() % 1_000) }
      let place = text.index(text.startIndex, offsetBy: Int(bits.next() % UInt64(text.count + 1)))
      text.insert(".", at: place)
      if bits.next() % 2 == 0 { text += "e\(Int(bits.next() % 640) - 330)" }
      guard scanner.number(text)?.bitPattern == strtod(text, nil).bitPattern else {
        Issue.record("\(text) is read as \(String(describing: scanner.number(text)))")
        return
      }
    }
  }

  @Test(
    "have one way of writing",
    arguments: [
      (50, "50"), (0.5, "0.5"), (-1234.5678, "-1234.5678"), (1e-5, "0.00001"), (1e-6, "1e-6"),
      (1.5e300, "1.5e+300"), (1e17, "1e17"), (123_456_789_012.25, "123456789012.25"),
      (.infinity, ""), (.nan, ""),
    ])
  func layout(_ value: Double, _ text: String) {
    #expect(written(value) == text)
  }

  @Test(
    "are refused if they are anything else",
    arguments: ["", "-", ".", "1e", "e5", "1.2.3", "0x1", "1 ", "inf", "nan", "--1"])
  func refusals(_ text: String) {
    #expect(DecimalScanner().number(text) == nil)
  }
}
