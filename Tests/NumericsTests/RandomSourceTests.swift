import Foundation
import Numerics
import Testing

@Suite("A random source")
struct RandomSourceTests {
  @Test("gives the published xoshiro256++ sequence for a splitmix64 seed")
  func goldenBits() {
    var random = RandomSource(seed: 0)
    #expect(
      (0..<3).map { _ in random.next() }
        == [0x5317_5d61_490b_23df, 0x61da_6f3d_c380_d507, 0x5c0f_df91_ec9a_7bfc])
  }

  @Test("keeps its derived draws for ever")
  func goldenDraws() {
    var random = RandomSource(seed: 42)
    #expect(
      (0..<3).map { _ in random.uniform() }
        == [0.8143051451229099, 0.3188210400616611, 0.9838941681774888])
    #expect(random.uniform(in: -5...5) == 2.011355981347556)
    #expect((0..<5).map { _ in random.index(below: 1_000) } == [793, 588, 125, 605, 207])
    #expect(
      (0..<4).map { _ in random.normal() }
        == [1.3052146827740618, 1.5318568329935138, -1.3552026351617197, 0.16469806706199486])
    #expect(random.normal(mean: 230, deviation: 2) == 229.14123933750938)
    var items = Array(0..<8)
    random.shuffle(&items)
    #expect(items == [7, 4, 0, 5, 2, 3, 6, 1])
    #expect(random.sample(5, outOf: 100) == [94, 52, 87, 11, 65])
    var stream = RandomSource(seed: 42, stream: 3)
    #expect(stream.next() == 5_883_344_464_127_169_412)
  }

  @Test("draws uniform numbers whose distribution passes Kolmogorov and Smirnov", arguments: 1...5)
  func uniformDistribution(seed: UInt64) {
    var random = RandomSource(seed: seed)
    let distance = kolmogorovDistance((0..<100_000).map { _ in random.uniform() }) { $0 }
    #expect(distance < 2.2 / 100_000.0.squareRoot())
  }

  @Test("draws normal numbers whose distribution passes Kolmogorov and Smirnov", arguments: 1...5)
  func normalDistribution(seed: UInt64) {
    var random = RandomSource(seed: seed)
    let distance = kolmogorovDistance((0..<100_000).map { _ in random.normal() }, normalShare)
    #expect(distance < 2.2 / 100_000.0.squareRoot())
  }

  @Test("draws normal numbers with the moments and the tails that they should have")
  func normalMoments() {
    var random = RandomSource(seed: 6)
    let count = 4_000_000
    let draws = (0..<count).map { _ in random.normal() }
    // Five standard errors each: those of the moments are √(15), √(96), √(105 - 9) and so on, / √n.
    let error = 5 / Double(count).squareRoot()
    #expect(abs(draws.mean) < error)
    #expect(abs(draws.variance - 1) < error * 2.0.squareRoot())
    #expect(abs(draws.map { $0 * $0 * $0 }.mean) < error * 15.0.squareRoot())
    #expect(abs(draws.map { $0 * $0 * $0 * $0 }.mean - 3) < error * 96.0.squareRoot())
    // Beyond the edge of the ziggurat (3.44) draws come from the tail's own method.
    for edge in [-4.0, -3.5, -3, -2, -1, 0, 1, 2, 3, 3.5, 4] {
      let share = normalShare(edge)
      let deviation = (share * (1 - share) / Double(count)).squareRoot()
      let found = Double(draws.count { $0 < edge }) / Double(count)
      #expect(abs(found - share) < 5 * deviation, "share below \(edge)")
    }
  }

  @Test("draws indices without bias, also where the bound is no power of two")
  func indices() {
    var random = RandomSource(seed: 7)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<700_000 { counts[random.index(below: 7)] += 1 }
    let chiSquared = counts.reduce(0) { $0 + pow(Double($1) - 100_000, 2) / 100_000 }
    #expect(chiSquared < 27.9)  // 6 degrees of freedom, one in ten thousand
  }

  @Test("shuffles to every order equally often")
  func shuffles() {
    var random = RandomSource(seed: 8)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<240_000 {
      var items = [0, 1, 2, 3]
      random.shuffle(&items)
      counts[items, default: 0] += 1
    }
    let chiSquared = counts.values.reduce(0) { $0 + pow(Double($1) - 10_000, 2) / 10_000 }
    #expect(counts.count == 24 && chiSquared < 60.1)  // 23 degrees of freedom
  }

  @Test("samples without repeats, every item equally often", arguments: [(0, 5), (5, 5), (3, 10)])
  func samples(count: Int, population: Int) {
    var random = RandomSource(seed: 9)
    var chosen = [Int](repeating: 0, count: population)
    for _ in 0..<30_000 {
      let sample = random.sample(count, outOf: population)
      #expect(Set(sample).count == count)
      for index in sample { chosen[index] += 1 }
    }
    let expected = 30_000 * Double(count) / Double(population)
    #expect(chosen.allSatisfy { abs(Double($0) - expected) <= 5 * expected.squareRoot() })
  }

  @Test("gives streams and neighbouring seeds that share nothing")
  func streams() {
    var starts = Set<UInt64>()
    for seed in 0..<100 as Range<UInt64> {
      for stream in 0..<100 {
        var random = RandomSource(seed: seed, stream: stream)
        starts.insert(random.next())
      }
    }
    #expect(starts.count == 10_000)
  }
}

/// The largest distance between the distribution of `draws` and the `share` that lies below.
private func kolmogorovDistance(_ draws: [Double], _ share: (Double) -> Double) -> Double {
  let count = Double(draws.count)
  return draws.sorted().enumerated().reduce(0) { distance, draw in
    let expected = share(draw.element)
    return max(
      distance, expected - Double(draw.offset) / count, Double(draw.offset + 1) / count - expected)
  }
}

/// The share of a standard normal distribution that lies below `edge`.
private func normalShare(_ edge: Double) -> Double { erfc(-edge / 2.0.squareRoot()) / 2 }
