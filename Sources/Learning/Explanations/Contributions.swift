public import Numerics

/// How much each feature moved each row's prediction away from the baseline.
///
/// The baseline plus the sum of a row's contributions is the row's prediction, up to rounding.
public struct Contributions: Sendable {
  /// The names of the features, one for each column of `values`.
  public let featureNames: [String]

  /// What is predicted when nothing is known of a row: the mean over the training rows.
  public let baseline: Double

  /// The contributions: a row for each row of the table, a column for each feature.
  public let values: Matrix

  /// The `count` features that moved row `row` most, the strongest first.
  public func strongest(_ count: Int, ofRow row: Int) -> [(name: String, value: Double)] {
    let all = featureNames.enumerated().map { (name: $1, value: values[row, $0]) }
    return Array(
      all.sorted { (abs($1.value), $0.name) < (abs($0.value), $1.name) }.prefix(count))
  }
}
