/// How batches of rows find their path lengths.
enum IsolationWay: Sendable {
  /// Every split is decided for every row.
  case allSplits(IsolationProgram)
  /// Rows go down the trees.
  case paths

  /// The faster way for so many rows.
  init(of trees: IsolationTrees, rowCount: Int) {
    self =
      rowCount >= 256 && trees.depth <= IsolationProgram.depthLimit
      ? .allSplits(IsolationProgram(of: trees)) : .paths
  }
}

extension IsolationTrees {
  /// Adds each row's path lengths over all trees to `sums`; `groups` holds groups of
  /// `rowsPerGroup` rows, each feature by feature.
  func addPathLengths(
    of groups: UnsafePointer<Float>, groupCount: Int, columnCount: Int, by way: IsolationWay,
    to sums: UnsafeMutablePointer<Double>
  ) {
    switch way {
    case .allSplits(let program):
      program.addPathLengths(
        of: groups, groupCount: groupCount, columnCount: columnCount, to: sums)
    case .paths:
      withFirstTree { first in
        for tree in 0..<count {
          let tree = first.following(tree)
          for start in stride(from: 0, to: groupCount * IsolationTrees.rowsPerGroup, by: 8) {
            let group = start / IsolationTrees.rowsPerGroup
            let lengths = tree.pathLengths(
              ofEight: groups + group * columnCount * IsolationTrees.rowsPerGroup + start
                % IsolationTrees.rowsPerGroup)
            for lane in 0..<8 { sums[start + lane] += Double(lengths[lane]) }
          }
        }
      }
    }
  }

  /// The sum of one row's path lengths over all trees.
  func pathLengthSum(of cells: UnsafePointer<Float>) -> Double {
    var sum = 0.0
    withFirstTree { first in
      var tree = 0
      while tree + 8 <= count {
        let lengths = first.following(tree).pathLengths(inEightTreesOf: cells)
        for lane in 0..<8 { sum += Double(lengths[lane]) }
        tree += 8
      }
      while tree < count {
        sum += Double(first.following(tree).pathLength(of: cells))
        tree += 1
      }
    }
    return sum
  }

  /// Lends the first tree, which the others follow, to `body`.
  @inline(__always)
  private func withFirstTree(_ body: (BorrowedIsolationTree) -> Void) {
    thresholds.withUnsafeBufferPointer { thresholds in
      features.withUnsafeBufferPointer { features in
        coefficients.withUnsafeBufferPointer { coefficients in
          leafLengths.withUnsafeBufferPointer { leafLengths in
            guard let thresholds = thresholds.baseAddress, let features = features.baseAddress,
              let leafLengths = leafLengths.baseAddress
            else { return }
            body(
              BorrowedIsolationTree(
                depth: depth, featuresPerSplit: featuresPerSplit, thresholds: thresholds,
                features: features,
                coefficients: featuresPerSplit == 1 ? nil : coefficients.baseAddress,
                leafLengths: leafLengths))
          }
        }
      }
    }
  }
}

/// One tree, by its columns.
struct BorrowedIsolationTree {
  let depth: Int
  let featuresPerSplit: Int
  let thresholds: UnsafePointer<Float>
  let features: UnsafePointer<UInt16>
  let coefficients: UnsafePointer<Float>?
  let leafLengths: UnsafePointer<Float>

  /// The tree that comes `count` places behind this one in the columns of the forest.
  @inline(__always)
  func following(_ count: Int) -> BorrowedIsolationTree {
    let place = count << depth
    return BorrowedIsolationTree(
      depth: depth, featuresPerSplit: featuresPerSplit, thresholds: thresholds + place,
      features: features + place * featuresPerSplit,
      coefficients: coefficients.map { $0 + place * featuresPerSplit },
      leafLengths: leafLengths + place)
  }

