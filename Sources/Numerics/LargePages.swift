import Glibc

/// Asks for large pages behind `memory`, of which fewer have to be made when it is first written.
///
/// Arrays of many megabytes that are filled once spend most of their time so.
public func preferLargePages(_ memory: UnsafeMutableRawBufferPointer) {
  let largePage = 1 << 21
  guard let base = memory.baseAddress, memory.count >= 2 * largePage else { return }
  let pageSize = 4_096
  let skipped = -Int(bitPattern: base) & (pageSize - 1)
  // Where the system has no large pages, nothing changes.
  _ = madvise(base + skipped, (memory.count - skipped) & ~(pageSize - 1), MADV_HUGEPAGE)
}
