import GridModel

/// The steps of a series on the local calendar.
struct Timeline {
  let stepS: Int
  /// Days since 1970-01-01 of local time, for each step.
  let day: [Int32]
  /// Seconds since local midnight by the clock, for each step.
  let secondOfDay: [Int32]
  /// Steps that local time is ahead of UTC, for each step.
  private let offsetSteps: [Int32]

  var count: Int { day.count }

  /// The hour by the clock at `step`.
  func hour(_ step: Int) -> Int { Int(secondOfDay[step]) / 3_600 }

  /// The calendar of the first `count` steps of `series`, which may run beyond it.
  init(_ series: LoadSeries, count: Int, calendar: LocalCalendar) {
    var day: [Int32] = []
    var secondOfDay: [Int32] = []
    var offsets: [Int32] = []
    for step in 0..<count {
      let moment = series.timestamp(ofStep: step)
      let offset = calendar.offsetSeconds(at: moment)
      let local = moment.millisecondsSinceEpoch.floorDivided(by: 1_000) + Int64(offset)
      let localDay = local.floorDivided(by: 86_400)
      day.append(Int32(localDay))
      secondOfDay.append(Int32(local - localDay * 86_400))
      // A change of the clock by less than a step is no change of steps.
      offsets.append(Int32((Double(offset) / Double(series.stepS)).rounded(.down)))
    }
    stepS = series.stepS
    self.day = day
    self.secondOfDay = secondOfDay
    offsetSteps = offsets
  }

  /// The step that has the same clock time as `step`, `days` days earlier; negative if that is
  /// before the series.
  ///
  /// A clock time that the earlier day skips (spring) is read an hour later; one that it has twice
  /// (autumn) is read as the one nearer to a whole number of 24 hours.
  @inline(__always)
  func step(_ step: Int, daysEarlier days: Int) -> Int {
    let plain = step - days * (86_400 / stepS)
    guard plain >= 0 && plain < count else { return plain }
    return plain + Int(offsetSteps[step] - offsetSteps[plain])
  }
}
