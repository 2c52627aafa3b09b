// Moments of rows that follow one another, from those of their parts; what is computed and why is
// told in Telemetry's MergeChain.
//
// This file is compiled once for each processor level. Every operation is rounded by itself, in one
// order, so that all levels give the same bits, for the rows of a column as for eight quantities of
// one row.

/// Eight quantities of one row, or eight rows of one column.
public typealias Lanes = SIMD8<Double>

/// A number, or some side by side.
private protocol Quantity {
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
}

extension Double: Quantity {}
extension SIMD8<Double>: Quantity {}

/// How the parts of a step are weighted: the share of an older part in all rows, the rows of the newest
/// part by those of an older one, and the latter.
private struct PartWeights<Number: Quantity> {
  let share: Number
  let ratio: Number
  let older: Number

  /// How far the mean of all parts is from that of the newest, and the sum of squares between parts,
  /// from the differences of the means of older parts from that of the newest.
  @inline(__always)
  func merged<let parts: Int>(
    _ differences: InlineArray<parts, Number>
  ) -> (shift: Number, squares: Number) {
    var sum = differences[0]
    for part in 1..<parts { sum = sum + differences[part] }
    let shift = sum * share
    var squares = shift * shift * ratio
    for part in 0..<parts {
      let difference = differences[part] - shift
      squares = squares + difference * difference
    }
    return (shift, squares * older)
  }
}

/// Merges moments of ever more rows that end at each of the newest `count` values.
///
/// `values` are the newest ones in a buffer. Buffers of moments lie `length` values apart behind
/// it: the mean less the value that it ends at, then the sum of squares about the mean.
///
/// `steps` tells for each step the distances from `values` of the older parts, the newest part and
/// the whole, the rows of the newest part and of an older one, and the number of older parts, one to
/// four if all parts are single rows, which have no moments, and four more if they are not; `weights`
/// the share of an older part in all rows, the rows of the newest part by those of an older one, and
/// the latter.
public func mergeMoments(
  _ values: UnsafeMutablePointer<Double>, _ count: Int, length: Int, steps: UnsafePointer<Int>,
  weights: UnsafePointer<Double>, stepCount: Int
) {
  for step in 0..<stepCount {
    let (step, weights) = (steps + 6 &* step, weights + 3 &* step)
    let partWeights = PartWeights(share: weights[0], ratio: weights[1], older: weights[2])
    switch step[5] {
    case 1: mergeRows(InlineArray<1, Double>.self, values, count, length, step, partWeights)
    case 2: mergeRows(InlineArray<2, Double>.self, values, count, length, step, partWeights)
    case 3: mergeRows(InlineArray<3, Double>.self, values, count, length, step, partWeights)
    case 4: mergeRows(InlineArray<4, Double>.self, values, count, length, step, partWeights)
    case 5: mergeParts(InlineArray<1, Double>.self, values, count, length, step, partWeights)
    case 6: mergeParts(InlineArray<2, Double>.self, values, count, length, step, partWeights)
    case 7: mergeParts(InlineArray<3, Double>.self, values, count, length, step, partWeights)
    default: mergeParts(InlineArray<4, Double>.self, values, count, length, step, partWeights)
    }
  }
}

// Loops over single rows, which the compiler makes as many side by side as registers hold. Written
// with vectors they become a hundred times as many instructions: it takes vectors apart that overlap.

/// Merges single rows.
@inline(__always)
private func mergeRows<let parts: Int>(
  _: InlineArray<parts, Double>.Type, _ values: UnsafeMutablePointer<Double>, _ count: Int,
  _ length: Int, _ step: UnsafePointer<Int>, _ weights: PartWeights<Double>
) {
  let means = values + step[2]
  let squares = means + length
  for row in 0..<count {
    let value = values[row]
    let moments = weights.merged(InlineArray<parts, Double> { values[row &- 1 &- $0] - value })
    means[row] = moments.shift
    squares[row] = moments.squares
  }
}

