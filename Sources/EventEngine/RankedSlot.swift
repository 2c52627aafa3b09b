/// An entry of a heap in 16 bytes: the rank, and the number of the arrival (40 bits) with the slot
/// (24 bits), so that entries of one rank are in order of arrival.
struct RankedSlot: Comparable, Sendable {
  static let slotLimit = 1 << 24
  private static let arrivalMask: UInt64 = 1 << 40 - 1

  let rank: UInt64
  let tag: UInt64

  init(rank: UInt64, tag: UInt64) {
    self.rank = rank
    self.tag = tag
  }

  init(rank: UInt64, arrival: UInt64, slot: Int) {
    self.init(rank: rank, tag: (arrival & RankedSlot.arrivalMask) << 24 | UInt64(slot))
  }

  var slot: Int { Int(truncatingIfNeeded: tag) & (RankedSlot.slotLimit - 1) }

  /// Whether this is the event that arrived as number `arrival`.
  func isArrival(_ arrival: UInt64) -> Bool { tag >> 24 == arrival & RankedSlot.arrivalMask }

  /// As `<`, in one comparison of 128 bits without a branch.
  @inline(__always)
  func precedes(_ other: RankedSlot) -> Bool {
    let (left, right) = (
      UInt128(rank) << 64 | UInt128(tag), UInt128(other.rank) << 64 | UInt128(other.tag)
    )
    return left < right
  }

  static func < (left: RankedSlot, right: RankedSlot) -> Bool {
    left.rank != right.rank ? left.rank < right.rank : left.tag < right.tag
  }
}
