import Numerics

/// Isolation trees of one depth, each laid out as a perfect binary tree: the children of node `i`
/// are `2i` and `2i + 1`, the root is node 1, and `depth` comparisons end at node
/// `2^depth + leaf`.
///
/// A tree that ends earlier on some path is padded: below its leaf everything goes left, so that
/// the leaf is the leftmost of the perfect tree's leaves under it.
struct IsolationTrees: Sendable, Equatable {
  let count: Int
  /// The number of comparisons on each path.
  let depth: Int
  /// The number of features in each split.
  let featuresPerSplit: Int
  /// `2^depth` for each tree, the first unused; infinite in the padding.
  var thresholds: [Float]
  /// `featuresPerSplit` for each threshold.
  var features: [UInt16]
  /// The factor of each feature in its split; empty if there is one feature a split.
  var coefficients: [Float]
  /// `2^depth` for each tree: the path length h(x) of a row that ends in the leaf.
  var leafLengths: [Float]
  /// `2^depth` for each tree: how many sampled rows ended in the leaf; 0 for leaves that no row can
  /// reach.
  var leafSizes: [Int32]

  /// The number of leaves of each tree, and of places for its splits.
  var width: Int { 1 << depth }

  /// Trees without splits: every row goes left.
  init(count: Int, depth: Int, featuresPerSplit: Int) {
    self.count = count
    self.depth = depth
    self.featuresPerSplit = featuresPerSplit
    let places = count << depth
    thresholds = [Float](repeating: .infinity, count: places)
    features = [UInt16](repeating: 0, count: places * featuresPerSplit)
    coefficients =
      featuresPerSplit == 1 ? [] : [Float](repeating: 0, count: places * featuresPerSplit)
    leafLengths = [Float](repeating: 0, count: places)
    leafSizes = [Int32](repeating: 0, count: places)
  }

  /// The deepest that a tree over `rows` rows is grown: the mean depth of a balanced one.
  static func depth(forRows rows: Int) -> Int {
    max(1, rows <= 2 ? 1 : (rows - 1).bitWidth - (rows - 1).leadingZeroBitCount)
  }

  /// Grows `count` trees, tree `t` from stream `t` of `seed`.
  init(
    growing count: Int, on table: FeatureTable, rowsPerTree: Int, featuresPerSplit: Int,
    seed: UInt64, execution: Execution
  ) {
    self.init(
      count: count, depth: Self.depth(forRows: rowsPerTree), featuresPerSplit: featuresPerSplit)
    let depth = depth
    let lengths = (0...rowsPerTree).map { meanSearchDepth(of: $0) }
    thresholds.withUnsafeMutableBufferPointer { thresholds in
      features.withUnsafeMutableBufferPointer { features in
        coefficients.withUnsafeMutableBufferPointer { coefficients in
          leafLengths.withUnsafeMutableBufferPointer { leafLengths in
            leafSizes.withUnsafeMutableBufferPointer { leafSizes in
              nonisolated(unsafe) let places = IsolationTreePlaces(
                thresholds: thresholds, features: features, coefficients: coefficients,
                leafLengths: leafLengths, leafSizes: leafSizes)
              parallelFor(count, execution: execution) { tree in
                var random = RandomSource(seed: seed, stream: tree)
                table.values.withUnsafeBufferPointer { values in
                  var grower = IsolationTreeGrower(
                    values: values, rowCount: table.rowCount, columnCount: table.columnCount,
                    rowsPerTree: rowsPerTree, depth: depth, featuresPerSplit: featuresPerSplit,
                    meanSearchDepths: lengths,
                    places: places.tree(tree, depth: depth, featuresPerSplit: featuresPerSplit))
                  grower.grow(using: &random)
                  grower.deallocate()
                }
              }
            }
          }
        }
      }
    }
  }
}

/// Where the columns of one tree, or of all, are written.
struct IsolationTreePlaces {
  let thresholds: UnsafeMutableBufferPointer<Float>
  let features: UnsafeMutableBufferPointer<UInt16>
  let coefficients: UnsafeMutableBufferPointer<Float>
  let leafLengths: UnsafeMutableBufferPointer<Float>
  let leafSizes: UnsafeMutableBufferPointer<Int32>

  /// The places of one tree.
  func tree(_ tree: Int, depth: Int, featuresPerSplit: Int) -> IsolationTreePlaces {
    let places = tree << depth..<(tree + 1) << depth
    let terms = places.lowerBound * featuresPerSplit..<places.upperBound * featuresPerSplit
    return IsolationTreePlaces(
      thresholds: .init(rebasing: thresholds[places]),
      features: .init(rebasing: features[terms]),
      coefficients: coefficients.isEmpty ? coefficients : .init(rebasing: coefficients[terms]),
      leafLengths: .init(rebasing: leafLengths[places]),
      leafSizes: .init(rebasing: leafSizes[places]))
  }
}
