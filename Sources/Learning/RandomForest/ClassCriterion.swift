/// The criterion for more than two classes: the Gini impurity.
///
/// With w_c the weight of class c, W = Σ w_c and Q = Σ w_c² over the rows of a side, the impurity
/// weighted by W is W − Q/W, so the best cut has the greatest Q/W (left) + Q/W (right). Moving one
/// row across changes one w_c, so Q follows in constant time for any number of classes.
struct ClassCriterion<Level: RecordLevel>: SplitCriterion {
  /// (W, Q).
  typealias Sums = SIMD2<Double>

  let classCount: Int
  let featureCount: Int
  let stride: Int
  let tail: Int
  let minimumLeafRows: Int
  /// The number of levels of each feature.
  let levelCounts: UnsafePointer<Int>
  /// The weight of each class in the node and left of the cut; all zero between nodes.
  let total: UnsafeMutablePointer<Double>
  let left: UnsafeMutablePointer<Double>
  /// The last record at each level, −1 between calls, and the one before each record.
  let lastAtLevel: UnsafeMutablePointer<Int32>
  let previous: UnsafeMutablePointer<Int32>
  /// Room to sort rows.
  let sorting: RowSorting

  func tail(weight: Float, target: Float) -> SIMD2<Float> { [weight, target] }

  @inline(__always)
  func load(_ record: UnsafeRawPointer) -> (weight: Double, label: Int) {
    let values = record.load(fromByteOffset: tail, as: SIMD2<Float>.self)
    return (Double(values[0]), Int(values[1]))
  }

  func sums(of records: UnsafeRawPointer, count: Int) -> Sums {
    var sums = Sums.zero
    for row in 0..<count {
      let (weight, label) = load(records + row * stride)
      sums += SIMD2(weight, weight * (2 * total[label] + weight))
      total[label] += weight
    }
    leave(records: records, count: count)
    return sums
  }

  func weight(of sums: Sums) -> Double { sums[0] }

  func score(of sums: Sums) -> Double { sums[1] / sums[0] }

  func value(of sums: Sums) -> Float { 0 }

  func isPure(_ sums: Sums, records: UnsafeRawPointer, count: Int) -> Bool {
    let first = load(records).label
    for row in 1..<max(count, 1) where load(records + row * stride).label != first {
      return false
    }
    return true
  }

  func enter(records: UnsafeRawPointer, count: Int) {
    for row in 0..<count {
      let (weight, label) = load(records + row * stride)
      total[label] += weight
    }
  }

  func leave(records: UnsafeRawPointer, count: Int) {
    for row in 0..<count { total[load(records + row * stride).label] = 0 }
  }

  @inline(__always)
  func level(of record: UnsafeRawPointer, _ feature: Int) -> Int {
    Int(record.load(fromByteOffset: feature * MemoryLayout<Level>.size, as: Level.self))
  }

  /// Moves the rows level by level to the left side.
  func bestCut(
    by feature: Int, records: UnsafeRawPointer, count: Int, sums: Sums
  ) -> Cut<Sums>? {
    var walk = ClassWalk(
      right: sums, total: total, leftOfClass: left, minimumLeafRows: minimumLeafRows,
      rowsAhead: count)
    if Level.bitWidth > 8 && levelCounts[feature] > FeatureLevels.byteLimit {
      sorting.sort(count: count) { level(of: records + $0 * stride, feature) }
      for place in 0..<count {
        let (level, row) = sorting[place]
        if level != walk.lastLevel { walk.reach(level) }
        let (weight, label) = load(records + row * stride)
        walk.move(weight, label)
      }
    } else {
      walkChains(by: feature, records: records, count: count, &walk)
    }
    for row in 0..<count { left[load(records + row * stride).label] = 0 }
    return walk.best
  }

  /// Chains the rows of each level together, then visits the levels in order.
  @inline(__always)
  private func walkChains(
    by feature: Int, records: UnsafeRawPointer, count: Int, _ walk: inout ClassWalk
  ) {
    var occupied = SIMD4<UInt64>.zero
    withUnsafeMutableBytes(of: &occupied) { occupied in
      let words = occupied.assumingMemoryBound(to: UInt64.self)
      for row in 0..<count {
        let level = level(of: records + row * stride, feature)
        previous[row] = lastAtLevel[level]
        lastAtLevel[level] = Int32(truncatingIfNeeded: row)
        words[level >> 6] |= 1 &<< UInt64(level & 63)
      }
    }
    for word in 0..<4 {
      var bits = occupied[word]
      while bits != 0 {
        let level = word << 6 + bits.trailingZeroBitCount
        bits &= bits &- 1
        walk.reach(level)
        var row = Int(lastAtLevel[level])
        lastAtLevel[level] = -1
        while row >= 0 {
          let (weight, label) = load(records + row * stride)
          walk.move(weight, label)
          row = Int(previous[row])
        }
      }
    }
  }

  func describe(leaf: Int, records: UnsafeRawPointer, count: Int, in tree: inout GrownTree) {
    let first = load(records).label
    if isPure(.zero, records: records, count: count) {
      tree.distributions.append(leaf: leaf, pure: first)
      return
    }
    enter(records: records, count: count)
    var weightOfAll = 0.0
    for row in 0..<count { weightOfAll += load(records + row * stride).weight }
    tree.distributions.append(leaf: leaf)
    for row in 0..<count {
      let label = load(records + row * stride).label
      guard total[label] > 0 else { continue }
      tree.distributions.append(label: label, share: Float(total[label] / weightOfAll))
      total[label] = 0
    }
  }
}
