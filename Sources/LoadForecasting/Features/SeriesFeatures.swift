import Glibc
import Numerics

/// The features of one series: what turns an origin and a step into a row of numbers.
struct SeriesFeatures {
  let features: ForecastFeatures
  let timeline: Timeline
  /// What the load is measured in.
  let scale: Double
  private let load: PastLoad
  private let weather: [PastLoad]
  private let isHoliday: [Bool]
  private let stepsPerDay: Int
  private let stepsPerHour: Double
  /// Running sums of what the day before and the week before were wrong by.
  private let daySurprise: PastLoad
  private let weekSurprise: PastLoad

  /// The features of `series` for steps up to `count`, which may lie beyond it.
  init(
    _ features: ForecastFeatures, series: LoadSeries, count: Int, scale: Double,
    calendar: LocalCalendar, holidays: Holidays
  ) throws(ForecastError) {
    self.features = features
    self.scale = scale
    let timeline = Timeline(series, count: max(count, series.values.count), calendar: calendar)
    self.timeline = timeline
    load = PastLoad(series.values)
    stepsPerDay = series.stepsPerDay
    stepsPerHour = 3_600 / Double(series.stepS)
    var columns: [PastLoad] = []
    for name in features.weather {
      guard let column = series.weather.first(where: { $0.name == name }) else {
        throw .weatherMissing(name: name)
      }
      columns.append(PastLoad(column.values))
    }
    weather = columns
    isHoliday = timeline.day.map { holidays.days.contains(Int($0)) }
    func surprise(days: Int) -> PastLoad {
      PastLoad(
        series.values.indices.map { step in
          let earlier = timeline.step(step, daysEarlier: days)
          return earlier >= 0 && earlier < step
            ? series.values[step] - series.values[earlier] : .nan
        })
    }
    daySurprise = surprise(days: 1)
    weekSurprise = surprise(days: 7)
  }

  /// The level before `origin`: the mean of the last week, or of whatever is known.
  func level(before origin: Int) -> Double {
    for days in [7, 28] {
      let mean = load.mean(last: days * stepsPerDay, before: origin)
      if !mean.isNaN { return mean }
    }
    return load.meanOfAll(before: origin)
  }

  /// The load a calendar lag of `days` before `step`, stepped back until it is known at `origin`.
  @inline(__always)
  func lag(days: Int, of step: Int, before origin: Int) -> Double {
    for times in 1...5 {
      let value = load.value(
        timeline.step(step, daysEarlier: days * times), before: origin)
      if !value.isNaN { return value }
    }
    return .nan
  }

  /// The median of the loads 1 to 7 calendar days before `step`: what is usual, whatever single days
  /// were like.
  func weekMedian(of step: Int, before origin: Int) -> Double {
    let known = (1...7).map { lag(days: $0, of: step, before: origin) }.filter { !$0.isNaN }
    return known.isEmpty ? .nan : known.median
  }

  /// Appends the features of `step` as they are known at `origin`, of level `level`.
  func appendRow(origin: Int, step: Int, level: Double, to row: inout [Float]) {
    func append(_ value: Double) { row.append(Float(value)) }
    func appendLoad(_ value: Double) { row.append(Float((value - level) / scale)) }
    var lags: [Double] = []
    for days in ForecastFeatures.lagDays { lags.append(lag(days: days, of: step, before: origin)) }
    for value in lags { appendLoad(value) }
    appendLoad(meanOfKnown(lags.prefix(7)))
    appendLoad(
      meanOfKnown([7, 14, 21, 28].map { lag(days: $0, of: step, before: origin) }[...]))
    let hours3 = max(1, Int((3 * stepsPerHour).rounded()))
    let last24 = load.mean(last: stepsPerDay, before: origin)
    appendLoad(load.value(origin - 1, before: origin))
    appendLoad(load.mean(last: hours3, before: origin))
    appendLoad(last24)
    append((last24 - load.mean(last: stepsPerDay, before: origin - stepsPerDay)) / scale)
    append(load.deviation(last: 7 * stepsPerDay, before: origin) / scale)
    let day3 = daySurprise.mean(last: hours3, before: origin) / scale
    let week3 = weekSurprise.mean(last: hours3, before: origin) / scale
    let leadH = Double(step - origin + 1) / stepsPerHour
    append(day3)
    append(week3)
    append(weekSurprise.mean(last: stepsPerDay, before: origin) / scale)
    append(day3 * exp2(-leadH / 3))
    append(week3 * exp2(-leadH / 3))
    append(leadH)
    appendCalendar(step, to: &row)
    for column in weather { appendWeather(column, step, to: &row) }
  }

  private func appendCalendar(_ step: Int, to row: inout [Float]) {
    func appendCycle(_ phase: Double) {
      for harmonic in [1.0, 2] {
        let angle = 2 * Double.pi * harmonic * phase
        row.append(Float(sin(angle)))
        row.append(Float(cos(angle)))
      }
    }
    let day = Int(timeline.day[step])
    // 1970-01-01 was a Thursday; 0 is Monday.
    let weekday = ((day + 3) % 7 + 7) % 7
    let dayShare = Double(timeline.secondOfDay[step]) / 86_400
    appendCycle(dayShare)
    appendCycle((Double(weekday) + dayShare) / 7)
    row.append(weekday >= 5 ? 1 : 0)
    if features.hasYear { appendCycle((Double(day) + dayShare) / 365.2425) }
    if features.hasHolidays {
      for days in [0, 1, 7] {
        let earlier = timeline.step(step, daysEarlier: days)
        row.append(earlier >= 0 && isHoliday[earlier] ? 1 : 0)
      }
    }
  }

  /// A column that is known ahead of time: its value, how it differs from the lags' values, and its
  /// mean over the day that ends with the step.
  private func appendWeather(_ column: PastLoad, _ step: Int, to row: inout [Float]) {
    let now = column.value(step, before: .max)
    row.append(Float(now))
    for days in [1, 7] {
      row.append(
        Float(now - column.value(timeline.step(step, daysEarlier: days), before: .max)))
    }
    row.append(Float(column.mean(last: stepsPerDay, before: step + 1)))
  }

  private func meanOfKnown(_ values: ArraySlice<Double>) -> Double {
    var (sum, count) = (0.0, 0.0)
    for value in values where !value.isNaN {
      sum += value
      count += 1
    }
    return sum / count
  }
}
