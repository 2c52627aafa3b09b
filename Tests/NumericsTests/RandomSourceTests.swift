import Numerics
import Testing

@Suite("A random source")
struct RandomSourceTests {
  @Test("gives the published xoshiro256++ sequence for a splitmix64 seed")
  func goldenBits() {
    var random = RandomSource(seed: 0)
    #expect(
      (0..<3).map { _ in random.next() } == [
        0x5317_5d61_490b_23df, 0x61da_6f3d_c380_d507, 0x5c0f_df91_ec9a_7bfc,
      ])
  }
}
