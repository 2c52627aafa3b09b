import Glibc

/// Where bytes that begin with a row may be cut between rows.
struct RowCuts {
  private let bytes: [UInt8]
  private let count: Int

  /// The first `count` of `bytes`.
  init(_ bytes: [UInt8], count: Int) {
    self.bytes = bytes
    self.count = count
  }

  /// The end of the last whole row; nil if there is none.
  var last: Int? {
    bytes.withUnsafeBytes { bytes -> Int? in
      guard let base = bytes.baseAddress, count > 0 else { return nil }
      var last: Int?
      guard memchr(base, 0x22, count) != nil else {
        return bytes[..<count].lastIndex(of: 0x0a).map { $0 + 1 }
      }
      var isQuoted = false
      for index in 0..<count {
        if bytes[index] == 0x22 { isQuoted.toggle() }
        if bytes[index] == 0x0a, !isQuoted { last = index + 1 }
      }
      return last
    }
  }

  /// Cuts into pieces of about `size` bytes, from 0 to the end.
  func every(_ size: Int) -> [Int] {
    bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, count > 0 else { return [0] }
      var cuts = [0]
      if memchr(base, 0x22, count) == nil {
        while let cut = cuts.last, cut + size < count,
          let newline = memchr(base + cut + size, 0x0a, count - cut - size)
        {
          cuts.append(base.distance(to: newline) + 1)
        }
      } else {
        var isQuoted = false
        var next = size
        for index in 0..<count {
          if bytes[index] == 0x22 { isQuoted.toggle() }
          if bytes[index] == 0x0a, !isQuoted, index >= next {
            cuts.append(index + 1)
            next = index + 1 + size
          }
        }
      }
      if cuts.last != count { cuts.append(count) }
      return cuts
    }
  }
}
