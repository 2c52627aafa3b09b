import GridModel

/// Round positions on an axis of time, in UTC, and their words.
struct TimeTicks: Equatable {
  /// A position and its words.
  struct Tick: Equatable {
    /// Milliseconds since 1970.
    let value: Double
    /// What stands below it.
    let label: String
    /// What stands below that, where a day, month or year begins; nil elsewhere.
    let context: String?
  }

  /// The positions, in order.
  let ticks: [Tick]

  private enum Step {
    case seconds(Int)
    case days(Int)
    case months(Int)

    var milliseconds: Double {
      switch self {
      case .seconds(let count): Double(count) * 1_000
      case .days(let count): Double(count) * 86_400_000
      case .months(let count): Double(count) * 30.44 * 86_400_000
      }
    }
  }

  private static let steps: [Step] =
    [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200]
    .map { .seconds($0) } + [1, 2, 5, 10].map { .days($0) }
    + [1, 2, 3, 6, 12, 24, 60, 120].map { .months($0) }

  /// At most about `target` ticks within `domain`, which is in milliseconds since 1970.
  init(domain: ClosedRange<Double>, target: Int) {
    let span = domain.upperBound - domain.lowerBound
    let limit = abs(domain.lowerBound) < 1e14 && abs(domain.upperBound) < 1e14
    guard span > 0, limit else {
      ticks = []
      return
    }
    let step =
      Self.steps.first { span / $0.milliseconds <= Double(max(2, target)) } ?? .months(1_200)
    let positions =
      switch step {
      case .seconds(let count): Self.regular(domain, everyMilliseconds: Double(count) * 1_000)
      case .days(let count): Self.days(domain, every: count)
      case .months(let count): Self.months(domain, every: count)
      }
    var ticks: [Tick] = []
    var previous: CivilDate?
    for position in positions {
      let moment = Timestamp(millisecondsSinceEpoch: Int64(position))
      let time = CalendarTime(moment)
      let label: String
      let context: String?
      switch step {
      case .seconds(let count):
        label = count < 60 ? time.clockWithSeconds : time.clock
        context = previous == time.date ? nil : "\(time.date.day) \(time.month)"
      case .days:
        label = "\(time.date.day)"
        let isSame = previous?.month == time.date.month && previous?.year == time.date.year
        context = isSame ? nil : "\(time.month) \(time.date.year)"
      case .months(let count):
        label = count >= 12 ? "\(time.date.year)" : time.month
        context = count >= 12 || previous?.year == time.date.year ? nil : "\(time.date.year)"
      }
      ticks.append(Tick(value: position, label: label, context: context))
      previous = time.date
    }
    self.ticks = ticks
  }

  private static func regular(
    _ domain: ClosedRange<Double>, everyMilliseconds step: Double
  ) -> [Double] {
    Array(
      stride(
        from: (domain.lowerBound / step).rounded(.up) * step, through: domain.upperBound, by: step))
  }

  /// Days 1, 1 + n, 1 + 2n … of each month, without one that would touch the next first.
  private static func days(_ domain: ClosedRange<Double>, every count: Int) -> [Double] {
    regular(domain, everyMilliseconds: 86_400_000).filter {
      guard count > 1 else { return true }
      let day = CivilDate(daysSinceEpoch: Int(($0 / 86_400_000).rounded())).day
      return (day - 1).isMultiple(of: count) && (count == 2 ? day < 30 : day <= 31 - count / 2)
    }
  }

  private static func months(_ domain: ClosedRange<Double>, every count: Int) -> [Double] {
    let first = CivilDate(daysSinceEpoch: Int((domain.lowerBound / 86_400_000).rounded(.down)))
    let last = CivilDate(daysSinceEpoch: Int((domain.upperBound / 86_400_000).rounded(.down)))
    let start = (first.year * 12 + first.month - 1) / count * count
    return stride(from: start, through: last.year * 12 + last.month - 1, by: count).compactMap {
      CivilDate(year: $0 / 12, month: $0 % 12 + 1, day: 1)
        .map { Double($0.daysSinceEpoch) * 86_400_000 }
    }.filter { domain.contains($0) }
  }
}
