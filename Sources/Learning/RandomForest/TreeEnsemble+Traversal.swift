import Numerics

extension TreeEnsemble {
  /// Lends blocks of rows, as levels, to `body`; blocks run on the workers of `execution`.
  ///
  /// The rows lie in groups of `lanes` rows, each group feature by feature: with 1 row by row. The
  /// last group is filled up with level 0.
  func forEachBlock(
    of table: FeatureTable, lanes: Int, execution: Execution,
    _ body: @Sendable (_ rows: Range<Int>, _ levels: UnsafePointer<UInt16>) -> Void
  ) {
    let rowsPerBlock = rowsPerBlock(rowCount: table.rowCount, execution: execution)
    let blockCount = (table.rowCount + rowsPerBlock - 1) / rowsPerBlock
    parallelFor(blockCount, execution: execution) { block in
      let start = block * rowsPerBlock
      let rows = start..<min(start + rowsPerBlock, table.rowCount)
      let groupCount = (rows.count + lanes - 1) / lanes
      withUnsafeTemporaryAllocation(
        of: UInt16.self, capacity: max(1, groupCount * lanes * featureCount)
      ) { block in
        guard let base = block.baseAddress else { return }
        block.initialize(repeating: 0)
        levels.fill(base, with: rows, of: table, lanes: lanes)
        body(rows, base)
      }
    }
  }

  /// Many rows a block, since each block reads every tree anew, but enough blocks for all workers.
  private func rowsPerBlock(rowCount: Int, execution: Execution) -> Int {
    let share = rowCount / (4 * execution.workers)
    let most = (1 << 20) / max(featureCount, 1)
    return min(max(min(share, most) & ~255, 256), 16_384)
  }

  /// Calls `body` with the node, counted over all trees, in which each row ends in each tree.
  ///
  /// Trees come in order, and within a tree rows in order. The rows lie in groups of eight.
  @inline(__always)
  func forEachLeaf(
    of rows: UnsafePointer<UInt16>, count: Int, _ body: (_ row: Int, _ node: Int) -> Void
  ) {
    nodes.withUnsafeBufferPointer { nodes in
      guard let nodes = nodes.baseAddress else { return }
      for tree in 0..<treeCount {
        let root = roots[tree]
        let walk = TreeWalk(root: nodes + root)
        for start in stride(from: 0, to: count, by: 8) {
          let leaves = walk.leaves(ofEight: rows + start * featureCount)
          if start + 8 <= count {
            for lane in 0..<8 { body(start + lane, root + Int(leaves[lane])) }
          } else {
            for row in start..<count { body(row, root + Int(leaves[row - start])) }
          }
        }
      }
    }
  }
}

extension TreeEnsemble {
  /// Calls `body` with the node in which one row ends in each tree, in the order of the trees.
  @inline(__always)
  func forEachLeaf(of row: UnsafePointer<UInt16>, _ body: (_ node: Int) -> Void) {
    nodes.withUnsafeBufferPointer { nodes in
      roots.withUnsafeBufferPointer { roots in
        guard let nodes = nodes.baseAddress, let roots = roots.baseAddress else { return }
        var tree = 0
        while tree + 8 <= treeCount {
          let leaves = TreeWalk.leaves(nodes, ofEightTrees: roots + tree, row: row)
          for lane in 0..<8 { body(Int(leaves[lane])) }
          tree += 8
        }
        while tree < treeCount {
          body(roots[tree] + TreeWalk(root: nodes + roots[tree]).leaf(of: row))
          tree += 1
        }
      }
    }
  }
}

/// The way of rows down one tree.
struct TreeWalk {
  let root: UnsafePointer<TreeNode>

  @inline(__always)
  fileprivate func next(_ node: Int, _ row: UnsafePointer<UInt16>, lanes: Int = 1) -> Int {
    let node = root[node]
    return Int(node.child) &+ (row[Int(node.feature) &* lanes] > node.level ? 1 : 0)
  }

  /// The leaf of one row.
  @inline(__always)
  func leaf(of row: UnsafePointer<UInt16>) -> Int {
    var node = 0
    while !root[node].isLeaf { node = next(node, row) }
    return node
  }

