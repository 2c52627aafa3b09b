import Glibc

/// Numbers distinct texts in the order in which they come, as bytes.
struct TextInterner: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var hashes: [UInt64] = []
  /// Open addressing: the number of a text plus one, or 0.
  private var slots = [Int32](repeating: 0, count: 64)

  var count: Int { ends.count }

  /// The distinct texts.
  var texts: [String] {
    ends.indices.map { String(decoding: bytes[range($0)], as: UTF8.self) }
  }

  /// Whether all texts are UTF-8.
  var isUTF8: Bool { String(validating: bytes, as: UTF8.self) != nil }

  /// The number of `text`.
  mutating func intern(_ text: UnsafeBufferPointer<UInt8>) -> Int32 {
    let hash = Self.hash(text)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if hashes[number] == hash, isEqual(number, text) { return Int32(number) }
      slot = (slot + 1) & (slots.count - 1)
    }
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    hashes.append(hash)
    slots[slot] = Int32(ends.count)
    if ends.count * 2 > slots.count { grow() }
    return Int32(ends.count - 1)
  }

  /// The numbers here of all texts of `other`.
  mutating func merge(_ other: TextInterner) -> [Int32] {
    other.bytes.withUnsafeBufferPointer { bytes in
      other.ends.indices.map { intern(UnsafeBufferPointer(rebasing: bytes[other.range($0)])) }
    }
  }

  private func range(_ number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }

  private func isEqual(_ number: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let range = range(number)
    guard range.count == text.count else { return false }
    guard let base = text.baseAddress, text.count > 0 else { return true }
    return bytes.withUnsafeBufferPointer { stored in
      stored.baseAddress.map { memcmp($0 + range.lowerBound, base, text.count) == 0 } ?? false
    }
  }

  private mutating func grow() {
    slots = [Int32](repeating: 0, count: slots.count * 4)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number + 1)
    }
  }

  /// Eight bytes at a time, folded by a wide multiplication.
  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash = UInt64(text.count) ^ 0x9e37_79b9_7f4a_7c15
    func mix(_ word: UInt64) {
      let product = (hash ^ word).multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
      hash = product.high ^ product.low
    }
    guard let base = UnsafeRawPointer(text.baseAddress) else { return hash }
    var place = 0
    while place + 8 <= text.count {
      mix(base.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      place += 8
    }
    var rest: UInt64 = 0
    while place < text.count {
      rest = rest << 8 | UInt64(text[place])
      place += 1
    }
    mix(rest)
    return hash
  }
}
