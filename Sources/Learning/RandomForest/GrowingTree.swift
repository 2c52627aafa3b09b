import Synchronization

/// A tree that several workers may grow, a branch each.
final class GrowingTree: Sendable {
  /// Its place in the forest.
  let index: Int
  let buffers: RowBuffers
  let drawnRows: [UInt64]
  private let branches = Mutex(Branches())

  private struct Branches {
    /// Nil while a branch is being grown.
    var grown: [GrownBranch?] = [nil]
    var unfinished = 1
  }

  /// Begins a tree of one branch.
  init(index: Int, buffers: RowBuffers, drawnRows: [UInt64]) {
    self.index = index
    self.buffers = buffers
    self.drawnRows = drawnRows
  }

  /// The place of one more branch.
  func addBranch() -> Int {
    branches.withLock {
      $0.grown.append(nil)
      $0.unfinished += 1
      return $0.grown.count - 1
    }
  }

  /// Takes a branch that was grown; returns the whole tree once no other is left to grow.
  func finish(_ branch: GrownBranch, at place: Int) -> GrownTree? {
    let all: [GrownBranch]? = branches.withLock {
      $0.grown[place] = branch
      $0.unfinished -= 1
      return $0.unfinished == 0 ? $0.grown.compactMap { $0 } : nil
    }
    guard let all else { return nil }
    var tree = GrownTree(joining: all)
    tree.sumUp()
    tree.drawnRows = drawnRows
    return tree
  }
}

/// Room for the records of a tree, twice.
final class RowBuffers: Sendable {
  nonisolated(unsafe) let records: UnsafeMutableRawPointer
  nonisolated(unsafe) let spare: UnsafeMutableRawPointer

  init(byteCount: Int) {
    records = .allocate(byteCount: byteCount, alignment: 64)
    spare = .allocate(byteCount: byteCount, alignment: 64)
  }

  deinit {
    records.deallocate()
    spare.deallocate()
  }
}
