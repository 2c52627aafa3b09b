// The arithmetic of a rolling window over eight quantities at once, where nothing is missing; what
// it computes and why is told in Telemetry's RollingWindow.
//
// This file is compiled once for each processor level. Every operation is rounded by itself, in one
// order, so that all levels give the same bits.

/// Moves a window over the rows `first` ..< `end` and writes the mean and the variance of each.
///
/// Rows are counted from the first ever; `rows` and `times` are where row 0 would lie. The present
/// block begins at `presentStart` and ends at the time `blockEnd`; the last block begins at
/// `lastStart`, the window at `head`. `sums` are the center c, then Σ(x - c) and Σ(x - c)² over the
/// present block; `suffixes` the same two sums from each row of the last block to its end, in pairs,
/// and a pair of zeros. `centerMayMove` says whether c is a value of the last block.
///
/// - Returns: The first row that has not been taken: `end`, or one that begins another block, that
///   lacks a value, or that leaves the center too far from the mean.
/// - Complexity: O(rows), amortised.
public func rollRows(
  from first: Int, to end: Int, rows: UnsafePointer<Lanes>, times: UnsafePointer<Int64>,
  width: Int64, blockEnd: Int64, lastStart: Int, presentStart: Int, centerMayMove: Bool,
  head: UnsafeMutablePointer<Int>, sums: UnsafeMutablePointer<Lanes>,
  suffixes: UnsafePointer<Lanes>, means: UnsafeMutablePointer<Lanes>,
  variances: UnsafeMutablePointer<Lanes>
) -> Int {
  let center = sums[0]
  var (sum, square) = (sums[1], sums[2])
  var oldest = head.pointee
  var (count, inverse, inverseOfOthers) = (0, 0.0, 0.0)
  var row = first
  while row < end {
    let time = times[row]
    let values = rows[row]
    guard time < blockEnd, isComplete(values) else { break }
    while times[oldest] <= time &- width { oldest &+= 1 }
    let fromCenter = values - center
    let nextSum = sum + fromCenter
    let nextSquare = square + fromCenter * fromCenter
    if centerMayMove, oldest >= presentStart,
      isFar(nextSum, nextSquare, count: row &+ 1 &- presentStart)
    {
      break
    }
    sum = nextSum
    square = nextSquare
    if row &+ 1 &- oldest != count {
      count = row &+ 1 &- oldest
      inverse = 1 / Double(count)
      inverseOfOthers = 1 / Double(max(count &- 1, 1))
    }
    let suffix = suffixes + 2 &* (oldest &- lastStart)
    let total = sum + suffix[0]
    let share = total * inverse
    let place = row &- first
    means[place] = center + share
    variances[place] = (square + suffix[1] - total * share) * inverseOfOthers
    row &+= 1
  }
  head.pointee = oldest
  sums[1] = sum
  sums[2] = square
  return row
}

/// Writes Σ(x - c) and Σ(x - c)² from each of `count` rows to the last one, in pairs, and a pair of
/// zeros.
public func sumSuffixes(
  _ rows: UnsafePointer<Lanes>, _ count: Int, center: UnsafePointer<Lanes>,
  into suffixes: UnsafeMutablePointer<Lanes>
) {
  let center = center.pointee
  var sum = Lanes()
  var square = Lanes()
  suffixes[2 &* count] = sum
  suffixes[2 &* count &+ 1] = square
  var row = count &- 1
  while row >= 0 {
    let fromCenter = rows[row] - center
    sum += fromCenter
    square += fromCenter * fromCenter
    suffixes[2 &* row] = sum
    suffixes[2 &* row &+ 1] = square
    row &-= 1
  }
}

@inline(__always)
private func isComplete(_ values: Lanes) -> Bool {
  var isComplete = true
  for lane in 0..<8 { isComplete = isComplete && values[lane] == values[lane] }
  return isComplete
}

/// Whether S² / n > 100 (Q - S² / n) in any lane.
@inline(__always)
private func isFar(_ sum: Lanes, _ square: Lanes, count: Int) -> Bool {
  let excess = sum * sum * 101 - square * (100 * Double(count))
  var isFar = false
  for lane in 0..<8 { isFar = isFar || excess[lane] > 0 }
  return isFar
}
