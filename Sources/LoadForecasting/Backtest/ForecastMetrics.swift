import Numerics

/// How good forecasts were, by every measure that reports name.
public struct ForecastMetrics: Sendable, Equatable {
  /// The number of loads that were compared.
  public let count: Int
  /// The mean absolute error, in units of the load.
  public let mae: Double
  /// The root of the mean squared error, in units of the load.
  public let rmse: Double
  /// The mean of |e| / |y| in percent, over loads that are not zero; nil if all are.
  public let mapePercent: Double?
  /// The mean of 2 |e| / (|y| + |ŷ|) in percent, 0 where both are zero.
  public let smapePercent: Double
  /// The mean absolute error in units of the seasonal naive error in training (Hyndman and Koehler
  /// 2006); nil if that is zero.
  public let mase: Double?
  /// The pinball loss, the mean over `LoadForecast.levels`, in units of the load; NaN, as are the
  /// measures of the interval, for points without quantiles.
  public let pinball: Double
  /// The share of loads within the interval from the 5 % to the 95 % quantile.
  public let coverage90Percent: Double
  /// The mean width of that interval, in units of the load.
  public let width90: Double

  /// The measures over `points`; nil if none of them has a load.
  ///
  /// `naiveError` is the mean absolute error of the seasonal naive forecast in training.
  public init?(_ points: some Sequence<ForecastPoint>, naiveError: Double) {
    var (count, absolute, square, symmetric) = (0, 0.0, 0.0, 0.0)
    var (relative, relativeCount, pinball, covered, width) = (0.0, 0, 0.0, 0, 0.0)
    for point in points where point.actual.isFinite {
      let error = point.expected - point.actual
      count += 1
      absolute += abs(error)
      square += error * error
      if point.actual != 0 {
        relative += abs(error / point.actual)
        relativeCount += 1
      }
      let size = abs(point.actual) + abs(point.expected)
      symmetric += size > 0 ? 2 * abs(error) / size : 0
      for (level, quantile) in zip(LoadForecast.levels, point.quantiles) {
        let below = point.actual - quantile
        pinball += max(level * below, (level - 1) * below) / Double(LoadForecast.levels.count)
      }
      let (low, high) = (point.quantiles.first ?? .nan, point.quantiles.last ?? .nan)
      covered += point.actual >= low && point.actual <= high ? 1 : 0
      width += high - low
    }
    guard count > 0 else { return nil }
    let divisor = Double(count)
    self.count = count
    mae = absolute / divisor
    rmse = (square / divisor).squareRoot()
    mapePercent = relativeCount > 0 ? 100 * relative / Double(relativeCount) : nil
    smapePercent = 100 * symmetric / divisor
    mase = naiveError > 0 ? mae / naiveError : nil
    self.pinball = width.isNaN ? .nan : pinball / divisor
    coverage90Percent = width.isNaN ? .nan : 100 * Double(covered) / divisor
    width90 = width / divisor
  }
}

/// One forecast load and what became of it.
public struct ForecastPoint: Sendable, Equatable {
  /// The first step whose load was unknown when the forecast was issued.
  public let origin: Int
  /// The step that was forecast.
  public let step: Int
  /// What the load turned out to be; NaN if that is not known.
  public let actual: Double
  /// The expected load.
  public let expected: Double
  /// The quantiles at `LoadForecast.levels`.
  public let quantiles: [Double]

  /// One forecast load and what became of it.
  public init(origin: Int, step: Int, actual: Double, expected: Double, quantiles: [Double]) {
    self.origin = origin
    self.step = step
    self.actual = actual
    self.expected = expected
    self.quantiles = quantiles
  }

  /// The number of steps from the issue of the forecast to the end of the interval.
  public var lead: Int { step - origin + 1 }
}
