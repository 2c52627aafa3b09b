import Learning
import Numerics

/// Two Gaussian clouds and a few rows far out, as a table.
func cloudTable(rows: Int, columns: Int = 4, seed: UInt64 = 1) throws -> FeatureTable {
  var random = RandomSource(seed: seed)
  return try FeatureTable(
    names: (0..<columns).map { "x\($0)" },
    rows: (0..<rows).map { row in
      (0..<columns).map { _ in random.normal(mean: row % 2 == 0 ? 0 : 2, deviation: 1) }
    })
}

/// The cloud of each row of `cloudTable`.
func cloudLabels(rows: Int) -> ClassLabels {
  ClassLabels((0..<rows).map { $0 % 2 })
}
