// Mean and deviation over a sliding window of time, eight quantities at once.
//
// Goals, in order: (1) the same rows give the same bits, wherever a reader starts; (2) nothing
// cancels, so that rounding errors never accumulate; (3) speed.
//
// Time is cut into blocks as long as the window, at multiples of its length (van Herk 1992; Gil and
// Werman 1993). The window (T - w, T] is then the end of the last block and the beginning of the
// present one. Sums over every end of the last block are made once, when it closes; sums over the
// beginning of the present one grow row by row. Nothing is ever subtracted from a sum, no sum is
// older than two blocks, and a reader that starts two windows early has the same state as one that
// started years ago.
//
// S = Σ(x - c) and Q = Σ(x - c)² are taken about a center c that is itself a value of the window:
//
//     mean = c + S / n        variance = (Q - S² / n) / (n - 1)
//
// Then (c - mean)² ≤ (n - 1) · variance, and the difference loses at most a factor n of precision,
// however large the values are.

/// The sums of one window over eight columns, fed in order of time.
struct RollingWindow: Sendable {
  typealias Lanes = SIMD8<Double>

  /// Sums over the rows from some row of a closed block to its end.
  struct Suffix {
    var time: Int64
    var sum: Lanes
    var square: Lanes
    var count: Lanes
  }

  /// A row of the present block.
  struct Row {
    var time: Int64
    var values: Lanes
  }

  private let width: Int64
  private var blockEnd = Int64.min
  private var center = Lanes.zero

  // The last block, of which the rows from `head` on are still in the window.
  private var last: [Suffix] = []
  private var head = 0
  private var lastIsComplete = true

  // The present block.
  private var present: [Row] = []
  private var sum = Lanes.zero
  private var square = Lanes.zero
  private var count = Lanes.zero
  private var presentIsComplete = true

  /// A window `width` milliseconds long.
  init(width: Int64) {
    self.width = width
  }

  /// Moves the end of the window to `time`.
  @inline(__always)
  mutating func advance(to time: Int64) {
    if time >= blockEnd { closeBlock(before: time) }
    let oldest = time - width
    guard head < last.count, last[head].time <= oldest else { return }
    let before = last[head].count
    repeat { head += 1 } while head < last.count && last[head].time <= oldest
    if head == last.count || !lastIsComplete { moveCenters(countsBefore: before) }
  }

  /// Moves the end of the window to `time` and adds the row `values`; what is missing is not a
  /// number.
  @inline(__always)
  mutating func add(_ values: Lanes, at time: Int64) {
    advance(to: time)
    present.append(Row(time: time, values: values))
    accumulate(values)
  }

  @inline(__always)
  private mutating func accumulate(_ values: Lanes) {
    let isThere = values .== values
    if !all(isThere) { presentIsComplete = false }
    let hasNone = (count + (head < last.count ? last[head].count : .zero)) .== 0
    if any(hasNone) { center.replace(with: values, where: hasNone .& isThere) }
    let fromCenter = (values - center).replacing(with: 0, where: .!isThere)
    sum += fromCenter
    square += fromCenter * fromCenter
    count += Lanes.zero.replacing(with: 1, where: isThere)
  }

  /// The mean and the deviation of every column: not a number for a mean of nothing, 0 for the
  /// deviation of fewer than two values.
  @inline(__always)
  func statistics() -> (mean: Lanes, deviation: Lanes) {
    var sum = sum
    var square = square
    var count = count
    if head < last.count {
      sum += last[head].sum
      square += last[head].square
      count += last[head].count
    }
    if lastIsComplete && presentIsComplete && count[0] > 0 {
      let rows = count[0]
      let inverse = 1 / rows
      let mean = center + sum * inverse
      let variance = (square - sum * (sum * inverse)) * (1 / max(rows - 1, 1))
      return (
        mean,
        variance.clamped(lowerBound: .zero, upperBound: Lanes(repeating: .infinity)).squareRoot()
      )
    }
    let inverse = 1 / count
    let mean = center + sum * inverse
    let variance =
      (square - sum * (sum * inverse)) * (1 / (count - 1).replacing(with: 1, where: count .< 2))
    return (
      mean.replacing(with: .nan, where: count .== 0),
      variance.replacing(with: 0, where: .!(variance .> 0)).squareRoot()
    )
  }

  /// Turns the present block into the last one, if `time` lies in the block after it.
  private mutating func closeBlock(before time: Int64) {
    last.removeAll(keepingCapacity: true)
    head = 0
    if time - width < blockEnd {
      var suffix = Suffix(time: 0, sum: .zero, square: .zero, count: .zero)
      center = newestValues(orElse: center)
      for row in present.reversed() {
        let isThere = row.values .== row.values
        let fromCenter = (row.values - center).replacing(with: 0, where: .!isThere)
        suffix.time = row.time
        suffix.sum += fromCenter
        suffix.square += fromCenter * fromCenter
        suffix.count += Lanes.zero.replacing(with: 1, where: isThere)
        last.append(suffix)
      }
      last.reverse()
    }
    lastIsComplete = presentIsComplete || last.isEmpty
    present.removeAll(keepingCapacity: true)
    sum = .zero
    square = .zero
    count = .zero
    presentIsComplete = true
    let block = time.quotientAndRemainder(dividingBy: width)
    blockEnd = (block.remainder < 0 ? block.quotient : block.quotient + 1) * width
  }

  /// Takes new centers for the columns whose last value in the last block has just left the window,
  /// and their center with it: `accumulate` finds the first value that is there.
  private mutating func moveCenters(countsBefore: Lanes) {
    let left = head < last.count ? last[head].count : .zero
    guard any((left .== 0) .& (countsBefore .> 0) .& (count .> 0)) else { return }
    sum = .zero
    square = .zero
    count = .zero
    for row in present { accumulate(row.values) }
  }

  /// The newest value of each column in the present block.
  private func newestValues(orElse values: Lanes) -> Lanes {
    var newest = values
    var isOpen = Lanes.zero .== 0
    for row in present.reversed() {
      let isThere = row.values .== row.values
      newest.replace(with: row.values, where: isOpen .& isThere)
      isOpen .&= .!isThere
      if !any(isOpen) { break }
    }
    return newest
  }
}
