// Moments of rows that follow one another, from those of their two parts; what is computed and why
// is told in Telemetry's MergeChain.
//
// This file is compiled once for each processor level. Every operation is rounded by itself, in one
// order, so that all levels give the same bits. A vector holds eight rows of one column, or eight
// quantities of one row: the arithmetic is the same.

/// Eight quantities of one row, or eight rows of one column.
public typealias Lanes = SIMD8<Double>

/// Merges moments of ever more rows that end at each of the newest `count` values.
///
/// `values` are the newest ones in a buffer. Buffers of moments lie `length` values apart behind
/// it: the mean less the value that it ends at, then the sum of squares about the mean.
///
/// `steps` tells for each step the distances from `values` of the older part, the newer part and the
/// whole, and how many values earlier the older part ends; `weights` a / (a + b) and ab / (a + b), if
/// the older part has a rows and the newer one b.
public func mergeMoments(
  _ values: UnsafeMutablePointer<Double>, _ count: Int, length: Int, steps: UnsafePointer<Int>,
  weights: UnsafePointer<Double>, stepCount: Int
) {
  for step in 0..<stepCount {
    merge(values, count, length, steps + 4 &* step, weights + 2 &* step) { _, _, _, _ in }
  }
}

/// The same for a column, whose means, deviations and standard scores over the rows of each step go
/// to three `places` after `columns`, except where a place is negative.
///
/// Rows come in eights: up to seven more are read and written. `inverses` are 1 / (rows - 1).
public func mergeMoments(
  _ values: UnsafeMutablePointer<Double>, _ count: Int, length: Int, steps: UnsafePointer<Int>,
  weights: UnsafePointer<Double>, stepCount: Int, inverses: UnsafePointer<Double>,
  places: UnsafePointer<Int>, to columns: UnsafeMutablePointer<Double>
) {
  merge(values, count, length, steps, weights, stepCount, inverses, places) { lanes, place in
    store(lanes, columns + place)
  }
}

/// The same, rounded to single precision.
public func mergeMoments(
  _ values: UnsafeMutablePointer<Double>, _ count: Int, length: Int, steps: UnsafePointer<Int>,
  weights: UnsafePointer<Double>, stepCount: Int, inverses: UnsafePointer<Double>,
  places: UnsafePointer<Int>, to columns: UnsafeMutablePointer<Float>
) {
  merge(values, count, length, steps, weights, stepCount, inverses, places) { lanes, place in
    UnsafeMutableRawPointer(columns + place).storeBytes(
      of: rounded(lanes), as: SIMD8<Float>.self)
  }
}

/// Calls `store` with eight rows of a statistic and their place while rows are merged.
@inline(__always)
private func merge(
  _ values: UnsafeMutablePointer<Double>, _ count: Int, _ length: Int,
  _ steps: UnsafePointer<Int>, _ weights: UnsafePointer<Double>, _ stepCount: Int,
  _ inverses: UnsafePointer<Double>, _ places: UnsafePointer<Int>,
  _ store: (_ lanes: Lanes, _ place: Int) -> Void
) {
  for step in 0..<stepCount {
    let (steps, weights) = (steps + 4 &* step, weights + 2 &* step)
    let (places, inverse) = (places + 3 &* step, inverses[step])
    if max(places[0], places[1], places[2]) < 0 {
      merge(values, count, length, steps, weights) { _, _, _, _ in }
    } else {
      merge(values, count, length, steps, weights) { row, value, mean, squares in
        finish(row, value, mean, squares * inverse, places, store)
      }
    }
  }
}

/// Makes one step, and calls `use` with the number of a row, its values, and their moments.
@inline(__always)
private func merge(
  _ values: UnsafeMutablePointer<Double>, _ count: Int, _ length: Int, _ step: UnsafePointer<Int>,
  _ weights: UnsafePointer<Double>,
  _ use: (_ row: Int, _ value: Lanes, _ mean: Lanes, _ squares: Lanes) -> Void
) {
  let (newer, whole, shift) = (values + step[1], values + step[2], step[3])
  let (older, earlier) = (values + (step[0] &- shift), values - shift)
  let (share, product) = (Lanes(repeating: weights[0]), Lanes(repeating: weights[1]))
  var place = 0
  while place < count {
    let value = eight(values + place)
    let newerMean = eight(newer + place)
    let difference = (newerMean - eight(older + place)) + (value - eight(earlier + place))
    let within = eight(older + (length &+ place)) + eight(newer + (length &+ place))
    let mean = newerMean - difference * share
    let squares = within + difference * difference * product
    store(mean, whole + place)
    store(squares, whole + (length &+ place))
    use(place, value, mean, squares)
    place &+= 8
  }
}

/// Calls `store` with the mean, the deviation and the standard score of eight rows and their places.
@inline(__always)
private func finish(
  _ row: Int, _ value: Lanes, _ meanLessValue: Lanes, _ variance: Lanes,
  _ places: UnsafePointer<Int>, _ store: (_ lanes: Lanes, _ place: Int) -> Void
) {
  let mean = value + meanLessValue
  if places[0] >= 0 { store(mean, places[0] &+ row) }
  if places[1] >= 0 || places[2] >= 0 {
    let deviation = roots(variance)
    if places[1] >= 0 { store(deviation, places[1] &+ row) }
    if places[2] >= 0 { store(standardScores(value - mean, deviation), places[2] &+ row) }
  }
}

