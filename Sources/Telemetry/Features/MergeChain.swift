// Mean and deviation of windows of which nothing is missing, from shorter ones.
//
// Of b rows that end at the value x, let m be the mean less x and q the sum of squares about the
// mean; of the a rows before them, which end at y, let them be n and p. Then of all a + b rows
// (Chan, Golub, LeVeque 1983)
//
//     d = (m - n) + (x - y)     mean - x = m - d a / (a + b)     squares = p + q + d² ab / (a + b)
//
// Nothing is subtracted but values that are near each other, squares only add up, and d is 0 where
// all values are the same: nothing cancels, however large values are, and flat windows have no
// deviation. What is made of a row depends on the values of the window alone.
//
// Windows of 5, 15 and 60 rows are made of 1, 2, 4, 5, 10, 15, 30 and 60 rows in seven such steps,
// each for many rows at once. Where rows are missing or irregular, RollingWindow takes over.

/// The steps in which the windows of regular rows are merged of shorter ones.
struct MergeChain: Sendable {
  /// The parts that a piece is merged of; piece 0 is a single row, and step s makes piece s + 1.
  struct Step: Sendable {
    let older: Int
    let newer: Int
    /// The number of rows of each.
    let olderCount: Int
    let newerCount: Int
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

  /// For each step a / (a + b) and ab / (a + b), if the older part has a rows and the newer one b.
  var weights: [Double] {
    steps.flatMap { step in
      let (older, all) = (Double(step.olderCount), Double(step.olderCount + step.newerCount))
      return [older / all, older * Double(step.newerCount) / all]
    }
  }

  /// For each piece 1 / (rows - 1), and 1 for a single row.
  var inverses: [Double] { counts.map { 1 / Double(max($0 - 1, 1)) } }

  /// The longest piece.
  var longest: Int { counts.max() ?? 1 }

  /// The furthest that a step looks back, in rows.
  var reach: Int { steps.map(\.newerCount).max() ?? 1 }

  /// Finds or makes the piece of `length` rows: the longest piece that divides it is doubled where
  /// the rest is even, and else added to it.
  private mutating func piece(_ length: Int) -> Int {
    if let known = counts.firstIndex(of: length) { return known }
    let part = counts.filter { length.isMultiple(of: $0) }.max() ?? 1
    let newerCount = (length / part).isMultiple(of: 2) ? length / 2 : part
    let newer = piece(newerCount)
    let older = piece(length - newerCount)
    steps.append(
      Step(older: older, newer: newer, olderCount: length - newerCount, newerCount: newerCount))
    counts.append(length)
    return counts.count - 1
  }
}
