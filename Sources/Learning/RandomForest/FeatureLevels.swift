import Numerics

/// Each feature's values cut into levels at ascending edges; trees compare levels, never values.
///
/// Level 0 is for missing values (NaN), level 1 for values up to the first edge, and so on: with
/// `e` edges there are `e + 2` levels. "Level ≤ k" is the same question as "value ≤ edge k − 1", so a
/// missing value counts as less than every number.
struct FeatureLevels: Sendable, Equatable {
  /// The edges of all features, one feature after another.
  let edges: [Float]
  /// Where each feature's edges begin in `edges`, and where the last ones end.
  let starts: [Int]
  /// The edges of each feature again, as a search needs them: filled up to 2ⁿ − 1 keys.
  private let keys: [OrderedKey]
  /// Where the keys of each feature begin, and where the last ones end.
  private let keyStarts: [Int]

  var featureCount: Int { starts.count - 1 }

  init(edges: [[Float]]) {
    self.edges = edges.flatMap { $0 }
    var starts = [0]
    var keys: [OrderedKey] = []
    var keyStarts = [0]
    for feature in edges {
      starts.append(starts[starts.count - 1] + feature.count)
      keys += feature.map { OrderedKey($0) }
      let steps = Int.bitWidth - feature.count.leadingZeroBitCount
      keys += Array(repeating: .missing, count: 1 << steps - 1 - feature.count)
      keyStarts.append(keys.count)
    }
    self.starts = starts
    // One more, so that there are some even if no column has an edge.
    self.keys = keys + [.missing]
    self.keyStarts = keyStarts
  }

  /// The edges of one feature.
  func edges(of feature: Int) -> ArraySlice<Float> {
    edges[starts[feature]..<starts[feature + 1]]
  }

  /// Lends a search among the edges of one feature to `body`.
  @inline(__always)
  func withSearch(of feature: Int, _ body: (LevelSearch) -> Void) {
    let start = keyStarts[feature]
    let steps = (keyStarts[feature + 1] - start).nonzeroBitCount
    keys.withUnsafeBufferPointer { keys in
      guard let keys = keys.baseAddress else { return }
      body(LevelSearch(keys: keys + start, steps: steps))
    }
  }

  /// The number of levels of one feature, the one for missing values included.
  func count(of feature: Int) -> Int { starts[feature + 1] - starts[feature] + 2 }

  /// The level up to which rows go left where `feature` is cut between two levels: that with the edge
  /// nearest to the middle between them.
  func cut(between lower: Int, and upper: Int, of feature: Int) -> Int {
    // Missing values, at level 0, are below every edge.
    guard lower > 0 && upper - lower > 1 else { return (lower + upper) >> 1 }
    let base = starts[feature] - 1
    let middle = edges[base + lower] / 2 + edges[base + upper - 1] / 2
    var low = lower
    var high = upper - 1
    while high - low > 1 {
      let place = (low + high) >> 1
      if edges[base + place] < middle { low = place } else { high = place }
    }
    return middle - edges[base + low] <= edges[base + high] - middle ? low : high
  }

  /// Cuts the columns of `table` into at most `limit` levels each.
  ///
  /// A column of few values has a level for each; for others, see `LevelEdges`. Targets are numbers
  /// unless there are `classes`.
  ///
  /// - Complexity: O(cells), of which about `sampleLimit` rows a column are looked at where levels are
  ///   bytes.
  init(
    of table: FeatureTable, classes: [Float]?, limit: Int, seed: UInt64, execution: Execution
  ) {
    let sample = LevelSample(
      rowCount: table.rowCount, classes: classes,
      limit: limit <= Self.byteLimit ? Self.sampleLimit : .max, seed: seed)
    self.init(
      edges: parallelMap(table.columnCount, execution: execution) { column in
        let start = column * table.rowCount
        var values = table.values.withUnsafeBufferPointer { values in
          sample.rows.map { SampledValue(key: OrderedKey(values[start + $0.row]), label: $0.label) }
        }
        values.removeAll { $0.key.isMissing }
        SampledValue.sort(&values)
        return LevelEdges(
          values: values, sample: sample, areNumbers: classes == nil, limit: limit - 2
        ).edges
      })
  }

  /// The most levels of a feature that fit into bytes, and the most of any.
  static let byteLimit = 256
  static let limit = 65_535

  /// Whether all levels fit into bytes.
  var areBytes: Bool {
    (0..<featureCount).allSatisfy { count(of: $0) <= Self.byteLimit }
  }

  /// The rows that are looked at to find the edges, about; all, if there are no more.
  static let sampleLimit = 1 << 17
}
