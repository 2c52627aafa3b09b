/// The search for levels among the edges of one feature.
///
/// Whether an edge is less than a value cannot be predicted, so no branch may depend on it: the bit of
/// a comparison is shifted to where it counts. Compilers make branches of what looks like a choice
/// between two numbers, masks included.
struct LevelSearch {
  /// The edges, ascending and filled up to 2ⁿ − 1 with keys that no key comes before.
  let keys: UnsafePointer<OrderedKey>
  /// The number n.
  let steps: Int

  /// The level of a value.
  @inline(__always)
  func level(of value: Float) -> Int {
    let key = OrderedKey(value)
    var below = 0
    var step = steps
    while step > 0 {
      step &-= 1
      below = advanced(below, by: step, to: key)
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
      var step = steps
      while step > 0 {
        step &-= 1
        b0 = advanced(b0, by: step, to: k0)
        b1 = advanced(b1, by: step, to: k1)
        b2 = advanced(b2, by: step, to: k2)
        b3 = advanced(b3, by: step, to: k3)
        b4 = advanced(b4, by: step, to: k4)
        b5 = advanced(b5, by: step, to: k5)
        b6 = advanced(b6, by: step, to: k6)
        b7 = advanced(b7, by: step, to: k7)
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

  /// 2^`step` places on if all the edges up to there are less than the value, else `below`.
  @inline(__always)
  private func advanced(_ below: Int, by step: Int, to key: OrderedKey) -> Int {
    let last = below &+ 1 &<< step &- 1
    return below &+ keys[last].comesBefore(key) &<< step
  }

  /// The level of a value of which `below` edges are less.
  @inline(__always)
  private func level(behind below: Int, _ key: OrderedKey) -> Int {
    key.isMissing ? 0 : below &+ 1
  }
}
