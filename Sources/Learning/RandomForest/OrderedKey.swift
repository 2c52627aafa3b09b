/// A float as an unsigned integer of the same order, for sorting by digits.
struct OrderedKey: Equatable {
  private let bits: UInt32

  init(_ value: Float) {
    if value.isNaN {
      bits = .max
    } else {
      // Both zeros are one value.
      let pattern = (value + 0).bitPattern
      bits = pattern >> 31 == 0 ? pattern | 0x8000_0000 : ~pattern
    }
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
