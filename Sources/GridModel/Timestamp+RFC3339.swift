// RFC 3339 is the only way a moment is written in Kilowatch's files. The calendar arithmetic is
// Howard Hinnant's "days from civil": exact, without tables, for the proleptic Gregorian calendar.

extension Timestamp: CustomStringConvertible {
  /// A moment as RFC 3339 in UTC, with milliseconds only where there are any.
  public var description: String {
    let days = millisecondsSinceEpoch.floorDivided(by: 86_400_000)
    let inDay = Int(millisecondsSinceEpoch - days * 86_400_000)
    let date = CivilDate(daysSinceEpoch: Int(days))
    let time =
      "\(padded(inDay / 3_600_000, 2)):\(padded(inDay / 60_000 % 60, 2)):\(padded(inDay / 1_000 % 60, 2))"
    let fraction = inDay % 1_000 == 0 ? "" : ".\(padded(inDay % 1_000, 3))"
    return
      "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T\(time)\(fraction)Z"
  }

  /// Reads an RFC 3339 time with its offset (`Z` or `±hh:mm`); nil if `text` is anything else.
  public init?(rfc3339 text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard let (local, end) = Timestamp.scanLocalTime(bytes),
      let offsetMinutes = Timestamp.scanOffset(bytes[end...])
    else { return nil }
    self.init(millisecondsSinceEpoch: local - Int64(offsetMinutes) * 60_000)
  }

  /// Reads `yyyy-mm-ddThh:mm:ss[.fff]`, a space allowed for the `T`, as if it were UTC.
  ///
  /// - Returns: milliseconds since the epoch, and the index after the last byte read.
  static func scanLocalTime(_ bytes: [UInt8]) -> (milliseconds: Int64, end: Int)? {
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for index in range {
        guard index < bytes.count, (48...57).contains(bytes[index]) else { return nil }
        value = value * 10 + Int(bytes[index] - 48)
      }
      return value
    }
    func has(_ characters: String, at index: Int) -> Bool {
      index < bytes.count && characters.utf8.contains(bytes[index])
    }
    guard bytes.count >= 19, let year = number(0..<4), has("-", at: 4), let month = number(5..<7),
      has("-", at: 7), let day = number(8..<10), has("Tt ", at: 10), let hour = number(11..<13),
      has(":", at: 13), let minute = number(14..<16), has(":", at: 16),
      let second = number(17..<19),
      let date = CivilDate(year: year, month: month, day: day), hour < 24, minute < 60, second < 61
    else { return nil }
    var end = 19
    var milliseconds = 0
    if has(".", at: 19) {
      var scale = 100
      end = 20
      while end < bytes.count, (48...57).contains(bytes[end]) {
        milliseconds += Int(bytes[end] - 48) * scale
        scale /= 10
        end += 1
      }
      guard end > 20 else { return nil }
    }
    let seconds = date.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second
    return (Int64(seconds) * 1_000 + Int64(milliseconds), end)
  }

  private static func scanOffset(_ bytes: ArraySlice<UInt8>) -> Int? {
    let bytes = Array(bytes)
    if bytes == [0x5a] || bytes == [0x7a] { return 0 }
    guard bytes.count == 6, bytes[0] == 0x2b || bytes[0] == 0x2d, bytes[3] == 0x3a,
      [1, 2, 4, 5].allSatisfy({ (48...57).contains(bytes[$0]) })
    else { return nil }
    let hours = Int(bytes[1] - 48) * 10 + Int(bytes[2] - 48)
    let minutes = Int(bytes[4] - 48) * 10 + Int(bytes[5] - 48)
    guard hours < 24, minutes < 60 else { return nil }
    return (bytes[0] == 0x2d ? -1 : 1) * (hours * 60 + minutes)
  }
}

private func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension Int64 {
  fileprivate func floorDivided(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
