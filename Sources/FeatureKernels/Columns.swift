/// Writes the lanes of `count` rows as columns: lane l of row r to `columns[places[l] + r]`, unless
/// `places[l]` is negative.
public func writeColumns(
  _ rows: UnsafePointer<Lanes>, _ count: Int, _ places: UnsafePointer<Int>,
  to columns: UnsafeMutablePointer<Double>
) {
  var row = 0
  while row &+ 8 <= count {
    let tile = transposed(rows + row)
    for lane in 0..<8 where places[lane] >= 0 {
      UnsafeMutableRawPointer(columns + places[lane] + row).storeBytes(
        of: tile[lane], as: Lanes.self)
    }
    row &+= 8
  }
  while row < count {
    for lane in 0..<8 where places[lane] >= 0 { columns[places[lane] + row] = rows[row][lane] }
    row &+= 1
  }
}

/// The same, rounded to single precision.
public func writeColumns(
  _ rows: UnsafePointer<Lanes>, _ count: Int, _ places: UnsafePointer<Int>,
  to columns: UnsafeMutablePointer<Float>
) {
  var row = 0
  while row &+ 8 <= count {
    let tile = transposed(rows + row)
    for lane in 0..<8 where places[lane] >= 0 {
      UnsafeMutableRawPointer(columns + places[lane] + row)
        .storeBytes(of: rounded(tile[lane]), as: SIMD8<Float>.self)
    }
    row &+= 8
  }
  while row < count {
    for lane in 0..<8 where places[lane] >= 0 {
      columns[places[lane] + row] = Float(rows[row][lane])
    }
    row &+= 1
  }
}

@inline(__always)
private func rounded(_ v: Lanes) -> SIMD8<Float> {
  SIMD8(
    Float(v[0]), Float(v[1]), Float(v[2]), Float(v[3]), Float(v[4]), Float(v[5]), Float(v[6]),
    Float(v[7]))
}

/// The columns of a square of eight rows: three times, what stands at even places goes before what
/// stands at odd ones.
@inline(__always)
private func transposed(_ rows: UnsafePointer<Lanes>) -> InlineArray<8, Lanes> {
  var tile = InlineArray<8, Lanes> { rows[$0] }
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
