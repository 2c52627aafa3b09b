internal import Numerics

// Split-conformal prediction (Papadopoulos et al. 2002; Lei et al. 2018) with signed, normalised
// residuals: each error on days that the model did not learn from is divided by how hard its moment
// is, a factor for the hour of the day times one for the lead. The quantiles of what remains, times
// the difficulty of a new moment, are its interval.

/// What errors on held-out days say of errors to come.
struct ConformalIntervals: Sendable, Equatable {
  /// An error on a held-out day, in units of the scale of its series.
  struct Residual {
    let hour: Int
    let leadShare: Double
    let error: Double
  }

  static let leadBuckets = 8

  /// The usual size of an error at each local hour, in units of the scale.
  let hourSizes: [Double]
  /// How much larger errors are in each eighth of the horizon.
  let leadFactors: [Double]
  /// The normalised errors, in order of time.
  let errors: [Double]

  init(hourSizes: [Double], leadFactors: [Double], errors: [Double]) {
    self.hourSizes = hourSizes
    self.leadFactors = leadFactors
    self.errors = errors
  }

  /// The intervals that `residuals` speak for; of their errors, as many as `window` forecasts of
  /// `horizonSteps` leave are kept, evenly apart.
  init(_ residuals: [Residual], horizonSteps: Int) {
    let usual = max(
      residuals.map { abs($0.error) }.reduce(0, +) / Double(max(1, residuals.count)), 1e-12)
    // A factor is drawn towards 1 as if 20 usual errors more had been seen.
    func factors(
      _ count: Int, _ bucket: (Residual) -> Int, by sizes: (Residual) -> Double
    )
      -> [Double]
    {
      var sums = [Double](repeating: 20, count: count)
      var counts = sums
      for residual in residuals {
        sums[bucket(residual)] += abs(residual.error) / sizes(residual)
        counts[bucket(residual)] += 1
      }
      return zip(sums, counts).map { max($0 / $1, 0.05) }
    }
    let hours = factors(24, { $0.hour }, by: { _ in usual }).map { $0 * usual }
    let leads = factors(
      ConformalIntervals.leadBuckets, { ConformalIntervals.bucket($0.leadShare) },
      by: { hours[$0.hour] })
    hourSizes = hours
    leadFactors = leads
    let kept = min(residuals.count, AdaptiveQuantiles.window * horizonSteps)
    errors = (0..<kept).map { index in
      let residual = residuals[index * residuals.count / kept]
      return residual.error
        / (hours[residual.hour] * leads[ConformalIntervals.bucket(residual.leadShare)])
    }
  }

  /// How large errors usually are at a local hour and a share of the horizon.
  func difficulty(hour: Int, leadShare: Double) -> Double {
    hourSizes[hour] * leadFactors[ConformalIntervals.bucket(leadShare)]
  }

  private static func bucket(_ leadShare: Double) -> Int {
    min(leadBuckets - 1, max(0, Int(leadShare * Double(leadBuckets))))
  }
}

/// The normalised errors that intervals are read from, as days pass.
///
/// In a rolling forecast the errors of past forecasts become known: the newest replace the oldest,
/// and each level is moved by what its coverage lacked (Gibbs and Candès 2021, adaptive conformal
/// inference), so that coverage holds where the load drifts away from what was learnt.
struct AdaptiveQuantiles {
  /// How far a level moves for a day that missed its coverage wholly.
  static let rate = 0.1
  /// The number of forecasts whose errors are kept.
  static let window = 28

  private var errors: [Double]
  private let capacity: Int
  private var moved: [Double]

  /// Starts from the errors of `intervals`.
  init(_ intervals: ConformalIntervals) {
    errors = intervals.errors
    capacity = max(1, errors.count)
    moved = LoadForecast.levels
  }

  /// The quantiles of the errors at each of `LoadForecast.levels`.
  func quantiles() -> [Double] {
    let sorted = errors.sorted()
    guard let last = sorted.indices.last else { return moved.map { _ in 0 } }
    return moved.map { level in
      let rank = Int((Double(sorted.count + 1) * level).rounded(.up)) - 1
      return sorted[min(max(rank, 0), last)]
    }
  }

  /// Takes in the errors of a forecast whose loads have become known.
  mutating func learn(_ newErrors: [Double]) {
    guard !newErrors.isEmpty else { return }
    let bounds = quantiles()
    for (index, level) in LoadForecast.levels.enumerated() {
      let covered = newErrors.count { $0 <= bounds[index] }
      let share = Double(covered) / Double(newErrors.count)
      moved[index] = min(
        max(moved[index] + AdaptiveQuantiles.rate * (level - share), 0.001), 0.999)
    }
    errors.append(contentsOf: newErrors)
    errors.removeFirst(max(0, errors.count - capacity))
  }
}
