import Numerics

/// Grows one isolation tree on a sample of the rows, reading no other cell of the table.
struct IsolationTreeGrower {
  let values: UnsafeBufferPointer<Float>
  let rowCount: Int
  let columnCount: Int
  let rowsPerTree: Int
  let depth: Int
  let featuresPerSplit: Int
  let meanSearchDepths: [Double]
  let places: IsolationTreePlaces

  /// The sampled rows; each node owns a range of them, and its split partitions that range in place.
  private let rows: UnsafeMutableBufferPointer<UInt32>
  /// Rows on their way to the right half of a range.
  private let passing: UnsafeMutableBufferPointer<UInt32>
  /// What the split of the current node compares, one value for each of its rows.
  private let projections: UnsafeMutableBufferPointer<Float>
  /// The columns, those already tried at the current node first.
  private let columns: UnsafeMutableBufferPointer<UInt16>

  init(
    values: UnsafeBufferPointer<Float>, rowCount: Int, columnCount: Int, rowsPerTree: Int,
    depth: Int, featuresPerSplit: Int, meanSearchDepths: [Double], places: IsolationTreePlaces
  ) {
    self.values = values
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.rowsPerTree = rowsPerTree
    self.depth = depth
    self.featuresPerSplit = featuresPerSplit
    self.meanSearchDepths = meanSearchDepths
    self.places = places
    rows = .allocate(capacity: rowsPerTree)
    passing = .allocate(capacity: rowsPerTree)
    projections = .allocate(capacity: rowsPerTree)
    columns = .allocate(capacity: columnCount)
    for column in 0..<columnCount {
      columns.initializeElement(at: column, to: UInt16(truncatingIfNeeded: column))
    }
  }

  func deallocate() {
    rows.deallocate()
    passing.deallocate()
    projections.deallocate()
    columns.deallocate()
  }

  mutating func grow(using random: inout RandomSource) {
    sampleRows(using: &random)
    grow(node: 1, level: 0, from: 0, to: rowsPerTree, using: &random)
  }

