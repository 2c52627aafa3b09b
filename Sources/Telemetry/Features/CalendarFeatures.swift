/// The calendar features of a moment, which weeks start on Monday for.
struct CalendarFeatures: Sendable {
  private static let millisecondsPerDay: Int64 = 86_400_000
  private static let millisecondsPerWeek: Int64 = 604_800_000
  /// 1970-01-05 was the first Monday.
  private static let firstMonday: Int64 = 4 * millisecondsPerDay

  /// The features of `time` in the order of ``CalendarFeature``.
  @inline(__always)
  static func features(of time: Int64) -> SIMD8<Double> {
    var inWeek = (time - firstMonday) % millisecondsPerWeek
    if inWeek < 0 { inWeek += millisecondsPerWeek }
    let day = Double(inWeek % millisecondsPerDay) / Double(millisecondsPerDay)
    let week = Double(inWeek) / Double(millisecondsPerWeek)
    let sines = sinesOfTurns(SIMD4(day, day + 0.25, week, week + 0.25))
    let isWeekend = inWeek >= 5 * millisecondsPerDay
    return SIMD8(sines[0], sines[1], sines[2], sines[3], isWeekend ? 1 : 0, 0, 0, 0)
  }

  /// sin 2πx for x in 0 ..< 1.25, four at once: the Taylor series about the nearest half turn, whose
  /// first term left out is below 2e-18.
  @inline(__always)
  private static func sinesOfTurns(_ turns: SIMD4<Double>) -> SIMD4<Double> {
    var angle = SIMD4<Double>()
    for lane in 0..<4 {
      let halfTurns = Int(turns[lane] * 2 + 0.5)
      let rest = (turns[lane] - Double(halfTurns) * 0.5) * (2 * .pi)
      angle[lane] = halfTurns % 2 == 0 ? rest : -rest
    }
    let square = angle * angle
    var sum = square * (1 / 51_090_942_171_709_440_000) - 1 / 121_645_100_408_832_000
    sum = sum * square + 1 / 355_687_428_096_000
    sum = sum * square - 1 / 1_307_674_368_000
    sum = sum * square + 1 / 6_227_020_800
    sum = sum * square - 1 / 39_916_800
    sum = sum * square + 1 / 362_880
    sum = sum * square - 1 / 5_040
    sum = sum * square + 1 / 120
    sum = sum * square - 1 / 6
    sum = sum * square + 1
    return angle * sum
  }
}