/// Merges parts of more rows.
@inline(__always)
private func mergeParts<let parts: Int>(
  _: InlineArray<parts, Double>.Type, _ values: UnsafeMutablePointer<Double>, _ count: Int,
  _ length: Int, _ step: UnsafePointer<Int>, _ weights: PartWeights<Double>
) {
  let (olderMeans, newestMeans, means) = (values + step[0], values + step[1], values + step[2])
  let (olderSquares, newestSquares) = (olderMeans + length, newestMeans + length)
  let squares = means + length
  let (reach, width) = (step[3], step[4])
  for row in 0..<count {
    let (value, mean) = (values[row], newestMeans[row])
    var within = newestSquares[row]
    let differences = InlineArray<parts, Double> { part in
      let earlier = row &- reach &- part &* width
      within += olderSquares[earlier]
      return (olderMeans[earlier] - mean) + (values[earlier] - value)
    }
    let moments = weights.merged(differences)
    means[row] = mean + moments.shift
    squares[row] = within + moments.squares
  }
}

/// Writes the means, deviations and standard scores of a column over windows whose moments have been
/// merged, each to three `places` after `columns`, except where a place is negative.
///
/// `windows` are the distances of their moments from `values`, `inverses` 1 / (rows - 1).
public func finishMoments(
  _ values: UnsafePointer<Double>, _ count: Int, length: Int, windows: UnsafePointer<Int>,
  inverses: UnsafePointer<Double>, windowCount: Int, places: UnsafePointer<Int>,
  to columns: UnsafeMutablePointer<Double>
) {
  finish(values, count, length, windows, inverses, windowCount, places, columns) { $0 }
}

/// The same, rounded to single precision.
public func finishMoments(
  _ values: UnsafePointer<Double>, _ count: Int, length: Int, windows: UnsafePointer<Int>,
  inverses: UnsafePointer<Double>, windowCount: Int, places: UnsafePointer<Int>,
  to columns: UnsafeMutablePointer<Float>
) {
  finish(values, count, length, windows, inverses, windowCount, places, columns) { Float($0) }
}

@inline(__always)
private func finish<Scalar>(
  _ values: UnsafePointer<Double>, _ count: Int, _ length: Int, _ windows: UnsafePointer<Int>,
  _ inverses: UnsafePointer<Double>, _ windowCount: Int, _ places: UnsafePointer<Int>,
  _ columns: UnsafeMutablePointer<Scalar>, _ rounded: (Double) -> Scalar
) {
  for window in 0..<windowCount {
    let (means, inverse) = (values + windows[window], inverses[window])
    let squares = means + length
    let places = places + 3 &* window
    let (mean, deviation, score) = (columns + places[0], columns + places[1], columns + places[2])
    if places[0] >= 0 && places[1] >= 0 {
      // Together, so that means are added while roots are drawn.
      for row in 0..<count {
        mean[row] = rounded(values[row] + means[row])
        deviation[row] = rounded(root(squares[row] * inverse))
      }
    } else if places[0] >= 0 {
      for row in 0..<count { mean[row] = rounded(values[row] + means[row]) }
    } else if places[1] >= 0 {
      for row in 0..<count { deviation[row] = rounded(root(squares[row] * inverse)) }
    }
    if places[2] >= 0 {
      for row in 0..<count {
        let difference = values[row] - (values[row] + means[row])
        score[row] = rounded(standardScore(difference, root(squares[row] * inverse)))
      }
    }
  }
}

