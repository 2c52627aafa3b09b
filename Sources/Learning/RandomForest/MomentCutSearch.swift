/// The walk over a feature's levels, from the lowest to the highest, that finds the best cut.
struct MomentCutSearch {
  let total: SIMD2<Double>
  /// The sums over the levels behind.
  var left = SIMD2<Double>.zero
  /// The last occupied level behind; −1 before the first.
  var previous = -1

  private var bestScore = -Double.infinity
  private var bestLower = -1
  private var bestUpper = -1
  private var bestLeft = SIMD2<Double>.zero

  init(total: SIMD2<Double>) {
    self.total = total
  }

  /// Considers the cut between the levels behind and `level`, the next that is occupied.
  @inline(__always)
  mutating func offer(before level: Int) {
    guard previous >= 0 else { return }
    let right = total - left
    let sums = SIMD2(left[1], right[1])
    let parts = sums * sums / SIMD2(left[0], right[0])
    let score = parts[0] + parts[1]
    if score > bestScore {
      bestScore = score
      bestLower = previous
      bestUpper = level
      bestLeft = left
    }
  }

  var best: Cut<SIMD2<Double>>? {
    bestLower < 0
      ? nil
      : Cut(
        lower: bestLower, upper: bestUpper, score: bestScore, left: bestLeft,
        right: total - bestLeft)
  }
}