  /// Draws the sample: Floyd's algorithm over a small hash table, or the first rows of a shuffle
  /// where most rows are wanted.
  private func sampleRows(using random: inout RandomSource) {
    if rowsPerTree * 4 > rowCount {
      for (place, row) in random.sample(rowsPerTree, outOf: rowCount).enumerated() {
        rows.initializeElement(at: place, to: UInt32(truncatingIfNeeded: row))
      }
      return
    }
    let slotCount = (rowsPerTree * 4).nextPowerOfTwo
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: slotCount) { slots in
      slots.initialize(repeating: .max)
      var taken = 0
      while taken < rowsPerTree {
        let row = UInt32(truncatingIfNeeded: random.index(below: rowCount))
        var slot = Int(row &* 0x9e37_79b1) & (slotCount - 1)
        while slots[slot] != .max && slots[slot] != row { slot = (slot + 1) & (slotCount - 1) }
        if slots[slot] == row { continue }
        slots[slot] = row
        rows.initializeElement(at: taken, to: row)
        taken += 1
      }
    }
  }

  private func grow(
    node: Int, level: Int, from start: Int, to end: Int, using random: inout RandomSource
  ) {
    guard end - start > 1, level < depth,
      let threshold = chooseSplit(node: node, from: start, to: end, using: &random)
    else {
      let leaf = (node << (depth - level)) - (1 << depth)
      places.leafLengths[leaf] = Float(Double(level) + meanSearchDepths[end - start])
      places.leafSizes[leaf] = Int32(truncatingIfNeeded: end - start)
      return
    }
    places.thresholds[node] = threshold
    let middle = partition(from: start, to: end, threshold: threshold)
    grow(node: 2 * node, level: level + 1, from: start, to: middle, using: &random)
    grow(node: 2 * node + 1, level: level + 1, from: middle, to: end, using: &random)
  }

  /// Draws the split of a node and leaves each row's value under it in `projections`; nil if no
  /// column tells the rows apart.
  private func chooseSplit(
    node: Int, from start: Int, to end: Int, using random: inout RandomSource
  ) -> Float? {
    if featuresPerSplit > 1 {
      return chooseObliqueSplit(node: node, from: start, to: end, using: &random)
    }
    var remaining = columnCount
    while remaining > 0 {
      let column = drawColumn(of: &remaining, using: &random)
      let range = project(column, from: start, to: end)
      guard range.lowest < range.highest else { continue }
      places.features[node] = UInt16(truncatingIfNeeded: column)
      return range.threshold(at: random.uniform())
    }
    return nil
  }

  /// A split by the sum of several columns, each centred and scaled by its range in the node, with
  /// normal coefficients.
  private func chooseObliqueSplit(
    node: Int, from start: Int, to end: Int, using random: inout RandomSource
  ) -> Float? {
    var remaining = columnCount
    var chosen = 0
    let terms = node * featuresPerSplit
    while remaining > 0 && chosen < featuresPerSplit {
      let column = drawColumn(of: &remaining, using: &random)
      let range = project(column, from: start, to: end)
      guard range.lowest < range.highest else { continue }
      let scale = 1 / (Double(range.highest) - Double(range.lowest))
      let coefficient = Float(random.normal() * scale)
      guard coefficient.isNormal else { continue }
      places.features[terms + chosen] = UInt16(truncatingIfNeeded: column)
      places.coefficients[terms + chosen] = coefficient
      chosen += 1
    }
    // A term without a column of its own repeats the first, with coefficient 0.
    for term in terms + chosen..<terms + featuresPerSplit where chosen > 0 {
      places.features[term] = places.features[terms]
    }
    var range = ValueRange()
    for place in start..<end {
      var sum: Float = 0
      for term in terms..<terms + chosen {
        let cell = Int(places.features[term]) * rowCount + Int(rows[place])
        sum += places.coefficients[term] * values[cell]
      }
      projections[place] = sum
      range.include(sum)
    }
    guard range.lowest < range.highest else {
      for term in terms..<terms + featuresPerSplit { places.coefficients[term] = 0 }
      return nil
    }
    return range.threshold(at: random.uniform())
  }

  /// Takes one of the first `remaining` columns at random.
  private func drawColumn(of remaining: inout Int, using random: inout RandomSource) -> Int {
    let place = random.index(below: remaining)
    remaining -= 1
    columns.swapAt(place, remaining)
    return Int(columns[remaining])
  }

  /// Copies a column's values for the rows of a node and returns their range.
  private func project(_ column: Int, from start: Int, to end: Int) -> ValueRange {
    let cells = values.baseAddress.unsafelyUnwrapped + column * rowCount
    var range = ValueRange()
    for place in start..<end {
      let value = cells[Int(rows[place])]
      projections[place] = value
      range.include(value)
    }
    return range
  }

  /// Moves the rows that go left to the front of the range, keeping their order, and returns where
  /// the others begin.
  private func partition(from start: Int, to end: Int, threshold: Float) -> Int {
    var left = start
    var right = 0
    for place in start..<end {
      let row = rows[place]
      let goesRight = projections[place] > threshold ? 1 : 0
      rows[left] = row
      passing[right] = row
      left += 1 - goesRight
      right += goesRight
    }
    for place in 0..<right { rows[left + place] = passing[place] }
    return left
  }
}

/// The least and the greatest of some values, missing ones aside.
private struct ValueRange {
  var lowest = Float.infinity
  var highest = -Float.infinity

  @inline(__always)
  mutating func include(_ value: Float) {
    lowest = value < lowest ? value : lowest
    highest = value > highest ? value : highest
  }

  /// The threshold at a fraction `place` of the range; never the highest value, so that both sides
  /// of the split get a row.
  func threshold(at place: Double) -> Float {
    let low = Double(max(lowest, -Float.greatestFiniteMagnitude))
    let high = Double(min(highest, Float.greatestFiniteMagnitude))
    let threshold = Float(low + place * (high - low))
    return threshold < highest ? max(threshold, lowest) : lowest
  }
}

extension Int {
  /// The least power of two that is not less.
  fileprivate var nextPowerOfTwo: Int {
    self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount)
  }
}
