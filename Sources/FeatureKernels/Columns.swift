import CProcessor

// Rows to columns and back, eight by eight. Columns are padded: rows come in eights, and up to seven
// more than are meant are read and written.

/// Gathers `count` rows from eight columns, `stride` values apart.
public func gatherRows(
  _ columns: UnsafePointer<Double>, stride: Int, _ count: Int,
  into rows: UnsafeMutablePointer<Lanes>
) {
  var row = 0
  while row < count {
    let tile = transposed(InlineArray<8, Lanes> { eight(columns + ($0 &* stride &+ row)) })
    for lane in 0..<8 { rows[row &+ lane] = tile[lane] }
    row &+= 8
  }
}

/// Copies `count` values, rounded to single precision.
public func roundColumn(
  _ values: UnsafePointer<Double>, _ count: Int, to column: UnsafeMutablePointer<Float>
) {
  var row = 0
  while row < count {
    UnsafeMutableRawPointer(column + row).storeBytes(
      of: rounded(eight(values + row)), as: SIMD8<Float>.self)
    row &+= 8
  }
}

/// Moves a piece of a column from a stage to memory, past the caches, which the column would only
/// flush.
///
/// Only whole cache lines go past the caches. What is left of a line waits before the stage, where
/// the next piece, which follows on this one, finds it; the first and the last piece are written to
/// the end. A first piece that is not the last is at least a line long.
public func moveColumn(
  _ stage: UnsafeMutableRawPointer, _ size: Int, to memory: UnsafeMutableRawPointer,
  isFirst: Bool, isLast: Bool
) {
  let line = 64
  var (from, to, left) = (stage, memory, size)
  let begun = Int(bitPattern: memory) & (line &- 1)
  if begun > 0, isFirst {
    let missing = min(line &- begun, size)
    to.copyMemory(from: from, byteCount: missing)
    (from, to, left) = (from + missing, to + missing, left &- missing)
  } else {
    (from, to, left) = (from - begun, to - begun, left &+ begun)
  }
  while left >= line {
    copy_line_past_caches(to, from)
    (from, to, left) = (from + line, to + line, left &- line)
  }
  (isLast ? to : stage - left).copyMemory(from: from, byteCount: left)
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

/// Eight values of a column.
@inline(__always)
func eight(_ values: UnsafePointer<Double>) -> Lanes {
  UnsafeRawPointer(values).loadUnaligned(as: Lanes.self)
}

@inline(__always)
private func store(_ lanes: Lanes, _ place: UnsafeMutablePointer<Double>) {
  UnsafeMutableRawPointer(place).storeBytes(of: lanes, as: Lanes.self)
}

@inline(__always)
func rounded(_ v: Lanes) -> SIMD8<Float> {
  SIMD8(
    Float(v[0]), Float(v[1]), Float(v[2]), Float(v[3]), Float(v[4]), Float(v[5]), Float(v[6]),
    Float(v[7]))
}

/// The columns of a square of eight rows.
@inline(__always)
func transposed(_ rows: UnsafePointer<Lanes>) -> InlineArray<8, Lanes> {
  transposed(InlineArray<8, Lanes> { rows[$0] })
}

/// The columns of a square of eight rows: three times, what stands at even places goes before what
/// stands at odd ones.
@inline(__always)
private func transposed(_ rows: InlineArray<8, Lanes>) -> InlineArray<8, Lanes> {
  var tile = rows
  for _ in 0..<3 {
    let before = tile
    for pair in 0..<4 {
      let (first, second) = (before[2 * pair], before[2 * pair + 1])
      tile[pair] = Lanes(lowHalf: first.evenHalf, highHalf: second.evenHalf)
      tile[pair + 4] = Lanes(lowHalf: first.oddHalf, highHalf: second.oddHalf)
    }
  }
  return tile
}
