import Numerics

// Split-conformal prediction (Papadopoulos et al. 2002; Lei et al. 2018) with signed, normalised
// residuals: each error on days that the model did not learn from is divided by how hard its moment
// is, a factor for the hour of the day times one for the lead. The quantiles of what remains, times
// the difficulty of a new moment, are its interval.
//
// Errors of one day resemble one another, so that n days say as much as n numbers would, not as n
// times 24: quantiles of a few days are too narrow. As for Student's t with ν = n − 1, they are
// widened by 1 + (z² + 1) / 4ν, z = 1.645 (Abramowitz and Stegun 26.7.5, first term).
//
// Learnt quantiles are corrected in the same way (Romano, Patterson and Candès 2019, conformalised
// quantile regression): the error of a level is the load's distance from that quantile.

/// What errors on held-out days say of errors to come.
struct ConformalIntervals: Sendable, Equatable {
  /// Errors on a held-out day, in units of the scale of its series.
  struct Residual {
    let hour: Int
    let leadShare: Double
    /// The load minus the expected load.
    let error: Double
    /// The load minus each learnt quantile; empty if none are learnt.
    var quantileErrors: [Double] = []
  }

  static let leadBuckets = 8

  /// The usual size of an error at each local hour, in units of the scale.
  let hourSizes: [Double]
  /// How much larger errors are in each eighth of the horizon.
  let leadFactors: [Double]
  /// The normalised errors, in order of time: one list for all levels, or a list for each.
  let errors: [[Double]]

  init(hourSizes: [Double], leadFactors: [Double], errors: [[Double]]) {
    self.hourSizes = hourSizes
    self.leadFactors = leadFactors
    self.errors = errors
  }

  /// The intervals that `residuals` of `days` days speak for; of their errors, as many as `window`
  /// forecasts of `horizonSteps` leave are kept, evenly apart.
  init(_ residuals: [Residual], days: Double, horizonSteps: Int) {
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
    let chosen = (0..<kept).map { residuals[$0 * residuals.count / kept] }
    func normalised(_ error: (Residual) -> Double) -> [Double] {
      chosen.map { residual in
        error(residual)
          / (hours[residual.hour] * leads[ConformalIntervals.bucket(residual.leadShare)])
      }
    }
    let levels = residuals.first?.quantileErrors.count ?? 0
    errors =
      levels == 0
      ? [normalised { $0.error * (1 + 0.926 / max(1, days - 1)) }]
      : (0..<levels).map { level in normalised { $0.quantileErrors[level] } }
  }

  static func bucket(_ leadShare: Double) -> Int {
    min(leadBuckets - 1, max(0, Int(leadShare * Double(leadBuckets))))
  }
}
