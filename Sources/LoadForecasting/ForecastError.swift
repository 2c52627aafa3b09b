/// Why a series cannot be forecast.
public enum ForecastError: Error, Equatable, Sendable {
  /// The series has `found` rows; a cadence cannot be read from fewer than `needed`.
  case tooFewRows(found: Int, needed: Int)
  /// Timestamps, values and columns beside them differ in number.
  case lengthsDiffer(timestamps: Int, other: Int)
  /// The cadence is not one that this forecasts at.
  case cadenceNotSupported(seconds: Int)
  /// The cadence is finer than the rows are apart.
  case cadenceTooFine(seconds: Int, rowsApartSeconds: Int)
  /// The span between the first and the last row is too long for a series of this cadence.
  case spanTooLong(steps: Int, limit: Int)
  /// There is no time zone of this name.
  case unknownTimeZone(name: String)
  /// The horizon is not a whole number of steps between 1 and `limit`.
  case horizonNotSupported(seconds: Int, stepSeconds: Int, limit: Int)
  /// Too little is known before the first forecast.
  case historyTooShort(days: Double, neededDays: Double)
  /// The part of the series that a backtest forecasts, at most half of it, is shorter than a horizon.
  case nothingToForecast(lastS: Int, horizonS: Int)
  /// Too few examples remain after gaps and masks.
  case tooFewExamples(found: Int, needed: Int)
  /// The model needs a weather column that the series lacks.
  case weatherMissing(name: String)
  /// A weather column has no value for a moment to forecast.
  case weatherUnknown(name: String, step: Int)
  /// The series has another cadence than the model.
  case cadenceDiffers(model: Int, series: Int)
  /// The series is not one that the model knows, and has no history to scale it by.
  case nothingKnown(series: String)
  /// Quantiles are asked of a way to forecast that does not learn them.
  case quantilesNotLearnt(by: ForecastModelKind)
  /// A learner refused.
  case learning(String)
}

extension ForecastError: CustomStringConvertible {
  /// What is wrong, in one line.
  public var description: String {
    switch self {
    case .tooFewRows(let found, let needed):
      "a series of \(found) rows is too short to read a cadence from, which needs \(needed)"
    case .lengthsDiffer(let timestamps, let other):
      "\(timestamps) timestamps for \(other) values"
    case .cadenceNotSupported(let seconds):
      "a cadence of \(seconds) s is not supported: use 5, 15, 30 or 60 minutes, "
        + "or whole hours that divide a day"
    case .cadenceTooFine(let seconds, let rowsApartSeconds):
      "rows that are \(rowsApartSeconds) s apart cannot give a cadence of \(seconds) s"
    case .spanTooLong(let steps, let limit):
      "the series spans \(steps) steps, more than the \(limit) that are supported"
    case .unknownTimeZone(let name):
      "there is no time zone \"\(name)\": use a name like Europe/Berlin, or an offset like +01:00"
    case .horizonNotSupported(let seconds, let stepSeconds, let limit):
      "a horizon of \(seconds) s is not between 1 and \(limit) whole steps of \(stepSeconds) s"
    case .historyTooShort(let days, let neededDays):
      "\(days.tenths) days of history are too few: \(neededDays.tenths) are needed"
    case .nothingToForecast(let lastS, let horizonS):
      "the last \((Double(lastS) / 3_600).tenths) hours, at most half of the series, are shorter than "
        + "a horizon of \((Double(horizonS) / 3_600).tenths) hours"
    case .tooFewExamples(let found, let needed):
      "\(found) examples remain after gaps and masks, of \(needed) that are needed"
    case .weatherMissing(let name):
      "the model needs the weather column \"\(name)\", which the data lacks"
    case .weatherUnknown(let name, let step):
      "weather column \"\(name)\" has no value for step \(step) of the forecast: "
        + "append rows with the weather forecast"
    case .cadenceDiffers(let model, let series):
      "the model forecasts at \(model) s, the series is at \(series) s"
    case .nothingKnown(let series):
      "series \"\(series)\" has no known value to forecast from"
    case .quantilesNotLearnt(let kind):
      "\(kind.rawValue) does not learn quantiles: ask mlp or random-forest, or for conformal intervals"
    case .learning(let sentence):
      sentence
    }
  }
}

extension Double {
  /// This number with one decimal.
  fileprivate var tenths: String { String((self * 10).rounded() / 10) }
}
