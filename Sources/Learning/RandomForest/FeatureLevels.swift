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
  /// The edges again, as searches compare them.
  private let keys: [OrderedKey]

  var featureCount: Int { starts.count - 1 }

  init(edges: [[Float]]) {
    self.edges = edges.flatMap { $0 }
    keys = self.edges.map { OrderedKey($0) }
    var starts = [0]
    for feature in edges { starts.append(starts[starts.count - 1] + feature.count) }
    self.starts = starts
  }

  /// The edges of one feature.
  func edges(of feature: Int) -> ArraySlice<Float> {
    edges[starts[feature]..<starts[feature + 1]]
  }

  /// Lends a search among the edges of one feature to `body`.
  @inline(__always)
  func withSearch(of feature: Int, _ body: (LevelSearch) -> Void) {
    keys.withUnsafeBufferPointer { keys in
      body(
        LevelSearch(
          keys: UnsafeBufferPointer(rebasing: keys[starts[feature]..<starts[feature + 1]])))
    }
  }

  /// The number of levels of one feature, the one for missing values included.
  func count(of feature: Int) -> Int { starts[feature + 1] - starts[feature] + 2 }

  /// Cuts the columns of `table` into at most `limit` levels each: one level a value where there
  /// are few values, else levels of about equally many rows.
  ///
  /// - Complexity: O(cells), of which at most `sampleLimit` rows a column are looked at where levels
  ///   are bytes.
  init(of table: FeatureTable, limit: Int, seed: UInt64, execution: Execution) {
    let rows =
      limit <= Self.byteLimit ? Self.sampledRows(of: table.rowCount, seed: seed) : nil
    self.init(
      edges: parallelMap(table.columnCount, execution: execution) { column in
        let start = column * table.rowCount
        var keys = table.values.withUnsafeBufferPointer { values in
          rows.map { rows in rows.map { OrderedKey(values[start + $0]) } }
            ?? values[start..<start + table.rowCount].map { OrderedKey($0) }
        }
        keys.removeAll { $0.isMissing }
        OrderedKey.sort(&keys)
        return Self.edges(ofSorted: keys, limit: limit - 2)
      })
  }

  /// The most levels of a feature that fit into bytes, and the most of any.
  static let byteLimit = 256
  static let limit = 65_535

  /// Whether all levels fit into bytes.
  var areBytes: Bool {
    (0..<featureCount).allSatisfy { count(of: $0) <= Self.byteLimit }
  }

  /// The most rows that are looked at to find the edges.
  static let sampleLimit = 1 << 16

  /// The rows to look at; nil for all.
  private static func sampledRows(of rowCount: Int, seed: UInt64) -> [Int]? {
    guard rowCount > 2 * sampleLimit else { return nil }
    var random = RandomSource(seed: seed, stream: -1)
    return (0..<sampleLimit).map { index in
      let start = index * rowCount / sampleLimit
      return start + random.index(below: (index + 1) * rowCount / sampleLimit - start)
    }
  }

  /// At most `limit` edges between ascending values.
  private static func edges(ofSorted keys: [OrderedKey], limit: Int) -> [Float] {
    var boundaries: [Int] = []
    for place in keys.indices.dropFirst() where keys[place - 1] != keys[place] {
      boundaries.append(place)
    }
    if boundaries.count > limit {
      boundaries = evenlyFilled(boundaries, count: keys.count, limit: limit)
    }
    return boundaries.map { place in
      let below = keys[place - 1].value
      let above = keys[place].value
      let middle = below + (above - below) / 2
      return middle >= below && middle < above ? middle : below
    }
  }

  /// Chooses `limit` of the boundaries so that the values between them are about equally many; a
  /// value that alone fills a level gets one, and the rest is divided anew.
  private static func evenlyFilled(_ boundaries: [Int], count: Int, limit: Int) -> [Int] {
    var chosen: [Int] = []
    var start = 0
    for (index, boundary) in boundaries.enumerated() {
      let levelsLeft = limit + 1 - chosen.count
      guard levelsLeft > 1 else { break }
      let wanted = Double(count - start) / Double(levelsLeft)
      let here = Double(boundary - start)
      let next = Double((index + 1 < boundaries.count ? boundaries[index + 1] : count) - start)
      if here >= wanted || next - wanted > wanted - here {
        chosen.append(boundary)
        start = boundary
      }
    }
    return chosen
  }
}
