/// The multiples of a power of two to which numbers are rounded so that any sums of them are exact.
///
/// Multiples of s below 2⁵³ s are doubles, and so are their sums and differences up to there. Whether
/// rows are summed in this order or that, or a sum is what another leaves of a third, then makes no
/// difference to the bit, and a level without rows has sums of zero.
struct SummationGrid: Sendable, Equatable {
  /// The power of two.
  private let step: Double

  /// The grid for bootstrap samples of `values`.
  init(for values: [Float]) {
    var sum = 0.0
    var largest = 0.0
    for value in values {
      sum += Double(abs(value))
      largest = max(largest, Double(abs(value)))
    }
    // No sample's sum is larger, by any chance.
    let bound = 4 * sum + 64 * largest
    step = bound > 0 ? bound.binade * 0x1p-52 : 1
  }

  /// The nearest multiple.
  func rounded(_ value: Float) -> Float {
    // Doubles of this size lie one step apart.
    let shift = step * 0x1.8p52
    return Float(Double(value) + shift - shift)
  }

  /// The share of `values` that keep fewer than 16 bits, zeros left out.
  func shareCoarsened(of values: [Float]) -> Double {
    let few = step * 0x1p16
    let coarsened = values.reduce(0) {
      $0 + ($1 != 0 && Double(abs($1)) < few ? 1 : 0)
    }
    return Double(coarsened) / Double(max(1, values.count))
  }
}
