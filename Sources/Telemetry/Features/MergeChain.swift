// Mean and deviation of windows of which nothing is missing, from shorter ones.
//
// Of the rows of a part that end at the value x, let m be the mean less x and q the sum of squares
// about the mean. Let the newest part have n rows and x, m and q be its own, and let each older
// part i have k rows and x(i), m(i) and q(i). Then of all rows together (Chan, Golub, LeVeque 1983)
//
//     d(i) = (m(i) - m) + (x(i) - x)      s = Σ d(i) · k / all
//     mean - x = m + s                    squares = q + Σ q(i) + k (n / k · s² + Σ (d(i) - s)²)
//
// Nothing is subtracted but values that are near each other, squares only add up, and d and s are 0
// where all values are the same: nothing cancels, however large values are, and flat windows have no
// deviation. What is made of a row depends on the values of the window alone.
//
// Windows of 5, 15 and 60 rows are made of five single rows, three times 5, twice 15 and twice 30, in
// four such steps, each for many rows at once. Where rows are missing or irregular, RollingWindow
// takes over.

/// The steps in which the windows of regular rows are merged of shorter ones.
struct MergeChain: Sendable {
  /// The parts that a piece is merged of; piece 0 is a single row, and step s makes piece s + 1.
  struct Step: Sendable {
    /// The piece that each of the older parts is, and the newest part.
    let older: Int
    let newest: Int
    /// The number of rows of each.
    let olderCount: Int
    let newestCount: Int
    /// The number of older parts.
    let olderParts: Int

    /// The number of older parts, and four more if not all parts are single rows.
    var kind: Int { max(olderCount, newestCount) == 1 ? olderParts : 4 + olderParts }

    /// How many rows earlier the oldest part ends.
    var reach: Int { newestCount + (olderParts - 1) * olderCount }
  }

  /// The time between two rows.
  let interval: Int64
  /// The number of rows of each piece.
  private(set) var counts = [1]
  private(set) var steps: [Step] = []
  /// For each window its piece.
  private(set) var pieces: [Int] = []

  /// The chain for windows of `widths` milliseconds over rows `interval` apart.
  init(_ widths: [Int64], interval: Int64) {
    self.interval = interval
    let lengths = widths.map { Int(($0 + interval - 1) / interval) }
    for length in lengths.sorted() { _ = piece(length) }
    pieces = lengths.map { piece($0) }
  }

  /// For each step the share of an older part in all rows, the rows of the newest part by those of an
  /// older one, and the latter.
  var weights: [Double] {
    steps.flatMap { step in
      let (newest, older) = (Double(step.newestCount), Double(step.olderCount))
      return [older / (newest + Double(step.olderParts) * older), newest / older, older]
    }
  }

  /// For each window 1 / (rows - 1), and 1 for a single row.
  var inverses: [Double] { pieces.map { 1 / Double(max(counts[$0] - 1, 1)) } }

  /// The longest piece.
  var longest: Int { counts.max() ?? 1 }

  /// The furthest that a step looks back, in rows.
  var reach: Int { steps.map(\.reach).max() ?? 1 }

  /// Finds or makes the piece of `length` rows.
  ///
  /// Up to five rows are merged as they are. Else the longest piece that divides the length is taken
  /// for the unit, and two, three or five equal parts are merged if that leaves whole units, or one
  /// unit with all before it.
  private mutating func piece(_ length: Int) -> Int {
    if let known = counts.firstIndex(of: length) { return known }
    let unit = counts.filter { length.isMultiple(of: $0) }.max() ?? 1
    let equalParts =
      length <= 5 ? length : [2, 3, 5].first { (length / unit).isMultiple(of: $0) }
    let newestCount = equalParts.map { length / $0 } ?? unit
    let olderParts = equalParts.map { $0 - 1 } ?? 1
    let olderCount = (length - newestCount) / olderParts
    let newest = piece(newestCount)
    let older = piece(olderCount)
    steps.append(
      Step(
        older: older, newest: newest, olderCount: olderCount, newestCount: newestCount,
        olderParts: olderParts))
    counts.append(length)
    return counts.count - 1
  }
}
