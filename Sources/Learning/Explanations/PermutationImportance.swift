public import Numerics

// Breiman (2001), section 10: a feature matters as much as the score falls when its values are
// shuffled among the rows, which breaks its tie with the target and leaves all else as it was.

/// How much a score falls when the values of one feature are shuffled.
public struct PermutationImportance: Sendable, Equatable {
  /// The name of the feature.
  public let name: String
  /// The mean fall of the score over the repeats.
  public let mean: Double
  /// The standard deviation of the fall over the repeats.
  public let deviation: Double

  /// The importance of each column of `table` for `score`, the higher the better.
  ///
  /// Shuffle `r` of column `c` draws from stream `c * repeats + r` of the seed.
  ///
  /// - Complexity: O(columns · `repeats`) calls of `score`.
  public static func ofColumns(
    of table: FeatureTable, repeats: Int, seed: UInt64, execution: Execution,
    score: @Sendable (FeatureTable) -> Double
  ) -> [PermutationImportance] {
    precondition(repeats >= 1, "\(repeats) repeats, where at least 1 is needed")
    let whole = score(table)
    let falls = parallelMap(table.columnCount * repeats, execution: execution) { index in
      var random = RandomSource(seed: seed, stream: index)
      return whole - score(table.shuffling(column: index / repeats, using: &random))
    }
    return table.names.enumerated().map { column, name in
      let own = falls[column * repeats..<(column + 1) * repeats]
      let mean = own.reduce(0, +) / Double(repeats)
      let squares = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return PermutationImportance(
        name: name, mean: mean, deviation: (squares / Double(repeats)).squareRoot())
    }
  }
}

extension FeatureTable {
  /// The table with the values of one column in random order.
  fileprivate func shuffling(
    column: Int, using random: inout RandomSource
  ) -> FeatureTable {
    var shuffled = values
    random.shuffle(&shuffled[column * rowCount..<(column + 1) * rowCount])
    return FeatureTable(knownNames: names, rowCount: rowCount, values: shuffled)
  }
}
