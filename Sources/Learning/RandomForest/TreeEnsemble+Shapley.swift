import Numerics

// Lundberg, Erion and Lee (2018), "Consistent Individualized Feature Attribution for Tree
// Ensembles", algorithm 2, with the covers of the training rows as the background ("tree path
// dependent"). A path is the list of different features met on the way from the root; for each
// subset size it carries the share of subsets that flow down here.

extension TreeEnsemble {
  /// The Shapley values of the mean over the trees of `values`, one value for each node.
  func shapleyValues(
    of table: FeatureTable, featureNames: [String], values: [Float], execution: Execution
  ) -> Contributions {
    var shapley = [Double](repeating: 0, count: table.rowCount * featureCount)
    let scale = 1 / Double(treeCount)
    let rowsPerBlock = 8
    parallelFor(
      (table.rowCount + rowsPerBlock - 1) / rowsPerBlock, writingTo: &shapley,
      execution: execution
    ) { block, shapley in
      let rows = block * rowsPerBlock..<min((block + 1) * rowsPerBlock, table.rowCount)
      for row in rows {
        let own = UnsafeMutableBufferPointer(
          rebasing: shapley[row * featureCount..<(row + 1) * featureCount])
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: featureCount) { levels in
          guard let levels = levels.baseAddress else { return }
          table.row(row).withUnsafeBufferPointer { cells in
            cells.baseAddress.map { self.levels.fill(levels, with: $0) }
          }
          for root in roots.dropLast() {
            let walk = ShapleyWalk(trees: self, values: values, root: root, row: levels)
            walk.visitLeaves(into: own)
          }
        }
        for feature in own.indices { own[feature] *= scale }
      }
    }
    let baseline = (0..<treeCount).reduce(0.0) { $0 + mean(of: values, inTree: $1) }
    return Contributions(
      featureNames: featureNames, baseline: baseline * scale,
      values: Matrix(rowCount: table.rowCount, columnCount: featureCount, elements: shapley))
  }

  /// The mean of the leaves' values, by their covers, in double precision.
  private func mean(of values: [Float], inTree tree: Int) -> Double {
    let root = roots[tree]
    var means = values[root..<roots[tree + 1]].map { Double($0) }
    // Children come after their parents.
    for index in means.indices.reversed() where !nodes[root + index].isLeaf {
      let left = Int(nodes[root + index].child)
      let weights = (Double(covers[root + left]), Double(covers[root + left + 1]))
      means[index] =
        (means[left] * weights.0 + means[left + 1] * weights.1) / (weights.0 + weights.1)
    }
    return means[0]
  }
}

/// The walk of one row over all leaves of one tree.
private struct ShapleyWalk {
  /// A feature on the path.
  struct Step {
    /// Nil for the root's own step.
    let feature: Int?
    /// The share of training rows that goes on if the feature is unknown.
    let zero: Double
    /// 1 if the row itself goes on, else 0.
    let one: Double
    /// The weight of the subsets of as many features as steps before this one.
    var weight: Double
  }

  /// A node that is yet to be visited: the path to its parent, and the step from there.
  private struct Visit {
    let index: Int
    let path: [Step]
    let zero: Double
    let one: Double
    let feature: Int?
  }

  let trees: TreeEnsemble
  let values: [Float]
  let root: Int
  let row: UnsafeMutablePointer<UInt16>

  /// Adds to each feature what the leaves owe to it.
  func visitLeaves(into shapley: UnsafeMutableBufferPointer<Double>) {
    // Not by recursion: a tree may be deeper than a thread's stack.
    var pending = [Visit(index: root, path: [], zero: 1, one: 1, feature: nil)]
    while let visit = pending.popLast() {
      let path = Self.extended(
        visit.path, zero: visit.zero, one: visit.one, feature: visit.feature)
      guard trees.nodes[visit.index].isLeaf else {
        addChildren(of: visit.index, path: path, to: &pending)
        continue
      }
      let value = Double(values[visit.index])
      for place in path.indices.dropFirst() {
        let step = path[place]
        guard let feature = step.feature else { continue }
        shapley[feature] += Self.unwoundSum(path, place) * (step.one - step.zero) * value
      }
    }
  }

  /// Puts off the visits to both children, the one that the row goes to first.
  private func addChildren(of index: Int, path: [Step], to pending: inout [Visit]) {
    let node = trees.nodes[index]
    let split = Int(node.feature)
    let left = root + Int(node.child)
    let hot = row[split] > node.level ? left + 1 : left
    let cold = hot == left ? left + 1 : left
    var incoming = (zero: 1.0, one: 1.0)
    var rest = path
    if let place = path.firstIndex(where: { $0.feature == split }) {
      incoming = (path[place].zero, path[place].one)
      rest = Self.unwound(path, place)
    }
    let whole = Double(trees.covers[left]) + Double(trees.covers[left + 1])
    for (child, one) in [(cold, 0), (hot, incoming.one)] {
      pending.append(
        Visit(
          index: child, path: rest, zero: incoming.zero * Double(trees.covers[child]) / whole,
          one: one, feature: split))
    }
  }

  /// The path with one step more.
  private static func extended(
    _ path: [Step], zero: Double, one: Double, feature: Int?
  ) -> [Step] {
    var path = path
    let length = path.count
    path.append(Step(feature: feature, zero: zero, one: one, weight: length == 0 ? 1 : 0))
    for place in (0..<length).reversed() {
      let share = Double(place + 1) / Double(length + 1)
      path[place + 1].weight += one * path[place].weight * share
      path[place].weight *= zero * Double(length - place) / Double(length + 1)
    }
    return path
  }

  /// The path without the step at `removed`.
  private static func unwound(_ path: [Step], _ removed: Int) -> [Step] {
    let length = path.count - 1
    let (zero, one) = (path[removed].zero, path[removed].one)
    var weights = path.map(\.weight)
    var next = weights[length]
    for place in (0..<length).reversed() {
      if one != 0 {
        let weight = weights[place]
        weights[place] = next * Double(length + 1) / (Double(place + 1) * one)
        next = weight - weights[place] * zero * Double(length - place) / Double(length + 1)
      } else {
        weights[place] = weights[place] * Double(length + 1) / (zero * Double(length - place))
      }
    }
    var shorter: [Step] = []
    shorter.reserveCapacity(length)
    for place in 0..<length {
      let step = path[place < removed ? place : place + 1]
      shorter.append(
        Step(feature: step.feature, zero: step.zero, one: step.one, weight: weights[place]))
    }
    return shorter
  }

  /// The sum of the weights that the path would have without the step at `removed`.
  private static func unwoundSum(_ path: [Step], _ removed: Int) -> Double {
    let length = path.count - 1
    let (zero, one) = (path[removed].zero, path[removed].one)
    var next = path[length].weight
    var sum = 0.0
    for place in (0..<length).reversed() {
      if one != 0 {
        let weight = next * Double(length + 1) / (Double(place + 1) * one)
        sum += weight
        next = path[place].weight - weight * zero * Double(length - place) / Double(length + 1)
      } else {
        sum += path[place].weight / zero * Double(length + 1) / Double(length - place)
      }
    }
    return sum
  }
}
