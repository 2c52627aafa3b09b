import Synchronization

/// What a criterion sums over the rows of a node, at each level of every feature.
///
/// The sums of two children add up to those of their parent, so a node that looks at all features
/// leaves its histograms to its larger child, less the rows of the smaller one. A node that looks at
/// some of them cannot: its children look at others.
struct NodeHistograms: Sendable {
  /// The numbers of level 0 of the first feature, then of level 1, and so on.
  ///
  /// Each feature has as many levels as a byte. The memory belongs to a pool.
  nonisolated(unsafe) let cells: UnsafeMutablePointer<Double>

  /// The rows that are summed at once: so many as the nearest caches hold while one feature after
  /// another is summed.
  static let rowsAtOnce = 512

  /// The numbers of a feature that has `width` of them for each level.
  func cells(of feature: Int, width: Int) -> UnsafeMutablePointer<Double> {
    cells + feature * FeatureLevels.byteLimit * width
  }

  /// The fewest rows of a node that wants them.
  static let fewestRows = 2 * FeatureLevels.byteLimit
}

/// Histograms, used for one node after another by all workers that grow a forest.
final class HistogramPool: Sendable {
  /// The fewest rows of a node that wants histograms.
  let fewestRows: Int
  /// The numbers of each.
  private let cellCount: Int
  private let blocks = Mutex(Blocks())

  private struct Blocks {
    var all: [NodeHistograms] = []
    var unused: [NodeHistograms] = []
  }

  /// Histograms with so many numbers for each level.
  init(featureCount: Int, width: Int) {
    fewestRows = max(NodeHistograms.fewestRows, 64 * width)
    cellCount = featureCount * FeatureLevels.byteLimit * width
  }

  /// Lends histograms, all zero.
  func take() -> NodeHistograms {
    let taken = blocks.withLock {
      if let unused = $0.unused.popLast() { return unused }
      let new = NodeHistograms(cells: .allocate(capacity: cellCount))
      $0.all.append(new)
      return new
    }
    taken.cells.initialize(repeating: 0, count: cellCount)
    return taken
  }

  func giveBack(_ histograms: NodeHistograms) {
    blocks.withLock { $0.unused.append(histograms) }
  }

  func subtract(_ histograms: NodeHistograms, from others: NodeHistograms) {
    for place in 0..<cellCount { others.cells[place] -= histograms.cells[place] }
  }

  deinit {
    blocks.withLock { for block in $0.all { block.cells.deallocate() } }
  }
}
