import Numerics

/// Grows a decision tree, or a branch of one, depth first, on a copy of its rows.
///
/// The rows of a node are a contiguous range of records. A split writes them, in two ranges, into
/// the same places of the other buffer: left ones from the front, right ones from the back. Each
/// level of the tree is one pass over memory in order, and no index is ever followed.
///
/// Where a split leaves many rows on both sides, the right side is set aside as a branch, which
/// another worker may grow meanwhile. A branch has its own stream of random draws, so that the tree
/// does not depend on who grows it.
struct TreeGrower<Criterion: SplitCriterion>: ~Copyable {
  let growth: TreeGrowth
  let levels: FeatureLevels
  let stride: Int
  var criterion: Criterion
  /// Where nodes of many rows have their histograms; nil if they have none.
  let histogramPool: HistogramPool?
  let fewestHistogramRows: Int
  /// The pending nodes that have histograms.
  var histogramCount: Int
  private let buffers: RowBuffers
  private var features: [UInt16]
  private var random: RandomSource
  private var pending: [PendingNode<Criterion.Sums>]
  private var tree: GrownTree
  private var grafts: [GrownBranch.Graft] = []

  init(
    growth: TreeGrowth, levels: FeatureLevels, stride: Int, criterion: Criterion,
    buffers: RowBuffers, histogramPool: HistogramPool?,
    branch: TreeBranch<Criterion.Sums>
  ) {
    self.growth = growth
    self.levels = levels
    self.stride = stride
    self.criterion = criterion
    self.buffers = buffers
    self.histogramPool = histogramPool
    fewestHistogramRows = histogramPool?.fewestRows ?? .max
    histogramCount = branch.root.histograms == nil ? 0 : 1
    features = (0..<growth.featureCount).map { UInt16($0) }
    random = branch.random
    pending = [branch.root]
    tree = GrownTree(importances: [Double](repeating: 0, count: growth.featureCount))
    addNode(branch.root.sums)
  }

  /// Grows the branch; `setAside` takes what branches off it, and returns its place among the
  /// branches of the tree.
  consuming func grow(
    settingAside setAside: (TreeBranch<Criterion.Sums>) -> Int
  ) -> GrownBranch {
    while let node = pending.popLast() {
      split(node, settingAside: setAside)
    }
    return GrownBranch(tree: tree, grafts: grafts)
  }

  private mutating func addNode(_ sums: Criterion.Sums) {
    tree.nodes.append(.leaf(at: tree.nodes.count))
    tree.values.append(criterion.value(of: sums))
    tree.covers.append(Float(criterion.weight(of: sums)))
  }

  private mutating func split(
    _ node: PendingNode<Criterion.Sums>,
    settingAside setAside: (TreeBranch<Criterion.Sums>) -> Int
  ) {
    let records = UnsafeRawPointer(place(of: node))
    var node = node
    guard mayBeSplit(node), !criterion.isPure(node.sums, records: records, count: node.count),
      let (feature, cut) = chooseCut(&node, records: records)
    else {
      giveBack(node.histograms)
      criterion.describe(leaf: node.index, records: records, count: node.count, in: &tree)
      return
    }
    let level =
      growth.cutsByValue
      ? levels.cut(between: cut.lower, and: cut.upper, of: feature) : (cut.lower + cut.upper) >> 1
    let leftCount = partition(
      records, to: place(of: node, atDepth: node.depth + 1), count: node.count, feature: feature,
      level: Criterion.Level(truncatingIfNeeded: level))
    let child = tree.nodes.count
    tree.nodes[node.index] = TreeNode(
      child: UInt32(truncatingIfNeeded: child), feature: UInt16(truncatingIfNeeded: feature),
      level: UInt16(truncatingIfNeeded: level))
    tree.importances[feature] += max(0, cut.score - criterion.score(of: node.sums))
    addNode(cut.left)
    addNode(cut.right)
    var left = PendingNode(
      index: child, start: node.start, count: leftCount, depth: node.depth + 1, sums: cut.left)
    var right = PendingNode(
      index: child + 1, start: node.start + leftCount, count: node.count - leftCount,
      depth: node.depth + 1, sums: cut.right)
    if left.count < right.count {
      leaveHistograms(of: node, toLarger: &right, andSmaller: &left)
    } else {
      leaveHistograms(of: node, toLarger: &left, andSmaller: &right)
    }
    if min(leftCount, right.count) >= TreeBranch<Criterion.Sums>.fewestRows {
      grafts.append(
        GrownBranch.Graft(
          node: right.index, branch: setAside(TreeBranch(of: right, seed: random.next()))))
      histogramCount -= right.histograms == nil ? 0 : 1
    } else {
      pending.append(right)
    }
    pending.append(left)
  }

