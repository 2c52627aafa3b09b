import PowerFlowKernels

/// The memory in which a feeder is solved: demands, voltages, flows and loadings of
/// `blocks` × 8 scenarios.
///
/// Scenario s lives in lane s % 8 of block s / 8. A workspace belongs to one thread.
public struct RadialWorkspace: ~Copyable {
  /// The number of nodes.
  public let nodeCount: Int
  /// The number of blocks of eight scenarios.
  public let blocks: Int
  /// The lanes: `WorkspacePart.count` parts, then `SummaryRow.count` rows.
  let lanes: UnsafeMutablePointer<Lanes>

  /// A workspace for `feeder`, with every demand zero.
  ///
  /// Few blocks stay in the processor's nearest cache: `blocksInCache(nodeCount:)`.
  public init(for feeder: RadialFeeder, blocks: Int) {
    precondition(blocks > 0, "a workspace needs at least one block, got \(blocks)")
    nodeCount = feeder.nodeCount
    self.blocks = blocks
    let count = (WorkspacePart.count * nodeCount + SummaryRow.count) * blocks
    lanes = .allocate(capacity: count)
    lanes.initialize(repeating: Lanes(), count: count)
  }

  deinit {
    lanes.deallocate()
  }

  /// The number of blocks, 1 to 4, whose parts fit the nearest cache of common processors.
  public static func blocksInCache(nodeCount: Int) -> Int {
    let bytesOfBlock = WorkspacePart.count * nodeCount * MemoryLayout<Lanes>.stride
    return max(1, min(4, 28_000 / max(bytesOfBlock, 1)))
  }

  /// The start of a part: `blocks` lanes for each node.
  func part(_ part: Int) -> UnsafeMutablePointer<Lanes> {
    lanes + part * nodeCount * blocks
  }

  /// The start of a summary row: `blocks` lanes.
  func row(_ row: Int) -> UnsafeMutablePointer<Lanes> {
    lanes + (WorkspacePart.count * nodeCount + row) * blocks
  }
}
