extension FeatureLevels {
  /// The levels with only those edges at which `trees` cut, and the trees cut at these levels.
  ///
  /// Forests that were grown on nearly every value cut at few of them.
  func keepingUsed(by trees: [GrownTree]) -> (FeatureLevels, [GrownTree]) {
    // First whether an edge is used, then the edges used up to and including it. A cut at level 0,
    // of missing values, needs no edge.
    var used = [UInt16](repeating: 0, count: edges.count)
    for tree in trees {
      for node in tree.nodes where !node.isLeaf && node.level > 0 {
        used[starts[Int(node.feature)] + Int(node.level) - 1] = 1
      }
    }
    var kept: [[Float]] = []
    for feature in 0..<featureCount {
      let own = starts[feature]..<starts[feature + 1]
      kept.append(own.filter { used[$0] > 0 }.map { edges[$0] })
      var count: UInt16 = 0
      for edge in own {
        count += used[edge]
        used[edge] = count
      }
    }
    var renumbered = trees
    for tree in renumbered.indices {
      for index in renumbered[tree].nodes.indices {
        let node = renumbered[tree].nodes[index]
        guard !node.isLeaf && node.level > 0 else { continue }
        renumbered[tree].nodes[index].level = used[starts[Int(node.feature)] + Int(node.level) - 1]
      }
    }
    return (FeatureLevels(edges: kept), renumbered)
  }
}
