// A Jacobian in 2 × 2 blocks, its factorisation and the step that it gives.
//
// With D the pivot of row k, for the entries a < b of that row:
//
//   L(a) ← L(a)·D⁻¹,   D(a) ← D(a) − L(a)·U(a),   (a, b): U ← U − L(a)·U(b),  L ← L − L(b)·U(a).
//
// The right-hand side is eliminated in the same pass. There is no pivoting between blocks: where a
// diagonal block is singular, the caller turns to a factorisation that pivots.
// Goals, in order: the same steps for every network of one pattern; every block touched once; no index
// but the target of each update.

/// A 2 × 2 block (row by row): derivatives of active and reactive power by angle and ln voltage.
typealias Block = SIMD4<Double>

/// The blocks of one Jacobian, and its right-hand side.
struct BlockJacobian: ~Copyable {
  let count: Int
  let entryCount: Int
  /// Diagonal blocks; after `solve` their inverses.
  let diagonal: UnsafeMutablePointer<Block>
  /// The blocks above the diagonal, by entry.
  let upper: UnsafeMutablePointer<Block>
  /// The blocks below the diagonal, by the entry they mirror.
  let lower: UnsafeMutablePointer<Block>
  /// Right-hand side, then solution.
  let right: UnsafeMutablePointer<SIMD2<Double>>

  init(of pattern: BlockPattern) {
    count = pattern.count
    entryCount = pattern.columns.count
    diagonal = .allocate(capacity: count)
    upper = .allocate(capacity: entryCount)
    lower = .allocate(capacity: entryCount)
    right = .allocate(capacity: count)
    diagonal.initialize(repeating: .zero, count: count)
    upper.initialize(repeating: .zero, count: entryCount)
    lower.initialize(repeating: .zero, count: entryCount)
    right.initialize(repeating: .zero, count: count)
  }

  deinit {
    diagonal.deallocate()
    upper.deallocate()
    lower.deallocate()
    right.deallocate()
  }

  /// Makes the blocks zero that only elimination fills.
  func clear(_ fill: [Int32]) {
    fill.withUnsafeBufferPointer { fill in
      for entry in fill {
        upper[Int(entry)] = .zero
        lower[Int(entry)] = .zero
      }
    }
  }

  /// Factorises and solves: `right` becomes the solution.
  ///
  /// - Returns: false if a pivot is singular; the blocks are then of no use.
  func solve(_ pattern: BlockPattern) -> Bool {
    pattern.rowStarts.withUnsafeBufferPointer { rowStarts in
      pattern.columns.withUnsafeBufferPointer { columns in
        pattern.pairTargets.withUnsafeBufferPointer { targets in
          guard eliminate(rowStarts, columns, targets) else { return false }
          substitute(rowStarts, columns)
          return true
        }
      }
    }
  }

  private func eliminate(
    _ rowStarts: UnsafeBufferPointer<Int32>, _ columns: UnsafeBufferPointer<Int32>,
    _ targets: UnsafeBufferPointer<Int32>
  ) -> Bool {
    var target = 0
    for row in 0..<count {
      let d = diagonal[row]
      let determinant = d[0] * d[3] - d[1] * d[2]
      let inverseDeterminant = 1 / determinant
      guard inverseDeterminant.isFinite else { return false }
      let inverse = Block(d[3], -d[1], -d[2], d[0]) * inverseDeterminant
      diagonal[row] = inverse
      let start = Int(rowStarts[row])
      let end = Int(rowStarts[row &+ 1])
      let own = right[row]
      var a = start
      while a < end {
        let l = product(lower[a], inverse)
        lower[a] = l
        let column = Int(columns[a])
        right[column] -= l.evenHalf * own[0] + l.oddHalf * own[1]
        diagonal[column] -= product(l, upper[a])
        a &+= 1
      }
      a = start
      while a < end {
        let la = lower[a]
        let ua = upper[a]
        var b = a &+ 1
        while b < end {
          let entry = Int(targets[target])
          target &+= 1
          upper[entry] -= product(la, upper[b])
          lower[entry] -= product(lower[b], ua)
          b &+= 1
        }
        a &+= 1
      }
    }
    return true
  }

  private func substitute(
    _ rowStarts: UnsafeBufferPointer<Int32>, _ columns: UnsafeBufferPointer<Int32>
  ) {
    var row = count
    while row > 0 {
      row &-= 1
      var sum = right[row]
      for entry in Int(rowStarts[row])..<Int(rowStarts[row &+ 1]) {
        let x = right[Int(columns[entry])]
        let u = upper[entry]
        sum -= u.evenHalf * x[0] + u.oddHalf * x[1]
      }
      let inverse = diagonal[row]
      right[row] = inverse.evenHalf * sum[0] + inverse.oddHalf * sum[1]
    }
  }
}

/// The product of two blocks.
@inline(__always)
private func product(_ left: Block, _ right: Block) -> Block {
  let first = right.lowHalf
  let second = right.highHalf
  return Block(
    lowHalf: first * left[0] + second * left[1], highHalf: first * left[2] + second * left[3])
}
