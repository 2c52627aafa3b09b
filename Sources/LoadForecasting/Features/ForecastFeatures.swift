// What a model is told of the moment it forecasts. An example is a pair: the origin, the first step
// whose load is unknown, and the step to forecast, `lead` steps later.
//
// Loads are told as their distance from the level, the mean of the week before the origin, in units
// of the scale of the series: models that cannot extrapolate then follow growth, and one model can
// learn from many meters.
//
// A lag by the calendar (P1D: the same clock time a day earlier, 23 or 25 hours on the days that the
// clock changes) that is not known at the origin, or missing, is stepped back by its own length up
// to four times. What then remains unknown is NaN.

/// Which features a model has, and how they are computed.
struct ForecastFeatures: Sendable, Equatable {
  /// The calendar lags, in days, that are features themselves.
  static let lagDays = [1, 2, 3, 4, 5, 6, 7, 14]

  let weather: [String]
  let hasHolidays: Bool
  /// Whether examples span enough of a year to learn its seasons.
  let hasYear: Bool

  /// The names of the features, in order.
  var names: [String] {
    var names = ForecastFeatures.lagDays.map { "load_lag_P\($0)D" }
    names += [
      "load_mean_clock_7_days", "load_mean_clock_4_weeks", "load_last", "load_mean_PT3H",
      "load_mean_PT24H", "load_change_PT24H", "load_deviation_P7D",
      "surprise_day_PT3H", "surprise_week_PT3H", "surprise_week_PT24H", "surprise_day_fading",
      "surprise_week_fading", "lead_h", "hour_sin", "hour_cos", "half_day_sin", "half_day_cos",
      "weekday_sin", "weekday_cos", "half_week_sin", "half_week_cos", "is_weekend",
    ]
    if hasYear { names += ["year_sin", "year_cos", "half_year_sin", "half_year_cos"] }
    if hasHolidays { names += ["is_holiday", "was_holiday_P1D", "was_holiday_P7D"] }
    for column in weather {
      names += [column, "\(column)_change_P1D", "\(column)_change_P7D", "\(column)_mean_PT24H"]
    }
    return names
  }
}