/// Moves the newest values of each of `count` buffers, which lie `length` values apart, as many as
/// its one of `sizes` tells, from before `end` to before `reach`.
///
/// Values come in eights.
public func moveToFront(
  _ buffers: UnsafeMutablePointer<Double>, length: Int, _ count: Int, sizes: UnsafePointer<Int>,
  from end: Int, to reach: Int
) {
  for index in 0..<count {
    let buffer = buffers + index &* length
    var left = sizes[index]
    while left > 0 {
      store(eight(buffer + (end &- left)), buffer + (reach &- left))
      left &-= 8
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
/// `steps` tells for each step where the rings of the older part, of the newer part and of the whole
/// begin, each with one less than its number of moments, and how many rows earlier the older part
/// ends; `weights` a / (a + b) and ab / (a + b), if the older part has a rows and the newer one b.
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
      let (weights, step) = (weights + 2 &* step, steps + 7 &* step)
      let earlier = row &- step[6]
      let older = rings + (step[0] &+ 2 &* (earlier & step[1]))
      let newer = rings + (step[2] &+ 2 &* (row & step[3]))
      let whole = rings + (step[4] &+ 2 &* (row & step[5]))
      let difference = (newer[0] - older[0]) + (value - rings[earlier & valueMask])
      let squares = (older[1] + newer[1]) + difference * difference * weights[1]
      whole[0] = newer[0] - difference * weights[0]
      whole[1] = squares
    }
    for window in 0..<windowCount {
      let (inverse, window) = (inverses[window], windows + 4 &* window)
      let piece = rings + (window[0] &+ 2 &* (row & window[1]))
      vectors[window[2] &* stride &+ index] = value + piece[0]
      vectors[window[3] &* stride &+ index] = piece[1] * inverse
    }
  }
}

/// Writes the means, deviations and standard scores of a column whose moments have been merged to
/// `places` after `columns`, except where a place is negative.
///
/// Rows come in eights: up to seven more are read and written.
public func finishMoments(
  _ values: UnsafePointer<Double>, _ moments: UnsafePointer<Double>, length: Int, _ count: Int,
  inverseOfOthers: Double, places: UnsafePointer<Int>, to columns: UnsafeMutablePointer<Double>
) {
  forEachVector(values, moments, length, count, inverseOfOthers, places) { lanes, place in
    store(lanes, columns + place)
  }
}

/// The same, rounded to single precision.
public func finishMoments(
  _ values: UnsafePointer<Double>, _ moments: UnsafePointer<Double>, length: Int, _ count: Int,
  inverseOfOthers: Double, places: UnsafePointer<Int>, to columns: UnsafeMutablePointer<Float>
) {
  forEachVector(values, moments, length, count, inverseOfOthers, places) { lanes, place in
    UnsafeMutableRawPointer(columns + place).storeBytes(
      of: rounded(lanes), as: SIMD8<Float>.self)
  }
}

@inline(__always)
private func forEachVector(
  _ values: UnsafePointer<Double>, _ moments: UnsafePointer<Double>, _ length: Int, _ count: Int,
  _ inverseOfOthers: Double, _ places: UnsafePointer<Int>,
  _ store: (_ lanes: Lanes, _ place: Int) -> Void
) {
  var row = 0
  while row < count {
    let variance = eight(moments + (length &+ row)) * inverseOfOthers
    finish(row, eight(values + row), eight(moments + row), variance, places, store)
    row &+= 8
  }
}

/// Writes how much each of `count` values differs from the one before it, in percent of that if
/// asked, and 0 where that was 0.
///
/// Values come in eights: up to seven more are read and written.
public func writeChanges(
  _ values: UnsafePointer<Double>, _ count: Int, isRelative: Bool,
  to changes: UnsafeMutablePointer<Double>
) {
  var row = 0
  while row < count {
    let before = eight(values + row - 1)
    let difference = eight(values + row) - before
    if isRelative {
      let size = before.replacing(with: -before, where: before .< 0)
      store(
        (difference / size * 100).replacing(with: 0, where: before .== 0), changes + row)
    } else {
      store(difference, changes + row)
    }
    row &+= 8
  }
}

/// How many of `count` values come before the first that is not a number.
public func completeCount(_ values: UnsafePointer<Double>, _ count: Int) -> Int {
  var row = 0
  while row &+ 8 <= count {
    let lanes = eight(values + row)
    if any(lanes .!= lanes) { break }
    row &+= 8
  }
  while row < count, values[row] == values[row] { row &+= 1 }
  return row
}

@inline(__always)
private func store(_ lanes: Lanes, _ place: UnsafeMutablePointer<Double>) {
  UnsafeMutableRawPointer(place).storeBytes(of: lanes, as: Lanes.self)
}
