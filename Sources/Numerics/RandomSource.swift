/// A seeded stream of random draws: xoshiro256++ seeded through splitmix64.
///
/// The sequence of every draw is contract: a seed written into a file today gives the same numbers
/// for ever, on every machine. Source: Blackman and Vigna (2021), "Scrambled linear pseudorandom
/// number generators", ACM TOMS 47(4); Steele, Lea and Flood (2014) for splitmix64.
public struct RandomSource: RandomNumberGenerator, Sendable {
  @usableFromInline var s0: UInt64
  @usableFromInline var s1: UInt64
  @usableFromInline var s2: UInt64
  @usableFromInline var s3: UInt64

  /// Starts the stream that belongs to `seed`.
  @inlinable
  public init(seed: UInt64) {
    var state = seed
    s0 = splitMix64(&state)
    s1 = splitMix64(&state)
    s2 = splitMix64(&state)
    s3 = splitMix64(&state)
  }

  /// Starts stream number `stream` of `seed`: item *i* of parallel work draws from stream *i*.
  ///
  /// Streams are separated by hashing, so that neighbouring seeds share no stream (as `seed + i`
  /// would make them do).
  @inlinable
  public init(seed: UInt64, stream: Int) {
    var seedState = seed
    var mixed =
      splitMix64(&seedState) ^ (UInt64(bitPattern: Int64(stream)) &* 0xd1b5_4a32_d192_ed03)
    self.init(seed: splitMix64(&mixed))
  }

  /// 64 uniform random bits.
  @inlinable
  public mutating func next() -> UInt64 {
    let sum = s0 &+ s3
    let result = ((sum &<< 23) | (sum &>> 41)) &+ s0
    let shifted = s1 &<< 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = (s3 &<< 45) | (s3 &>> 19)
    return result
  }

  /// A number uniform in [0, 1), a multiple of 2⁻⁵³.
  @inlinable
  public mutating func uniform() -> Double {
    Double(next() &>> 11) * 0x1p-53
  }

  /// A number uniform between the ends of `range`.
  @inlinable
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// An index uniform in 0 ..< `bound`, without bias (Lemire 2019, "Fast random integer generation
  /// in an interval").
  @inlinable
  public mutating func index(below bound: Int) -> Int {
    precondition(bound > 0, "index(below:) needs a positive bound, got \(bound)")
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold {
        product = next().multipliedFullWidth(by: range)
      }
    }
    return Int(product.high)
  }

  /// Puts `items` into a uniformly random order (Fisher and Yates).
  @inlinable
  public mutating func shuffle<Items: MutableCollection & RandomAccessCollection>(
    _ items: inout Items
  ) where Items.Index == Int {
    var remaining = items.count
    while remaining > 1 {
      let chosen = index(below: remaining)
      remaining -= 1
      items.swapAt(items.startIndex + chosen, items.startIndex + remaining)
    }
  }

  /// `count` different indices out of 0 ..< `population`, in random order.
  ///
  /// - Complexity: O(`count`) time and memory (a sparse Fisher–Yates shuffle).
  public mutating func sample(_ count: Int, outOf population: Int) -> [Int] {
    precondition(
      count >= 0 && count <= population, "cannot sample \(count) of \(population) without repeats")
    var moved = [Int: Int](minimumCapacity: count)
    var chosen: [Int] = []
    chosen.reserveCapacity(count)
    for drawn in 0..<count {
      let position = drawn + index(below: population - drawn)
      chosen.append(moved[position] ?? position)
      moved[position] = moved[drawn] ?? drawn
    }
    return chosen
  }
}

/// One step of splitmix64: advances `state` and returns its mixed value.
@inlinable
public func splitMix64(_ state: inout UInt64) -> UInt64 {
  state &+= 0x9e37_79b9_7f4a_7c15
  var mixed = state
  mixed = (mixed ^ (mixed &>> 30)) &* 0xbf58_476d_1ce4_e5b9
  mixed = (mixed ^ (mixed &>> 27)) &* 0x94d0_49bb_1331_11eb
  return mixed ^ (mixed &>> 31)
}
