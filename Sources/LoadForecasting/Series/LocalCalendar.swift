import Foundation
public import GridModel

/// The clock on the wall of one place: what local time it is at a moment, daylight saving included.
public struct LocalCalendar: Sendable, Equatable {
  /// The name that the calendar was made from.
  public let zoneName: String
  /// The moments, in seconds of UTC, from which each offset holds.
  private let starts: [Int64]
  /// Seconds that local time is ahead of UTC.
  private let offsets: [Int]

  /// The calendar of Coordinated Universal Time.
  public static let utc = LocalCalendar(zoneName: "UTC", starts: [.min], offsets: [0])

  private init(zoneName: String, starts: [Int64], offsets: [Int]) {
    self.zoneName = zoneName
    self.starts = starts
    self.offsets = offsets
  }

  /// The calendar of a zone of the tz database (`Europe/Berlin`) or of a fixed offset (`+01:00`).
  public init(zoneName: String) throws(ForecastError) {
    if let fixed = LocalCalendar.fixedOffset(zoneName) {
      self.init(zoneName: zoneName, starts: [.min], offsets: [fixed])
      return
    }
    guard let zone = TimeZone(identifier: zoneName) else {
      throw .unknownTimeZone(name: zoneName)
    }
    // From 1970 to 2100; a place keeps its last offset beyond.
    var moment = Date(timeIntervalSince1970: 0)
    var starts: [Int64] = [.min]
    var offsets = [zone.secondsFromGMT(for: moment)]
    while let next = zone.nextDaylightSavingTimeTransition(after: moment),
      next.timeIntervalSince1970 < 4_102_444_800, next > moment
    {
      starts.append(Int64(next.timeIntervalSince1970))
      offsets.append(zone.secondsFromGMT(for: next))
      moment = next
    }
    self.init(zoneName: zoneName, starts: starts, offsets: offsets)
  }

  /// Seconds that local time is ahead of UTC at `moment`.
  ///
  /// - Complexity: O(log transitions).
  public func offsetSeconds(at moment: Timestamp) -> Int {
    let seconds = moment.millisecondsSinceEpoch.floorDivided(by: 1_000)
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= seconds { low = middle } else { high = middle }
    }
    return offsets[low]
  }

  /// The offset that `Z` or `±hh:mm` stands for, in seconds.
  private static func fixedOffset(_ name: String) -> Int? {
    if ["UTC", "GMT", "Z"].contains(name) { return 0 }
    let bytes = Array(name.utf8)
    guard bytes.count == 6, bytes[0] == 0x2b || bytes[0] == 0x2d, bytes[3] == 0x3a,
      let hours = Int(name.dropFirst().prefix(2)), let minutes = Int(name.suffix(2)), hours < 24,
      minutes < 60
    else { return nil }
    return (bytes[0] == 0x2d ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }
}

extension Int64 {
  /// The quotient rounded down.
  func floorDivided(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
