extension TreeGrower {
  /// The most histograms that a grower keeps for nodes that are yet to be split.
  private var histogramLimit: Int { 16 }

  /// Whether a node has so many rows that its histograms are worth having.
  private func wantsHistograms(_ node: PendingNode<Criterion.Sums>) -> Bool {
    node.count >= fewestHistogramRows && mayBeSplit(node)
  }

  /// Sums the rows of a node if it wants histograms that its parent did not leave it.
  mutating func sumHistograms(of node: inout PendingNode<Criterion.Sums>) {
    guard wantsHistograms(node), node.histograms == nil, let own = histogramPool?.take() else {
      return
    }
    criterion.add(place(of: node), count: node.count, times: 1, to: own)
    node.histograms = own
    histogramCount += 1
  }

  mutating func giveBack(_ histograms: NodeHistograms?) {
    guard let histograms else { return }
    histogramPool?.giveBack(histograms)
    histogramCount -= 1
  }

  /// Leaves the histograms of a node that was split to its larger child, less the rows of the
  /// smaller one.
  ///
  /// What a child lacks and wants is summed when its turn comes. Sums are exact, so it makes no
  /// difference to the bit which of them are made how.
  mutating func leaveHistograms(
    of node: PendingNode<Criterion.Sums>, toLarger larger: inout PendingNode<Criterion.Sums>,
    andSmaller smaller: inout PendingNode<Criterion.Sums>
  ) {
    guard let histograms = node.histograms else { return }
    guard wantsHistograms(larger) else { return giveBack(histograms) }
    larger.histograms = histograms
    if histogramCount < histogramLimit { sumHistograms(of: &smaller) }
    if let others = smaller.histograms {
      histogramPool?.subtract(others, from: histograms)
    } else {
      criterion.add(place(of: smaller), count: smaller.count, times: -1, to: histograms)
    }
  }
}
