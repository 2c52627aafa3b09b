/// A float as an unsigned integer of the same order, for sorting and searching by digits.
struct OrderedKey: Equatable, Sendable {
  private let bits: UInt32

  @inline(__always)
  init(_ value: Float) {
    // Both zeros are one value. The order of negative numbers is turned round, without a branch.
    let pattern = (value + 0).bitPattern
    let sign = UInt32(bitPattern: Int32(bitPattern: pattern) &>> 31)
    bits = value.isNaN ? .max : pattern ^ (sign | 0x8000_0000)
  }

  /// The key of missing values, which comes after every other.
  static let missing = OrderedKey(.nan)

  /// 1 if the key comes before `other`, else 0.
  @inline(__always)
  func comesBefore(_ other: OrderedKey) -> Int {
    Int(bitPattern: UInt(bitPattern: Int(bits) &- Int(other.bits)) &>> 63)
  }

  var isMissing: Bool { bits == .max }

  var value: Float {
    Float(bitPattern: bits >> 31 == 1 ? bits & 0x7fff_ffff : ~bits)
  }

  /// The digit above `shift` bits, in a system of so many digits, a power of two.
  @inline(__always)
  func digit(at shift: UInt32, below digits: Int) -> Int {
    Int(bits >> shift) & (digits - 1)
  }
}
