/// The criterion for more than two classes: the Gini impurity.
///
/// With w_c the weight of class c, W = Σ w_c and Q = Σ w_c² over the rows of a side, the impurity
/// weighted by W is W − Q/W, so the best cut has the greatest Q/W (left) + Q/W (right). Moving one
/// row across changes one w_c, so Q follows in constant time for any number of classes.
struct ClassCriterion: SplitCriterion {
  /// (W, Q).
  typealias Sums = SIMD2<Double>

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

  static func tail(weight: Float, target: Float) -> SIMD2<Float> { [weight, target] }

  @inline(__always)
  private func load(_ record: UnsafeRawPointer) -> (weight: Double, label: Int) {
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

  /// Chains the rows of each level together, then moves them level by level to the left side.
  func bestCut(
    by feature: Int, records: UnsafeRawPointer, count: Int, sums: Sums
  ) -> Cut<Sums>? {
    var occupied = SIMD4<UInt64>.zero
    withUnsafeMutableBytes(of: &occupied) { occupied in
      let words = occupied.assumingMemoryBound(to: UInt64.self)
      for row in 0..<count {
        let level = Int(records.load(fromByteOffset: row * stride + feature, as: UInt8.self))
        previous[row] = lastAtLevel[level]
        lastAtLevel[level] = Int32(truncatingIfNeeded: row)
        words[level >> 6] |= 1 &<< UInt64(level & 63)
      }
    }
    var leftSums = Sums.zero
    var rightSums = sums
    var leftRows = 0
    var lastLevel = 0
    var best: Cut<Sums>?
    for word in 0..<4 {
      var bits = occupied[word]
      while bits != 0 {
        let level = word << 6 + bits.trailingZeroBitCount
        bits &= bits &- 1
        if leftRows >= minimumLeafRows && count - leftRows >= minimumLeafRows {
          let score = leftSums[1] / leftSums[0] + rightSums[1] / rightSums[0]
          if score > best?.score ?? -.infinity {
            best = Cut(
              level: (lastLevel + level) >> 1, score: score, left: leftSums, right: rightSums)
          }
        }
        lastLevel = level
        var row = Int(lastAtLevel[level])
        lastAtLevel[level] = -1
        while row >= 0 {
          let (weight, label) = load(records + row * stride)
          let behind = left[label]
          let ahead = total[label] - behind
          leftSums += SIMD2(weight, weight * (2 * behind + weight))
          rightSums -= SIMD2(weight, weight * (2 * ahead - weight))
          left[label] = behind + weight
          leftRows += 1
          row = Int(previous[row])
        }
      }
    }
    for row in 0..<count { left[load(records + row * stride).label] = 0 }
    return best
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
