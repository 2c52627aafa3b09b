/// The count, mean, variance and range of values that arrive one at a time.
///
/// Sources: Welford (1962), "Note on a method for calculating corrected sums of squares and
/// products"; Chan, Golub and LeVeque (1983) for joining two parts.
@frozen
public struct RunningStatistics: Equatable, Sendable {
  /// The number of values.
  public private(set) var count = 0
  /// Their mean; 0 without values.
  public private(set) var mean = 0.0
  /// The sum of their squared deviations from the mean.
  public private(set) var squaredDeviations = 0.0
  /// The smallest value; +∞ without values.
  public private(set) var minimum = Double.infinity
  /// The largest value; -∞ without values.
  public private(set) var maximum = -Double.infinity

  /// Statistics of no values yet.
  public init() {}

  /// Statistics of all of `values`.
  public init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  /// Takes one more value in.
  ///
  /// - Complexity: O(1).
  public mutating func add(_ value: Double) {
    count += 1
    let deviation = value - mean
    mean += deviation / Double(count)
    squaredDeviations += deviation * (value - mean)
    minimum = min(minimum, value)
    maximum = max(maximum, value)
  }

  /// Takes in all values of another part.
  ///
  /// - Complexity: O(1).
  public mutating func merge(_ other: RunningStatistics) {
    guard other.count > 0 else { return }
    let total = Double(count + other.count)
    let deviation = other.mean - mean
    squaredDeviations +=
      other.squaredDeviations
      + deviation * deviation * Double(count) * (Double(other.count) / total)
    mean += deviation * (Double(other.count) / total)
    count += other.count
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
  }

  /// The mean squared deviation of the values; NaN without values.
  public var variance: Double { squaredDeviations / Double(count) }

  /// The unbiased estimate of the variance of what the values were drawn from; NaN for fewer than
  /// two values.
  public var sampleVariance: Double {
    count > 1 ? squaredDeviations / Double(count - 1) : .nan
  }

  /// The square root of the variance.
  public var standardDeviation: Double { variance.squareRoot() }
}
