import Glibc
import Numerics

// Online aggregation of experts by exponentiated gradients (Kivinen and Warmuth 1997; Cesa-Bianchi
// and Lugosi 2006, section 2.5), with a fixed share (Herbster and Warmuth 1998):
//
//   w_k ← w_k exp(−η g_k / s), normalised;  w_k ← (1 − α) w_k + α / n
//
// g_k is the mean of sign(ŷ − y) (f_k − ŷ) over a forecast ŷ = Σ w_k f_k that has become known, the
// slope of its absolute error; s is how far the experts lay apart, so that no unit matters. A load
// that changes its shape within weeks is then followed by whoever forecasts it best, and weights
// that have become small can grow again.

/// How much each of several forecasts of the same load counts.
struct ExpertWeights: Sendable, Equatable {
  /// The number of experts: a model itself, the linear regression, the day before, the week before,
  /// the median of the last week at the same clock time, and the model corrected by its recent
  /// errors.
  static let count = 6
  /// The days of history from which on learnt experts are trusted in full.
  static let trustedDays = 56.0
  /// η: how fast weights follow errors.
  static let rate = 0.7
  /// α: the part of the weights that is dealt anew, in equal parts, with each forecast.
  static let share = 0.003

  /// The weights, of sum 1.
  private(set) var values: [Double]

  /// A model that stands for itself.
  static let alone = ExpertWeights([1])

  init(_ values: [Double]) {
    self.values = values
  }

  /// What a model starts with that learnt from `historyDays` days: the fewer they are, the more
  /// count the experts that need no learning.
  init(historyDays: Double) {
    let trust = min(1, historyDays / ExpertWeights.trustedDays)
    let naive = (1 - 0.76 * trust) / 3
    values = [0.6 * trust, 0.08 * trust, naive, naive, naive, 0.08 * trust]
  }

  /// The experts, and behind them the first of them moved by `corrections`, unless it stands alone.
  func experts(_ experts: [[Double]], corrections: [Double]) -> [[Double]] {
    values.count == 1 ? experts : experts + [zip(experts[0], corrections).map { $0 + $1 }]
  }

  /// The forecast that `experts`, a list of loads each, amount to.
  func combined(_ experts: [[Double]]) -> [Double] {
    var sums = [Double](repeating: 0, count: experts.first?.count ?? 0)
    for (weight, expert) in zip(values, experts) {
      for index in sums.indices { sums[index] += weight * expert[index] }
    }
    return sums
  }

  /// Learns what the `loads` have become that `experts` forecast; not a number if that is unknown.
  ///
  /// `importance` is how much the forecast says beside those of other series.
  mutating func learn(_ experts: [[Double]], loads: [Double], importance: Double = 1) {
    guard values.count > 1 else { return }
    let forecast = combined(experts)
    let known = loads.indices.filter { loads[$0].isFinite }
    var distance = 0.0
    var slopes = values.map { _ in 0.0 }
    for index in known {
      let middle = experts.map { $0[index] }.mean
      let direction = forecast[index] > loads[index] ? 1.0 : -1
      for (number, expert) in experts.enumerated() {
        distance += abs(expert[index] - middle)
        slopes[number] += direction * (expert[index] - forecast[index])
      }
    }
    // Twice the mean distance over experts and moments, as the slopes are means over moments.
    distance *= 2 / Double(values.count)
    guard distance > 0 && distance.isFinite else { return }
    let grown = zip(values, slopes).map {
      $0 * exp(-ExpertWeights.rate * importance * $1 / distance)
    }
    let sum = grown.reduce(0, +)
    let share = ExpertWeights.share * importance
    values = grown.map { (1 - share) * $0 / sum + share / Double(values.count) }
  }
}
