/// The search for levels among the edges of one feature.
///
/// Whether an edge is less than a value cannot be predicted, so no branch may depend on it. The bits
/// of a difference become a mask, since compilers make branches of what looks like a choice.
struct LevelSearch {
  let keys: UnsafeBufferPointer<OrderedKey>

  /// The level of a value.
  @inline(__always)
  func level(of value: Float) -> Int {
    let key = OrderedKey(value)
    var below = 0
    var length = keys.count
    while length > 1 {
      let half = length &>> 1
      below = advanced(below, by: half, to: key)
      length &-= half
    }
    return level(behind: below, key)
  }

  /// Calls `body` with the place and the level of each of `count` values, in order.
  ///
  /// Eight searches go on side by side: a step of one waits for the step before it.
  @inline(__always)
  func forEachLevel(
    of values: UnsafePointer<Float>, count: Int, _ body: (_ place: Int, _ level: Int) -> Void
  ) {
    var place = 0
    while place &+ 8 <= count {
      let eight = values + place
      let (k0, k1, k2, k3) = (
        OrderedKey(eight[0]), OrderedKey(eight[1]), OrderedKey(eight[2]), OrderedKey(eight[3])
      )
      let (k4, k5, k6, k7) = (
        OrderedKey(eight[4]), OrderedKey(eight[5]), OrderedKey(eight[6]), OrderedKey(eight[7])
      )
      var (b0, b1, b2, b3, b4, b5, b6, b7) = (0, 0, 0, 0, 0, 0, 0, 0)
      var length = keys.count
      while length > 1 {
        let half = length &>> 1
        b0 = advanced(b0, by: half, to: k0)
        b1 = advanced(b1, by: half, to: k1)
        b2 = advanced(b2, by: half, to: k2)
        b3 = advanced(b3, by: half, to: k3)
        b4 = advanced(b4, by: half, to: k4)
        b5 = advanced(b5, by: half, to: k5)
        b6 = advanced(b6, by: half, to: k6)
        b7 = advanced(b7, by: half, to: k7)
        length &-= half
      }
      body(place, level(behind: b0, k0))
      body(place &+ 1, level(behind: b1, k1))
      body(place &+ 2, level(behind: b2, k2))
      body(place &+ 3, level(behind: b3, k3))
      body(place &+ 4, level(behind: b4, k4))
      body(place &+ 5, level(behind: b5, k5))
      body(place &+ 6, level(behind: b6, k6))
      body(place &+ 7, level(behind: b7, k7))
      place &+= 8
    }
    while place < count {
      body(place, level(of: values[place]))
      place &+= 1
    }
  }

  /// `half` places on if all the edges up to there are less than the value, else `below`.
  @inline(__always)
  private func advanced(_ below: Int, by half: Int, to key: OrderedKey) -> Int {
    below &+ (half & keys[below &+ half &- 1].isLess(than: key))
  }

  /// The level of a value of which at least `below` edges are less, and at most one more.
  @inline(__always)
  private func level(behind below: Int, _ key: OrderedKey) -> Int {
    if key.isMissing { return 0 }
    return keys.isEmpty ? 1 : below &+ 1 &- keys[below].isLess(than: key)
  }
}
