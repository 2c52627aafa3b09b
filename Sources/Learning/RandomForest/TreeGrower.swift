import Numerics

/// Grows one decision tree, depth first, on a copy of its rows.
///
/// The rows of a node are a contiguous range of records. A split writes them, in two ranges, into
/// the same places of the other buffer: left ones from the front, right ones from the back. Each
/// level of the tree is one pass over memory in order, and no index is ever followed.
struct TreeGrower<Criterion: SplitCriterion>: ~Copyable {
  let growth: TreeGrowth
  let stride: Int
  var criterion: Criterion
  private let buffers: (UnsafeMutableRawPointer, UnsafeMutableRawPointer)
  private var features: [UInt16]
  private var pending: [PendingNode] = []
  private var tree: GrownTree

  private struct PendingNode {
    let index: Int
    let start: Int
    let count: Int
    /// The root has 0; its parity says which buffer has the rows.
    let depth: Int
    let sums: Criterion.Sums
  }

  /// `records` holds the rows of the tree and `spare` as much room again.
  init(
    growth: TreeGrowth, stride: Int, criterion: Criterion, records: UnsafeMutableRawPointer,
    spare: UnsafeMutableRawPointer
  ) {
    self.growth = growth
    self.stride = stride
    self.criterion = criterion
    buffers = (records, spare)
    features = (0..<growth.featureCount).map { UInt16($0) }
    tree = GrownTree(importances: [Double](repeating: 0, count: growth.featureCount))
  }

  consuming func grow(rowCount: Int, using random: inout RandomSource) -> GrownTree {
    let sums = criterion.sums(of: buffers.0, count: rowCount)
    addNode(sums)
    pending.append(PendingNode(index: 0, start: 0, count: rowCount, depth: 0, sums: sums))
    while let node = pending.popLast() {
      split(node, using: &random)
    }
    return tree
  }

  private mutating func addNode(_ sums: Criterion.Sums) {
    tree.nodes.append(.leaf(at: tree.nodes.count))
    tree.values.append(criterion.value(of: sums))
    tree.covers.append(Float(criterion.weight(of: sums)))
  }

  private mutating func split(_ node: PendingNode, using random: inout RandomSource) {
    let source = node.depth & 1 == 0 ? buffers.0 : buffers.1
    let destination = node.depth & 1 == 0 ? buffers.1 : buffers.0
    let records = UnsafeRawPointer(source + node.start * stride)
    guard node.count >= 2 * growth.minimumLeafRows, node.depth < growth.maximumDepth,
      !criterion.isPure(node.sums, records: records, count: node.count),
      let (feature, cut) = chooseCut(node, records: records, using: &random)
    else {
      criterion.describe(leaf: node.index, records: records, count: node.count, in: &tree)
      return
    }
    let leftCount = partition(
      records, to: destination + node.start * stride, count: node.count, feature: feature,
      level: Criterion.Level(truncatingIfNeeded: cut.level))
    let child = tree.nodes.count
    tree.nodes[node.index] = TreeNode(
      child: UInt32(truncatingIfNeeded: child), feature: UInt16(truncatingIfNeeded: feature),
      level: UInt16(truncatingIfNeeded: cut.level))
    tree.importances[feature] += max(0, cut.score - criterion.score(of: node.sums))
    addNode(cut.left)
    addNode(cut.right)
    pending.append(
      PendingNode(
        index: child + 1, start: node.start + leftCount, count: node.count - leftCount,
        depth: node.depth + 1, sums: cut.right))
    pending.append(
      PendingNode(
        index: child, start: node.start, count: leftCount, depth: node.depth + 1, sums: cut.left))
  }

  /// Draws features until enough were looked at and one of them can be cut, and returns the best
  /// cut; nil if no feature can be cut.
  private mutating func chooseCut(
    _ node: PendingNode, records: UnsafeRawPointer, using random: inout RandomSource
  ) -> (feature: Int, cut: Cut<Criterion.Sums>)? {
    criterion.enter(records: records, count: node.count)
    defer { criterion.leave(records: records, count: node.count) }
    var best: (feature: Int, cut: Cut<Criterion.Sums>)?
    var remaining = features.count
    var visited = 0
    // Every cut between two rows is the same, so the first feature that tells them apart will do.
    let wanted = node.count == 2 ? 1 : growth.featuresPerSplit
    while remaining > 0, visited < wanted || best == nil {
      let place = random.index(below: remaining)
      remaining -= 1
      visited += 1
      features.swapAt(place, remaining)
      let feature = Int(features[remaining])
      let cut = criterion.bestCut(
        by: feature, records: records, count: node.count, sums: node.sums)
      if let cut, best.map({ cut.score > $0.cut.score }) ?? true {
        best = (feature, cut)
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
