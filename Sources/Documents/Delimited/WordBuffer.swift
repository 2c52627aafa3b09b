/// Memory for the words of one piece, which one worker at a time writes; reused from block to block.
final class WordBuffer: Sendable {
  nonisolated(unsafe) let base: UnsafeMutablePointer<UInt64>
  let count: Int

  init(count: Int) {
    self.count = count
    base = .allocate(capacity: count)
  }

  deinit { base.deallocate() }
}
