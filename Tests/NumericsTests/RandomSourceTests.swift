import Numerics
import Testing

@Suite("A random source")
struct RandomSourceTests {
  @Test("gives the published xoshiro256++ sequence for a splitmix64 seed")
  func goldenBits() {
    var random = RandomSource(seed: 0)
    #expect((0..<3).map { _ in random.next() } == [0x53175d61490b23df, 0x61da6f3dc380d507, 0x5c0fdf91ec9a7bfc])
  }
}
