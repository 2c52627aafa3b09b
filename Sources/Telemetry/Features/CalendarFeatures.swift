import Glibc

/// The calendar features of a moment, which weeks start on Monday for.
struct CalendarFeatures: Sendable {
  private static let millisecondsPerDay: Int64 = 86_400_000
  private static let millisecondsPerWeek: Int64 = 604_800_000
  /// 1970-01-05 was the first Monday.
  private static let firstMonday: Int64 = 4 * millisecondsPerDay

  /// Writes the features of `time` in the order of ``CalendarFeature``.
  func write(_ time: Int64, to row: UnsafeMutablePointer<Double>) {
    var inWeek = (time - Self.firstMonday) % Self.millisecondsPerWeek
    if inWeek < 0 { inWeek += Self.millisecondsPerWeek }
    let inDay = inWeek % Self.millisecondsPerDay
    let day = 2 * Double.pi * Double(inDay) / Double(Self.millisecondsPerDay)
    let week = 2 * Double.pi * Double(inWeek) / Double(Self.millisecondsPerWeek)
    row[0] = sin(day)
    row[1] = cos(day)
    row[2] = sin(week)
    row[3] = cos(week)
    row[4] = inWeek >= 5 * Self.millisecondsPerDay ? 1 : 0
  }
}
