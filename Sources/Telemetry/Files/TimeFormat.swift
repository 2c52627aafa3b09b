import GridModel

// Times of day are few and dates fewer, so a pattern is compiled once and scanned over bytes: no
// locale, no allocation.

/// How the times of a file are written: RFC 3339, a pattern such as `d/m/yyyy HH:MM:SS`, or `unix`
/// and `unix-ms`, the seconds and milliseconds since 1970 in UTC.
///
/// In a pattern `yyyy` is a year of four digits, `m` and `d` are a month and a day of one or two
/// digits, `mm` and `dd` of exactly two before the hours; `HH`, `MM` and `SS` are hours, minutes and
/// seconds (a fraction may follow). Everything else stands for itself.
public struct TimeFormat: Equatable, Sendable {
  private enum Piece: Equatable, Sendable {
    case year
    case month(digits: ClosedRange<Int>)
    case day(digits: ClosedRange<Int>)
    case hour
    case minute
    case second
    case literal(UInt8)
  }

  private enum Notation: Equatable, Sendable {
    case rfc3339
    case pattern([Piece])
    /// A count since 1970, so many in a second.
    case unix(perSecond: Int)
  }

  /// RFC 3339, with its offset or without one.
  public static let rfc3339 = TimeFormat(pattern: nil, notation: .rfc3339)

  /// The pattern as it was given; nil for RFC 3339.
  public let pattern: String?
  private let notation: Notation

  private init(pattern: String?, notation: Notation) {
    self.pattern = pattern
    self.notation = notation
  }

  /// The format `pattern`; nil if it is neither `unix` nor `unix-ms` and has no year, month and day.
  public init?(pattern: String) {
    switch pattern {
    case "unix": self.init(pattern: pattern, notation: .unix(perSecond: 1))
    case "unix-ms": self.init(pattern: pattern, notation: .unix(perSecond: 1_000))
    default:
      guard let pieces = Self.pieces(of: pattern) else { return nil }
      self.init(pattern: pattern, notation: .pattern(pieces))
    }
  }

