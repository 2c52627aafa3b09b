extension IsolationTrees {
  /// Adds each row's path lengths over all trees to `sums`; `cells` holds the rows one by one.
  func addPathLengths(
    of cells: UnsafePointer<Float>, rowCount: Int, columnCount: Int,
    to sums: UnsafeMutableBufferPointer<Double>
  ) {
    withTrees { tree in
      var row = 0
      while row + 8 <= rowCount {
        tree.addEight(
          cells + row * columnCount, stride: columnCount,
          to: sums.baseAddress.unsafelyUnwrapped + row)
        row += 8
      }
      while row < rowCount {
        sums[row] += Double(tree.pathLength(of: cells + row * columnCount))
        row += 1
      }
    }
  }

  /// The sum of one row's path lengths over all trees.
  func pathLengthSum(of cells: UnsafePointer<Float>) -> Double {
    var sum = 0.0
    withTrees { sum += Double($0.pathLength(of: cells)) }
    return sum
  }

  /// Lends each tree to `body`, in order.
  @inline(__always)
  private func withTrees(_ body: (BorrowedIsolationTree) -> Void) {
    thresholds.withUnsafeBufferPointer { thresholds in
      features.withUnsafeBufferPointer { features in
        coefficients.withUnsafeBufferPointer { coefficients in
          leafLengths.withUnsafeBufferPointer { leafLengths in
            guard let thresholds = thresholds.baseAddress, let features = features.baseAddress,
              let leafLengths = leafLengths.baseAddress
            else { return }
            for tree in 0..<count {
              let place = tree << depth
              body(
                BorrowedIsolationTree(
                  depth: depth, featuresPerSplit: featuresPerSplit, thresholds: thresholds + place,
                  features: features + place * featuresPerSplit,
                  coefficients: featuresPerSplit == 1
                    ? nil : coefficients.baseAddress.map { $0 + place * featuresPerSplit },
                  leafLengths: leafLengths + place))
            }
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

  /// The path length of one row.
  @inline(__always)
  func pathLength(of row: UnsafePointer<Float>) -> Float {
    var node = 1
    for _ in 0..<depth { node = child(of: node, for: row) }
    return leafLengths[node - (1 << depth)]
  }

  /// Adds the path lengths of eight rows to eight sums.
  ///
  /// The rows go down side by side: a step is a chain of dependent loads, and the processor fills
  /// the wait of one row with the steps of the others.
  @inline(__always)
  func addEight(_ rows: UnsafePointer<Float>, stride: Int, to sums: UnsafeMutablePointer<Double>) {
    var (n0, n1, n2, n3, n4, n5, n6, n7) = (1, 1, 1, 1, 1, 1, 1, 1)
    for _ in 0..<depth {
      n0 = child(of: n0, for: rows)
      n1 = child(of: n1, for: rows + stride)
      n2 = child(of: n2, for: rows + 2 * stride)
      n3 = child(of: n3, for: rows + 3 * stride)
      n4 = child(of: n4, for: rows + 4 * stride)
      n5 = child(of: n5, for: rows + 5 * stride)
      n6 = child(of: n6, for: rows + 6 * stride)
      n7 = child(of: n7, for: rows + 7 * stride)
    }
    let first = 1 << depth
    sums[0] += Double(leafLengths[n0 - first])
    sums[1] += Double(leafLengths[n1 - first])
    sums[2] += Double(leafLengths[n2 - first])
    sums[3] += Double(leafLengths[n3 - first])
    sums[4] += Double(leafLengths[n4 - first])
    sums[5] += Double(leafLengths[n5 - first])
    sums[6] += Double(leafLengths[n6 - first])
    sums[7] += Double(leafLengths[n7 - first])
  }

  /// The child of `node` that the row goes to; missing values go left.
  @inline(__always)
  private func child(of node: Int, for row: UnsafePointer<Float>) -> Int {
    2 * node + (projection(of: row, at: node) > thresholds[node] ? 1 : 0)
  }

  @inline(__always)
  private func projection(of row: UnsafePointer<Float>, at node: Int) -> Float {
    guard let coefficients else { return row[Int(features[node])] }
    var sum: Float = 0
    for term in node * featuresPerSplit..<(node + 1) * featuresPerSplit {
      sum += coefficients[term] * row[Int(features[term])]
    }
    return sum
  }
}
