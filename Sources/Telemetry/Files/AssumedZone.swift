import Foundation

// The rules of the world's clocks come with the operating system, through Foundation. They are asked
// once per transition, not once per row.
//
// When a clock is set back, an hour happens twice. A local time in it means its first occurrence,
// unless the row before it of the same meter would then not be earlier: then the second. When a
// clock is set forward, the hour between does not exist, and a time in it is refused: the logger did
// not follow that clock.

/// The zone of times that do not name their offset.
public struct AssumedZone: Equatable, Sendable {
  /// The name that was given: an IANA zone such as `Europe/Paris`, or an offset such as `+01:00`.
  public let name: String
  private let zone: TimeZone

  /// Coordinated universal time.
  public static let utc = AssumedZone(name: "UTC", zone: .gmt)

  private init(name: String, zone: TimeZone) {
    self.name = name
    self.zone = zone
  }

  /// The zone called `name`; nil if there is none.
  public init?(name: String) {
    if name == "UTC" || name == "Z" {
      self.init(name: name, zone: .gmt)
    } else if let seconds = Self.offset(name), let zone = TimeZone(secondsFromGMT: seconds) {
      self.init(name: name, zone: zone)
    } else if name.contains("/"), let zone = TimeZone(identifier: name) {
      self.init(name: name, zone: zone)
    } else {
      return nil
    }
  }

  /// The seconds that `+01:00` or `-0330` stand for.
  private static func offset(_ name: String) -> Int? {
    guard let sign = name.first, sign == "+" || sign == "-" else { return nil }
    let digits = name.dropFirst().filter { $0 != ":" }
    guard digits.count == 4, digits.allSatisfy(\.isNumber), let number = Int(digits),
      number / 100 < 24, number % 100 < 60
    else { return nil }
    return (number / 100 * 3_600 + number % 100 * 60) * (sign == "-" ? -1 : 1)
  }

  /// Finds moments in UTC for local times that mostly follow one another.
  struct Converter {
    private let zone: TimeZone
    /// Local times, in milliseconds, that the offset holds for beyond doubt.
    private var certain: Range<Int64> = 0..<0
    private var certainOffset: Int64 = 0

    init(_ zone: AssumedZone) {
      self.zone = zone.zone
    }

    /// The moment of `local`, which follows `previous` of the same meter; nil if there is none.
    mutating func moment(local: Int64, after previous: Int64?) -> Int64? {
      if certain.contains(local) { return local - certainOffset }
      let day: Int64 = 86_400_000
      let before = offset(local - day)
      let after = offset(local + day)
      if before == after {
        remember(local, offset: before)
        return local - before
      }
      // The larger offset gives the earlier moment.
      let candidates = [local - max(before, after), local - min(before, after)].filter {
        offset($0) == local - $0
      }
      guard let first = candidates.first else { return nil }
      if let second = candidates.dropFirst().first, let previous, first <= previous {
        return second
      }
      return first
    }

    private func offset(_ milliseconds: Int64) -> Int64 {
      let date = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
      return Int64(zone.secondsFromGMT(for: date)) * 1_000
    }

    /// Remembers how long after `local` the clock is left alone.
    private mutating func remember(_ local: Int64, offset: Int64) {
      let day: Int64 = 86_400_000
      let date = Date(timeIntervalSince1970: Double(local + day) / 1_000)
      let next = zone.nextDaylightSavingTimeTransition(after: date)
      let end = next.map { Int64($0.timeIntervalSince1970 * 1_000) - 2 * day } ?? local + 365 * day
      certain = local..<max(local + 1, min(end, local + 365 * day))
      certainOffset = offset
    }
  }
}