  /// The leaves of a group of eight rows, which go down side by side: the processor fills the wait
  /// for one row's node with the steps of the others.
  @inline(__always)
  func leaves(ofEight rows: UnsafePointer<UInt16>) -> SIMD8<UInt32> {
    var (n0, n1, n2, n3, n4, n5, n6, n7) = (0, 0, 0, 0, 0, 0, 0, 0)
    var sum = 0
    while true {
      // Two steps for one look at whether the rows have arrived.
      for _ in 0..<2 {
        n0 = next(n0, rows, lanes: 8)
        n1 = next(n1, rows + 1, lanes: 8)
        n2 = next(n2, rows + 2, lanes: 8)
        n3 = next(n3, rows + 3, lanes: 8)
        n4 = next(n4, rows + 4, lanes: 8)
        n5 = next(n5, rows + 5, lanes: 8)
        n6 = next(n6, rows + 6, lanes: 8)
        n7 = next(n7, rows + 7, lanes: 8)
      }
      // Children come after their parents, so the sum stands still only when every row does.
      let before = sum
      sum = (n0 &+ n1 &+ n2 &+ n3) &+ (n4 &+ n5 &+ n6 &+ n7)
      if sum == before { break }
    }
    return SIMD8<UInt32>(
      UInt32(n0), UInt32(n1), UInt32(n2), UInt32(n3), UInt32(n4), UInt32(n5), UInt32(n6),
      UInt32(n7))
  }
}

extension TreeWalk {
  /// The leaves of one row in eight trees, counted over all trees.
  @inline(__always)
  static func leaves(
    _ nodes: UnsafePointer<TreeNode>, ofEightTrees roots: UnsafePointer<Int>,
    row: UnsafePointer<UInt16>
  ) -> SIMD8<UInt32> {
    let walks = (
      TreeWalk(root: nodes + roots[0]), TreeWalk(root: nodes + roots[1]),
      TreeWalk(root: nodes + roots[2]), TreeWalk(root: nodes + roots[3]),
      TreeWalk(root: nodes + roots[4]), TreeWalk(root: nodes + roots[5]),
      TreeWalk(root: nodes + roots[6]), TreeWalk(root: nodes + roots[7])
    )
    var (n0, n1, n2, n3, n4, n5, n6, n7) = (0, 0, 0, 0, 0, 0, 0, 0)
    while true {
      let before = (n0 + n1 + n2 + n3) + (n4 + n5 + n6 + n7)
      n0 = walks.0.next(n0, row)
      n1 = walks.1.next(n1, row)
      n2 = walks.2.next(n2, row)
      n3 = walks.3.next(n3, row)
      n4 = walks.4.next(n4, row)
      n5 = walks.5.next(n5, row)
      n6 = walks.6.next(n6, row)
      n7 = walks.7.next(n7, row)
      if (n0 + n1 + n2 + n3) + (n4 + n5 + n6 + n7) == before { break }
    }
    return SIMD8<UInt32>(
      UInt32(roots[0] + n0), UInt32(roots[1] + n1), UInt32(roots[2] + n2), UInt32(roots[3] + n3),
      UInt32(roots[4] + n4), UInt32(roots[5] + n5), UInt32(roots[6] + n6), UInt32(roots[7] + n7))
  }
}

extension FeatureLevels {
  /// Writes the levels of `rows` of `table`, in groups of `lanes` rows, a power of two, each feature
  /// by feature.
  func fill(
    _ block: UnsafeMutablePointer<UInt16>, with rows: Range<Int>, of table: FeatureTable,
    lanes: Int
  ) {
    let featureCount = featureCount
    let shift = lanes.trailingZeroBitCount
    table.values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { return }
      for feature in 0..<featureCount {
        withSearch(of: feature) { search in
          let first = values + (feature * table.rowCount + rows.lowerBound)
          search.forEachLevel(of: first, count: rows.count) { row, level in
            let group = (row &>> shift) &* featureCount &+ feature
            block[(group &<< shift) &+ (row & (lanes &- 1))] = UInt16(truncatingIfNeeded: level)
          }
        }
      }
    }
  }

  /// Writes the levels of one row.
  func fill(_ levels: UnsafeMutablePointer<UInt16>, with row: UnsafePointer<Float>) {
    for feature in 0..<featureCount {
      withSearch(of: feature) {
        (levels + feature).initialize(to: UInt16(truncatingIfNeeded: $0.level(of: row[feature])))
      }
    }
  }
}
