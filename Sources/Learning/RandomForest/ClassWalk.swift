/// The walk over a feature's levels, from the lowest to the highest, that finds the best cut.
struct ClassWalk {
  /// The sums over the rows ahead; all at first.
  var right: SIMD2<Double>
  /// The weight of each class in the node and behind; the latter grows.
  let total: UnsafeMutablePointer<Double>
  let leftOfClass: UnsafeMutablePointer<Double>
  let minimumLeafRows: Int
  var rowsAhead: Int

  private(set) var lastLevel = -1
  private(set) var best: Cut<SIMD2<Double>>?
  private var left = SIMD2<Double>.zero
  private var rowsBehind = 0

  init(
    right: SIMD2<Double>, total: UnsafeMutablePointer<Double>,
    leftOfClass: UnsafeMutablePointer<Double>, minimumLeafRows: Int, rowsAhead: Int
  ) {
    self.right = right
    self.total = total
    self.leftOfClass = leftOfClass
    self.minimumLeafRows = minimumLeafRows
    self.rowsAhead = rowsAhead
  }

  /// Considers the cut between the levels behind and `level`, the next that is occupied.
  @inline(__always)
  mutating func reach(_ level: Int) {
    if rowsBehind >= minimumLeafRows && rowsAhead >= minimumLeafRows {
      let score = left[1] / left[0] + right[1] / right[0]
      if score > best?.score ?? -.infinity {
        best = Cut(lower: lastLevel, upper: level, score: score, left: left, right: right)
      }
    }
    lastLevel = level
  }

  /// Moves one row of the level that was reached last.
  @inline(__always)
  mutating func move(_ weight: Double, _ label: Int) {
    move(weight, of: label)
    rowsBehind += 1
    rowsAhead -= 1
  }

  /// Moves all rows of the level that was reached last, given the weight of each class there.
  @inline(__always)
  mutating func move(_ weights: UnsafePointer<Double>, classCount: Int, rows: Int) {
    for label in 0..<classCount { move(weights[label], of: label) }
    rowsBehind += rows
    rowsAhead -= rows
  }

  @inline(__always)
  private mutating func move(_ weight: Double, of label: Int) {
    let behind = leftOfClass[label]
    let ahead = total[label] - behind
    left += SIMD2(weight, weight * (2 * behind + weight))
    right -= SIMD2(weight, weight * (2 * ahead - weight))
    leftOfClass[label] = behind + weight
  }
}
