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
  /// A column of few values has a level for each, others have levels of about equally many rows. Where
  /// it `dividesEnds`, levels grow from a single value at both ends of a column.
  ///
  /// - Complexity: O(cells), of which at most `sampleLimit` rows a column are looked at where levels
  ///   are bytes.
  init(
    of table: FeatureTable, limit: Int, dividesEnds: Bool, seed: UInt64, execution: Execution
  ) {
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
        return Self.edges(ofSorted: keys, limit: limit - 2, dividesEnds: dividesEnds)
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
  private static func edges(
    ofSorted keys: [OrderedKey], limit: Int, dividesEnds: Bool
  ) -> [Float] {
    var boundaries: [Int] = []
    for place in keys.indices.dropFirst() where keys[place - 1] != keys[place] {
      boundaries.append(place)
    }
    if boundaries.count > limit {
      boundaries = chosen(boundaries, count: keys.count, limit: limit, dividesEnds: dividesEnds)
    }
    return boundaries.map { place in
      let below = keys[place - 1].value
      let above = keys[place].value
      let middle = below + (above - below) / 2
      return middle >= below && middle < above ? middle : below
    }
  }

  /// Chooses `limit` of the boundaries: at both ends some that come ever closer together, if it
  /// `dividesEnds`, and between them such that about equally many values lie between two.
  private static func chosen(
    _ boundaries: [Int], count: Int, limit: Int, dividesEnds: Bool
  ) -> [Int] {
    guard dividesEnds else { return evenlyFilled(boundaries, from: 0, to: count, limit: limit) }
    let low = atEnd(boundaries, count: count, limit: limit)
    let first = low.last ?? 0
    let high = atEnd(boundaries.reversed().map { count - $0 }, count: count, limit: limit)
      .map { count - $0 }.filter { $0 > first }
    let end = high.last ?? count
    let middle = evenlyFilled(
      boundaries.filter { $0 > first && $0 < end }, from: first, to: end,
      limit: limit - low.count - high.count)
    return low + middle + high.reversed()
  }

  /// Chooses boundaries, given as ascending distances from one end: the level next to the end has one
  /// value, and each other at least half as many as lie behind it, until an even share is reached.
  private static func atEnd(_ distances: [Int], count: Int, limit: Int) -> [Int] {
    var chosen: [Int] = []
    var last = 0
    for distance in distances {
      let width = max(1, last / 2)
      guard width < count / limit, chosen.count < limit / 8 else { break }
      guard distance - last >= width else { continue }
      chosen.append(distance)
      last = distance
    }
    return chosen
  }

  /// Chooses `limit` of the boundaries so that the values between them are about equally many; a
  /// value that alone fills a level gets one, and the rest is divided anew.
  private static func evenlyFilled(
    _ boundaries: [Int], from first: Int, to end: Int, limit: Int
  ) -> [Int] {
    var chosen: [Int] = []
    var start = first
    for (index, boundary) in boundaries.enumerated() {
      let levelsLeft = limit + 1 - chosen.count
      guard levelsLeft > 1 else { break }
      let wanted = Double(end - start) / Double(levelsLeft)
      let here = Double(boundary - start)
      let next = Double((index + 1 < boundaries.count ? boundaries[index + 1] : end) - start)
      if here >= wanted || next - wanted > wanted - here {
        chosen.append(boundary)
        start = boundary
      }
    }
    return chosen
  }
}
