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

  /// Sorts ascending, in three passes over digits of eleven bits.
  static func sort(_ keys: inout [OrderedKey]) {
    let digits = 1 << 11
    var other = [OrderedKey](repeating: OrderedKey(0), count: keys.count)
    for shift in [UInt32(0), 11, 22] {
      var places = [Int](repeating: 0, count: digits + 1)
      for key in keys { places[Int(key.bits >> shift) & (digits - 1) + 1] += 1 }
      for digit in 1...digits { places[digit] += places[digit - 1] }
      keys.withUnsafeBufferPointer { keys in
        other.withUnsafeMutableBufferPointer { other in
          for key in keys {
            let digit = Int(key.bits >> shift) & (digits - 1)
            other[places[digit]] = key
            places[digit] += 1
          }
        }
      }
      swap(&keys, &other)
    }
  }
}
