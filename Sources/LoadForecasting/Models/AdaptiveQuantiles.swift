import Numerics

/// The normalised errors that intervals are read from, as days pass.
///
/// In a rolling forecast the errors of past forecasts become known: the newest replace the oldest,
/// the usual size of errors follows them hour by hour, and each level is moved by what its coverage
/// lacked (Gibbs and Candès 2021, adaptive conformal inference), so that coverage holds where the
/// load drifts away from what was learnt.
struct AdaptiveQuantiles {
  /// How far a level moves for a day that missed its coverage wholly.
  static let rate = 0.1
  /// How much a day counts in the usual size of an hour's errors.
  static let sizeRate = 0.05
  /// The number of forecasts whose errors are kept.
  static let window = 28

  /// A forecast load that has become known.
  struct Outcome {
    let hour: Int
    let leadShare: Double
    /// How hard the moment was taken to be when the forecast was issued.
    let difficulty: Double
    /// The load minus the expected load.
    let error: Double
    /// The load minus what each level's error is counted from.
    let levelErrors: [Double]
  }

  private var hourSizes: [Double]
  private let leadFactors: [Double]
  /// One list for all levels, or a list for each.
  private var errors: [[Double]]
  private let capacity: Int
  private var moved = LoadForecast.levels

  /// Starts from the errors of `intervals`.
  init(_ intervals: ConformalIntervals) {
    hourSizes = intervals.hourSizes
    leadFactors = intervals.leadFactors
    errors = intervals.errors
    capacity = max(1, intervals.errors.first?.count ?? 0)
  }

  /// How large errors usually are at a local hour and a share of the horizon.
  func difficulty(hour: Int, leadShare: Double) -> Double {
    hourSizes[hour] * leadFactors[ConformalIntervals.bucket(leadShare)]
  }

  /// The quantiles of the errors at each of `LoadForecast.levels`.
  func quantiles() -> [Double] {
    let sorted = errors.map { $0.sorted() }
    return moved.enumerated().map { index, level in
      let errors = sorted[errors.count == 1 ? 0 : index]
      guard let last = errors.indices.last else { return 0 }
      let rank = Int((Double(errors.count + 1) * level).rounded(.up)) - 1
      return errors[min(max(rank, 0), last)]
    }
  }

  /// Takes in the loads of a forecast that have become known.
  mutating func learn(_ outcomes: [Outcome]) {
    guard !outcomes.isEmpty else { return }
    let bounds = quantiles()
    for (index, level) in LoadForecast.levels.enumerated() {
      let covered = outcomes.count { $0.levelErrors[index] <= bounds[index] * $0.difficulty }
      let share = Double(covered) / Double(outcomes.count)
      moved[index] = min(
        max(moved[index] + AdaptiveQuantiles.rate * (level - share), 0.001), 0.999)
    }
    for index in errors.indices {
      errors[index] += outcomes.map { $0.levelErrors[index] / $0.difficulty }
      errors[index].removeFirst(max(0, errors[index].count - capacity))
    }
    for (hour, outcomes) in Dictionary(grouping: outcomes, by: \.hour) {
      let sizes = outcomes.map {
        abs($0.error) / leadFactors[ConformalIntervals.bucket($0.leadShare)]
      }
      hourSizes[hour] += AdaptiveQuantiles.sizeRate * (sizes.mean - hourSizes[hour])
    }
  }
}