/// Merges moments of ever more rows that end at each of `count` rows of eight quantities, and writes
/// the means and variances of windows.
///
/// Rings hold what steps look back upon: a power of two of values, then for each piece as many
/// moments, the mean less the value that it ends at and the sum of squares about the mean.
///
/// Rows are counted from any earlier one: the first has the number `number`. `valueMask` is one less
/// than the number of values.
///
/// `steps` tells for each step where the rings of the older parts, of the newest part and of the
/// whole begin, each with one less than its number of moments, the rows of the newest part and of an
/// older one, and the number of older parts as `mergeMoments` has it, as are `weights`.
///
/// `windows` tells for each window where the ring of its piece begins, one less than its number of
/// moments, and the numbers of the vectors of means and of variances; `inverses` 1 / (rows - 1).
/// Vector 0 of the first row goes to `vectors`; vectors lie `stride` rows apart.
public func mergeRows(
  _ rows: UnsafePointer<Lanes>, _ count: Int, number: Int, rings: UnsafeMutablePointer<Lanes>,
  valueMask: Int, steps: UnsafePointer<Int>, weights: UnsafePointer<Double>, stepCount: Int,
  windows: UnsafePointer<Int>, inverses: UnsafePointer<Double>, windowCount: Int,
  vectors: UnsafeMutablePointer<Lanes>, stride: Int
) {
  for index in 0..<count {
    let row = number &+ index
    let value = rows[index]
    rings[row & valueMask] = value
    for step in 0..<stepCount {
      let (step, weights) = (steps + 9 &* step, weights + 3 &* step)
      let partWeights = PartWeights(
        share: Lanes(repeating: weights[0]), ratio: Lanes(repeating: weights[1]),
        older: Lanes(repeating: weights[2]))
      switch step[8] {
      case 1: mergeRow(InlineArray<1, Lanes>.self, row, value, rings, valueMask, step, partWeights)
      case 2: mergeRow(InlineArray<2, Lanes>.self, row, value, rings, valueMask, step, partWeights)
      case 3: mergeRow(InlineArray<3, Lanes>.self, row, value, rings, valueMask, step, partWeights)
      case 4: mergeRow(InlineArray<4, Lanes>.self, row, value, rings, valueMask, step, partWeights)
      case 5: mergePart(InlineArray<1, Lanes>.self, row, value, rings, valueMask, step, partWeights)
      case 6: mergePart(InlineArray<2, Lanes>.self, row, value, rings, valueMask, step, partWeights)
      case 7: mergePart(InlineArray<3, Lanes>.self, row, value, rings, valueMask, step, partWeights)
      default:
        mergePart(InlineArray<4, Lanes>.self, row, value, rings, valueMask, step, partWeights)
      }
    }
    for window in 0..<windowCount {
      let (inverse, window) = (inverses[window], windows + 4 &* window)
      let piece = rings + (window[0] &+ 2 &* (row & window[1]))
      vectors[window[2] &* stride &+ index] = value + piece[0]
      vectors[window[3] &* stride &+ index] = piece[1] * inverse
    }
  }
}

/// Merges single rows that end at row number `row`.
@inline(__always)
private func mergeRow<let parts: Int>(
  _: InlineArray<parts, Lanes>.Type, _ row: Int, _ value: Lanes,
  _ rings: UnsafeMutablePointer<Lanes>, _ valueMask: Int, _ step: UnsafePointer<Int>,
  _ weights: PartWeights<Lanes>
) {
  let moments = weights.merged(
    InlineArray<parts, Lanes> { rings[(row &- 1 &- $0) & valueMask] - value })
  let whole = rings + (step[4] &+ 2 &* (row & step[5]))
  whole[0] = moments.shift
  whole[1] = moments.squares
}

/// Merges parts of more rows that end at row number `row`.
@inline(__always)
private func mergePart<let parts: Int>(
  _: InlineArray<parts, Lanes>.Type, _ row: Int, _ value: Lanes,
  _ rings: UnsafeMutablePointer<Lanes>, _ valueMask: Int, _ step: UnsafePointer<Int>,
  _ weights: PartWeights<Lanes>
) {
  let newest = rings + (step[2] &+ 2 &* (row & step[3]))
  let mean = newest[0]
  var within = newest[1]
  let differences = InlineArray<parts, Lanes> { part in
    let earlier = row &- step[6] &- part &* step[7]
    let older = rings + (step[0] &+ 2 &* (earlier & step[1]))
    within += older[1]
    return (older[0] - mean) + (rings[earlier & valueMask] - value)
  }
  let moments = weights.merged(differences)
  let whole = rings + (step[4] &+ 2 &* (row & step[5]))
  whole[0] = mean + moments.shift
  whole[1] = within + moments.squares
}
