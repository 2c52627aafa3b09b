// Writing the shortest decimal that reads back to the same bits, and of those the nearest.
//
// Most measurements carry few decimals: if n / 10⁶ is the number for a whole n < 10¹⁵, its digits
// are the shortest ones, because no two decimals of 15 digits round to one double. The rest goes
// through Schubfach (Giulietti 2020, "The Schubfach way to render doubles"), and what lies beyond
// its table of powers through the standard library.

/// Writes numbers as decimals.
public enum DecimalWriter {
  /// The most bytes that a number takes.
  public static let longest = 32

  /// Writes `value` at `output` and gives the number of bytes; nothing for what is not a number.
  @inline(__always)
  public static func write(
    _ value: Double, to output: UnsafeMutablePointer<UInt8>, decimalMark: UInt8 = 0x2e
  ) -> Int {
    let magnitude = abs(value)
    // Also false for what is not a number.
    guard magnitude < 1e9 else { return writeAny(value, to: output, decimalMark) }
    // Rounds to whole: doubles from 2⁵² on have no fraction.
    let millionths = (magnitude * 1e6 + 0x1p52) - 0x1p52
    guard millionths / 1e6 == magnitude, magnitude >= 1e-5 || magnitude == 0 else {
      return writeAny(value, to: output, decimalMark)
    }
    let scaled = UInt64(millionths)
    let whole = scaled / 1_000_000
    let fraction = UInt32(truncatingIfNeeded: scaled - whole * 1_000_000)
    var place = output
    if value.sign == .minus {
      place.pointee = 0x2d
      place += 1
    }
    place += write(whole, to: place)
    if fraction > 0 {
      place.pointee = decimalMark
      place += 1
      place += writeFraction(fraction, to: place)
    }
    return place - output
  }

  /// Writes a whole number.
  @inline(__always)
  public static func write(_ value: UInt64, to output: UnsafeMutablePointer<UInt8>) -> Int {
    if value < 10 {
      output.pointee = 0x30 &+ UInt8(truncatingIfNeeded: value)
      return 1
    }
    let count = digitCount(value)
    var rest = value
    var place = output + count
    while rest >= 100 {
      let pair = Int(rest % 100)
      rest /= 100
      place -= 2
      writePair(pair, to: place)
    }
    if rest >= 10 {
      writePair(Int(rest), to: output)
    } else {
      output.pointee = 0x30 &+ UInt8(truncatingIfNeeded: rest)
    }
    return count
  }

  /// Writes a whole number below 100 as two digits.
  @inline(__always)
  public static func writePair(_ value: Int, to output: UnsafeMutablePointer<UInt8>) {
    let tens = UInt8(truncatingIfNeeded: (value &* 103) >> 10)
    output[0] = 0x30 &+ tens
    output[1] = 0x30 &+ UInt8(truncatingIfNeeded: value) &- tens &* 10
  }

  /// Writes the six decimals of `fraction` without the zeros at their end.
  @inline(__always)
  private static func writeFraction(
    _ fraction: UInt32, to output: UnsafeMutablePointer<UInt8>
  ) -> Int {
    let high = fraction / 10_000
    let low = fraction - high * 10_000
    writePair(Int(high), to: output)
    writePair(Int(low / 100), to: output + 2)
    writePair(Int(low % 100), to: output + 4)
    var count = 6
    while output[count - 1] == 0x30 { count -= 1 }
    return count
  }

  @inline(__always)
  private static func digitCount(_ value: UInt64) -> Int {
    var count = 1
    var rest = value
    while rest >= 10_000 {
      rest /= 10_000
      count += 4
    }
    return count + (rest >= 1_000 ? 3 : rest >= 100 ? 2 : rest >= 10 ? 1 : 0)
  }

  /// Any number at all.
  private static func writeAny(
    _ value: Double, to output: UnsafeMutablePointer<UInt8>, _ decimalMark: UInt8
  ) -> Int {
    guard value.isFinite else { return 0 }
    guard let (digits, exponent) = Schubfach.shortest(abs(value)) else {
      var count = 0
      for byte in value.description.utf8 {
        output[count] = byte == 0x2e ? decimalMark : byte
        count += 1
      }
      return count
    }
    var place = output
    if value < 0 {
      place.pointee = 0x2d
      place += 1
    }
    place += layOut(digits, exponent, to: place, decimalMark)
    return place - output
  }

  /// Writes `digits` · 10^`exponent`: without an exponent from 10⁻⁵ to 10¹⁷.
  private static func layOut(
    _ digits: UInt64, _ exponent: Int, to output: UnsafeMutablePointer<UInt8>, _ decimalMark: UInt8
  ) -> Int {
    let count = write(digits, to: output)
    let pointAfter = count + exponent
    switch pointAfter {
    case -4...0:
      let zeros = 2 - pointAfter
      (output + zeros).update(from: output, count: count)
      output.update(repeating: 0x30, count: zeros)
      output[1] = decimalMark
      return count + zeros
    case 1...17 where pointAfter < count:
      (output + pointAfter + 1).update(from: output + pointAfter, count: count - pointAfter)
      output[pointAfter] = decimalMark
      return count + 1
    case 1...17:
      (output + count).update(repeating: 0x30, count: pointAfter - count)
      return pointAfter
    default:
      var place = output + count
      if count > 1 {
        (output + 2).update(from: output + 1, count: count - 1)
        output[1] = decimalMark
        place += 1
      }
      place[0] = 0x65
      place += 1
      if pointAfter < 1 {
        place[0] = 0x2d
        place += 1
      }
      return place + write(UInt64(abs(pointAfter - 1)), to: place) - output
    }
  }
}