  /// The path length of one row.
  @inline(__always)
  func pathLength(of row: UnsafePointer<Float>) -> Float {
    var node = 1
    for _ in 0..<depth { node = child(of: node, row: row, lanes: 1) }
    return leafLengths[node - (1 << depth)]
  }

  /// The path lengths of eight rows out of a group that lies feature by feature.
  ///
  /// The rows go down side by side: a step is a chain of dependent loads, and the processor fills
  /// the wait of one row with the steps of the others.
  @inline(__always)
  func pathLengths(ofEight rows: UnsafePointer<Float>) -> SIMD8<Float> {
    var (n0, n1, n2, n3, n4, n5, n6, n7) = (1, 1, 1, 1, 1, 1, 1, 1)
    for _ in 0..<depth {
      n0 = child(of: n0, row: rows, lanes: IsolationTrees.rowsPerGroup)
      n1 = child(of: n1, row: rows + 1, lanes: IsolationTrees.rowsPerGroup)
      n2 = child(of: n2, row: rows + 2, lanes: IsolationTrees.rowsPerGroup)
      n3 = child(of: n3, row: rows + 3, lanes: IsolationTrees.rowsPerGroup)
      n4 = child(of: n4, row: rows + 4, lanes: IsolationTrees.rowsPerGroup)
      n5 = child(of: n5, row: rows + 5, lanes: IsolationTrees.rowsPerGroup)
      n6 = child(of: n6, row: rows + 6, lanes: IsolationTrees.rowsPerGroup)
      n7 = child(of: n7, row: rows + 7, lanes: IsolationTrees.rowsPerGroup)
    }
    let leaves = leafLengths - (1 << depth)
    return SIMD8(
      leaves[n0], leaves[n1], leaves[n2], leaves[n3], leaves[n4], leaves[n5], leaves[n6],
      leaves[n7])
  }

  /// The path lengths of one row in this tree and the seven that follow, side by side.
  ///
  /// Nodes are counted from the root of the first.
  @inline(__always)
  func pathLengths(inEightTreesOf row: UnsafePointer<Float>) -> SIMD8<Float> {
    let width = 1 << depth
    var (n0, n1, n2, n3) = (1, width &+ 1, 2 &* width &+ 1, 3 &* width &+ 1)
    var (n4, n5, n6, n7) = (
      4 &* width &+ 1, 5 &* width &+ 1, 6 &* width &+ 1, 7 &* width &+ 1
    )
    for _ in 0..<depth {
      n0 = child(of: n0, row: row, lanes: 1)
      n1 = child(of: n1, row: row, lanes: 1) &- width
      n2 = child(of: n2, row: row, lanes: 1) &- 2 &* width
      n3 = child(of: n3, row: row, lanes: 1) &- 3 &* width
      n4 = child(of: n4, row: row, lanes: 1) &- 4 &* width
      n5 = child(of: n5, row: row, lanes: 1) &- 5 &* width
      n6 = child(of: n6, row: row, lanes: 1) &- 6 &* width
      n7 = child(of: n7, row: row, lanes: 1) &- 7 &* width
    }
    let leaves = leafLengths - width
    return SIMD8(
      leaves[n0], leaves[n1], leaves[n2], leaves[n3], leaves[n4], leaves[n5], leaves[n6],
      leaves[n7])
  }

  /// The child of `node` that the row goes to; missing values go left.
  @inline(__always)
  private func child(of node: Int, row: UnsafePointer<Float>, lanes: Int) -> Int {
    2 &* node &+ (projection(of: row, at: node, lanes: lanes) > thresholds[node] ? 1 : 0)
  }

  @inline(__always)
  private func projection(of row: UnsafePointer<Float>, at node: Int, lanes: Int) -> Float {
    guard let coefficients else { return row[Int(features[node]) &* lanes] }
    var sum: Float = 0
    for term in node * featuresPerSplit..<(node + 1) * featuresPerSplit {
      sum += coefficients[term] * row[Int(features[term]) &* lanes]
    }
    return sum
  }
}