  private static func pieces(of pattern: String) -> [Piece]? {
    var pieces: [Piece] = []
    let bytes = Array(pattern.utf8)
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      let length = bytes[place...].prefix { $0 == byte }.count
      switch (byte, length) {
      case (UInt8(ascii: "y"), 4): pieces.append(.year)
      case (UInt8(ascii: "m"), 1): pieces.append(.month(digits: 1...2))
      case (UInt8(ascii: "m"), 2): pieces.append(.month(digits: 2...2))
      case (UInt8(ascii: "d"), 1): pieces.append(.day(digits: 1...2))
      case (UInt8(ascii: "d"), 2): pieces.append(.day(digits: 2...2))
      case (UInt8(ascii: "H"), 2): pieces.append(.hour)
      case (UInt8(ascii: "M"), 2): pieces.append(.minute)
      case (UInt8(ascii: "S"), 2): pieces.append(.second)
      case (UInt8(ascii: "A")...UInt8(ascii: "z"), _) where byte != UInt8(ascii: "T"): return nil
      default: pieces += [Piece](repeating: .literal(byte), count: length)
      }
      place += length
    }
    let hasDate =
      pieces.contains(.year)
      && pieces.contains { if case .month = $0 { true } else { false } }
      && pieces.contains { if case .day = $0 { true } else { false } }
    return hasDate ? pieces : nil
  }

  /// What a field has to be, for a message.
  func expected(needsOffset: Bool) -> String {
    let offset = needsOffset ? " with its offset" : ""
    let remedy = needsOffset ? "; say --assume-tz if it has none" : ""
    switch notation {
    case .rfc3339:
      let example = needsOffset ? ", such as 2024-01-31T13:45:00Z" : ""
      return "an RFC 3339 time\(offset)\(example)\(remedy)"
    case .pattern: return "a time like \(pattern ?? "")\(offset)\(remedy)"
    case .unix(let perSecond):
      return "a number of \(perSecond == 1 ? "seconds" : "milliseconds") since 1970"
    }
  }

  /// A moment as a file states it.
  struct Stated: Equatable {
    /// Milliseconds since the epoch, as if the text were in UTC if it names no offset.
    let milliseconds: Int64
    /// Whether the text names its offset.
    let hasOffset: Bool
  }

  /// The moment that `field` states; nil if it is written otherwise.
  func scan(_ field: UnsafeBufferPointer<UInt8>) -> Stated? {
    switch notation {
    case .rfc3339: scanRFC3339(field)
    case .pattern(let pieces): scan(field, pieces)
    case .unix(let perSecond): scanUnix(field, perSecond: perSecond)
    }
  }

  private func scanUnix(_ field: UnsafeBufferPointer<UInt8>, perSecond: Int) -> Stated? {
    var scanner = DigitScanner(field)
    let isNegative = scanner.skip("-")
    guard let whole = scanner.number(1...15), let fraction = scanner.fraction(), scanner.isAtEnd
    else { return nil }
    let milliseconds = perSecond == 1 ? whole * 1_000 + fraction : whole
    let signed = Int64(isNegative ? -milliseconds : milliseconds)
    // The years 0 to 9999, so that milliseconds are not taken for seconds.
    guard (-62_167_219_200_000..<253_402_300_800_000).contains(signed) else { return nil }
    return Stated(milliseconds: signed, hasOffset: true)
  }

  private func scanRFC3339(_ field: UnsafeBufferPointer<UInt8>) -> Stated? {
    var scanner = DigitScanner(field)
    guard field.count >= 16, let year = scanner.number(4...4), scanner.skip("-"),
      let month = scanner.number(2...2), scanner.skip("-"), let day = scanner.number(2...2),
      scanner.skip("T") || scanner.skip(" ") || scanner.skip("t"),
      let hour = scanner.number(2...2), scanner.skip(":"), let minute = scanner.number(2...2)
    else { return nil }
    var second = 0
    var fraction = 0
    if scanner.skip(":") {
      guard let seconds = scanner.number(2...2) else { return nil }
      second = seconds
      guard let milliseconds = scanner.fraction() else { return nil }
      fraction = milliseconds
    }
    guard let local = Self.milliseconds(year, month, day, hour, minute, second, fraction) else {
      return nil
    }
    if scanner.isAtEnd { return Stated(milliseconds: local, hasOffset: false) }
    guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
    return Stated(milliseconds: local - offset, hasOffset: true)
  }

  private func scan(_ field: UnsafeBufferPointer<UInt8>, _ pieces: [Piece]) -> Stated? {
    var scanner = DigitScanner(field)
    var (year, month, day, hour, minute, second, fraction) = (0, 0, 0, 0, 0, 0, 0)
    for piece in pieces {
      let number: Int?
      switch piece {
      case .year: number = scanner.number(4...4)
      case .month(let digits), .day(let digits): number = scanner.number(digits)
      case .hour, .minute, .second: number = scanner.number(1...2)
      case .literal(let byte): number = scanner.skip(byte) ? 0 : nil
      }
      guard let number else { return nil }
      switch piece {
      case .year: year = number
      case .month: month = number
      case .day: day = number
      case .hour: hour = number
      case .minute: minute = number
      case .second:
        second = number
        guard let milliseconds = scanner.fraction() else { return nil }
        fraction = milliseconds
      case .literal: break
      }
    }
    guard let local = Self.milliseconds(year, month, day, hour, minute, second, fraction) else {
      return nil
    }
    if scanner.isAtEnd { return Stated(milliseconds: local, hasOffset: false) }
    guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
    return Stated(milliseconds: local - offset, hasOffset: true)
  }

  private static func milliseconds(
    _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int,
    _ fraction: Int
  ) -> Int64? {
    guard let date = CivilDate(year: year, month: month, day: day), hour < 24, minute < 60,
      second < 61
    else { return nil }
    let seconds = date.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second
    return Int64(seconds) * 1_000 + Int64(fraction)
  }
}

/// Reads numbers of few digits out of a field.
private struct DigitScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { place == bytes.count }

  mutating func number(_ digits: ClosedRange<Int>) -> Int? {
    var value = 0
    var count = 0
    while count < digits.upperBound, place < bytes.count, bytes[place] &- 0x30 < 10 {
      value = value * 10 + Int(bytes[place] &- 0x30)
      place += 1
      count += 1
    }
    return count >= digits.lowerBound ? value : nil
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  mutating func skip(_ character: Unicode.Scalar) -> Bool { skip(UInt8(ascii: character)) }

  /// The milliseconds of a fraction of a second, 0 if there is none; nil if the mark has no digits.
  mutating func fraction() -> Int? {
    guard skip(".") || skip(",") else { return 0 }
    var milliseconds = 0
    var scale = 100
    var count = 0
    while place < bytes.count, bytes[place] &- 0x30 < 10 {
      milliseconds += Int(bytes[place] &- 0x30) * scale
      scale /= 10
      place += 1
      count += 1
    }
    return count > 0 ? milliseconds : nil
  }

  /// The offset from UTC in milliseconds.
  mutating func offset() -> Int64? {
    if skip("Z") || skip("z") { return 0 }
    let isEast = skip("+")
    guard isEast || skip("-"), let hours = number(2...2), hours < 24 else { return nil }
    _ = skip(":")
    guard let minutes = number(2...2), minutes < 60 else { return nil }
    return Int64((hours * 60 + minutes) * 60_000) * (isEast ? 1 : -1)
  }
}
