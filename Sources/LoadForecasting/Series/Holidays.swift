public import GridModel

/// The days on which people live as if it were Sunday.
public struct Holidays: Sendable, Equatable {
  /// The days, in days since 1970-01-01 of local time.
  let days: Set<Int>

  /// The holidays at `dates`.
  public init(_ dates: [CivilDate]) {
    days = Set(dates.map(\.daysSinceEpoch))
  }

  /// No holidays.
  public static let none = Holidays([])

  /// Whether there are none.
  public var isEmpty: Bool { days.isEmpty }

  /// The dates, in order.
  public var dates: [CivilDate] { days.sorted().map { CivilDate(daysSinceEpoch: $0) } }
}