  /// Whether a node is neither too deep nor too small to be split.
  func mayBeSplit(_ node: PendingNode<Criterion.Sums>) -> Bool {
    node.count >= 2 * growth.minimumLeafRows && node.depth < growth.maximumDepth
  }

  /// Where the rows of a node are, or those of what is below it.
  func place(
    of node: PendingNode<Criterion.Sums>, atDepth depth: Int? = nil
  ) -> UnsafeMutableRawPointer {
    let buffer = (depth ?? node.depth) & 1 == 0 ? buffers.records : buffers.spare
    return buffer + node.start * stride
  }

  /// Draws features until enough were looked at and one of them can be cut, and returns the best
  /// cut; nil if no feature can be cut.
  private mutating func chooseCut(
    _ node: inout PendingNode<Criterion.Sums>, records: UnsafeRawPointer
  ) -> (feature: Int, cut: Cut<Criterion.Sums>)? {
    sumHistograms(of: &node)
    criterion.enter(records: records, count: node.count)
    defer { criterion.leave(records: records, count: node.count) }
    var best: (feature: Int, cut: Cut<Criterion.Sums>)?
    var remaining = features.count
    var visited = 0
    // Every cut between two rows is the same, so the first feature that tells them apart will do.
    let wanted = node.count == 2 ? 1 : growth.featuresPerSplit
    let sumsFour = node.histograms == nil && criterion.sumsFour(count: node.count)
    while remaining > 0, visited < wanted || best == nil {
      let drawn = sumsFour ? min(4, max(1, wanted - visited), remaining) : 1
      for _ in 0..<drawn {
        let place = random.index(below: remaining)
        remaining -= 1
        features.swapAt(place, remaining)
      }
      visited += drawn
      // The first drawn is the last.
      let last = remaining + drawn - 1
      let areSummed = drawn == 4
      if areSummed {
        let four = SIMD4(
          features[last], features[last - 1], features[last - 2], features[last - 3])
        criterion.sumFour(four, records: records, count: node.count)
      }
      for slot in 0..<drawn {
        let feature = Int(features[last - slot])
        let cut =
          if let histograms = node.histograms {
            criterion.bestCut(by: feature, of: histograms, count: node.count, sums: node.sums)
          } else if areSummed {
            criterion.bestCut(by: feature, summedIn: slot, sums: node.sums)
          } else {
            criterion.bestCut(by: feature, records: records, count: node.count, sums: node.sums)
          }
        if let cut, best.map({ cut.score > $0.cut.score }) ?? true {
          best = (feature, cut)
        }
      }
    }
    return best
  }

  /// Copies the rows up to `level` to the front of `destination` and the others, in reverse, to its
  /// end; returns how many went to the front.
  private func partition(
    _ records: UnsafeRawPointer, to destination: UnsafeMutableRawPointer, count: Int, feature: Int,
    level: Criterion.Level
  ) -> Int {
    let place = feature * MemoryLayout<Criterion.Level>.size
    var left = destination
    var right = destination + (count - 1) * stride
    var record = records
    for _ in 0..<count {
      // No branch on where a row goes, which could not be predicted.
      let goesLeft = record.load(fromByteOffset: place, as: Criterion.Level.self) <= level
      let target = goesLeft ? left : right
      TrainingRecords.copy(record, to: target, byteCount: stride)
      left += goesLeft ? stride : 0
      right -= goesLeft ? 0 : stride
      record += stride
    }
    return destination.distance(to: left) / stride
  }
}
