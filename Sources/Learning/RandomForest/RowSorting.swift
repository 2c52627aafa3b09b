/// Room to sort the rows of a node by their levels, used for one node after another.
struct RowSorting {
  /// Twice as many keys as rows: a level in the upper half, a row in the lower.
  private let keys: UnsafeMutablePointer<UInt64>
  private let rowCount: Int

  init(rowCount: Int) {
    self.rowCount = rowCount
    keys = .allocate(capacity: max(1, 2 * rowCount))
    keys.initialize(repeating: 0, count: max(1, 2 * rowCount))
  }

  func deallocate() {
    keys.deallocate()
  }

  /// Whether so many rows are rather sorted than summed by level.
  @inline(__always)
  func isFaster(rows: Int, levels: Int) -> Bool {
    levels > FeatureLevels.byteLimit && rows * 4 < levels
  }

  /// The level and the number of the row at a place of the order.
  @inline(__always)
  subscript(place: Int) -> (level: Int, row: Int) {
    (
      Int(truncatingIfNeeded: keys[place] &>> 32),
      Int(truncatingIfNeeded: keys[place] & 0xffff_ffff)
    )
  }

  /// Sorts the rows 0 ..< `count` by level; rows of one level keep their order.
  @inline(__always)
  func sort(count: Int, by level: (_ row: Int) -> Int) {
    for row in 0..<count {
      keys[row] = UInt64(truncatingIfNeeded: level(row)) &<< 32 | UInt64(truncatingIfNeeded: row)
    }
    if count <= 48 {
      insert(count: count)
    } else {
      distribute(from: keys, to: keys + rowCount, count: count, shift: 32)
      distribute(from: keys + rowCount, to: keys, count: count, shift: 40)
    }
  }

  /// Sorts few keys by insertion.
  private func insert(count: Int) {
    for place in 1..<max(1, count) {
      let key = keys[place]
      var hole = place
      while hole > 0, keys[hole &- 1] > key {
        keys[hole] = keys[hole &- 1]
        hole &-= 1
      }
      keys[hole] = key
    }
  }

  /// One pass of a radix sort, by the eight bits above `shift`.
  private func distribute(
    from source: UnsafePointer<UInt64>, to target: UnsafeMutablePointer<UInt64>, count: Int,
    shift: UInt64
  ) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 257) { places in
      places.initialize(repeating: 0)
      for place in 0..<count { places[Int(source[place] &>> shift & 255) &+ 1] &+= 1 }
      for digit in 1...256 { places[digit] &+= places[digit &- 1] }
      for place in 0..<count {
        let digit = Int(source[place] &>> shift & 255)
        target[places[digit]] = source[place]
        places[digit] &+= 1
      }
    }
  }
}
