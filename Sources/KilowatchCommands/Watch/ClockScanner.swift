import GridModel

/// Reads RFC 3339 times, those in UTC in place.
struct ClockScanner {
  /// The bytes `yyyy-mm-dd` of the last date, and its midnight: a day has many rows.
  private var date: (UInt64, UInt16) = (0, 0)
  private var midnightMilliseconds: Int64 = 0

  /// The time that `field` is; nil if it is written otherwise.
  mutating func time(_ field: UnsafeBufferPointer<UInt8>) -> Timestamp? {
    guard let milliseconds = plainTime(field) else {
      return Timestamp(rfc3339: String(decoding: field, as: UTF8.self))
    }
    return Timestamp(millisecondsSinceEpoch: milliseconds)
  }

  /// The time `yyyy-mm-ddThh:mm:ssZ`; nil for any other.
  @inline(__always)
  private mutating func plainTime(_ field: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard field.count == 20, let bytes = field.baseAddress, bytes[10] == UInt8(ascii: "T"),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"), bytes[19] == UInt8(ascii: "Z")
    else { return nil }
    func pair(_ place: Int) -> Int? {
      let (tens, ones) = (bytes[place] &- 0x30, bytes[place + 1] &- 0x30)
      return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
    }
    guard let hour = pair(11), hour < 24, let minute = pair(14), minute < 60, let second = pair(17),
      second < 61
    else { return nil }
    let raw = UnsafeRawPointer(bytes)
    let date = (
      raw.loadUnaligned(as: UInt64.self), raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
    )
    if date != self.date {
      guard let century = pair(0), let year = pair(2), bytes[4] == UInt8(ascii: "-"),
        let month = pair(5), bytes[7] == UInt8(ascii: "-"), let day = pair(8),
        let civil = CivilDate(year: century * 100 + year, month: month, day: day)
      else { return nil }
      self.date = date
      midnightMilliseconds = Int64(civil.daysSinceEpoch) * 86_400_000
    }
    return midnightMilliseconds + Int64(hour * 3_600 + minute * 60 + second) * 1_000
  }
}
