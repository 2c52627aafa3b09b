/// The windows of regular rows of eight lanes, merged row by row; what is computed is told in
/// MergeChain.
struct MergedRows: Sendable {
  typealias Lanes = SIMD8<Double>

  let chain: MergeChain
  /// What steps look back upon, and the tables of what is done with it; see `mergeRows`.
  private var rings: [Lanes]
  private let valueMask: Int
  private var steps: [Int] = []
  private let weights: [Double]
  private var windows: [Int] = []
  private var inverses: [Double] = []
  /// The number of the next row.
  private var number = 0

  /// Windows over the rows of a group that have seen none.
  init(_ chain: MergeChain, _ statistics: [FeaturePlan.Statistics]) {
    self.chain = chain
    weights = chain.weights
    var reaches = [Int](repeating: 0, count: chain.counts.count)
    for step in chain.steps { reaches[step.older] = max(reaches[step.older], step.reach) }
    // A single row is its own mean: one pair of zeros.
    reaches[0] = 0
    let masks = reaches.map(Self.mask)
    valueMask = Self.mask(chain.reach)
    var size = valueMask + 1
    let places = masks.map { mask in
      defer { size += 2 * (mask + 1) }
      return size
    }
    rings = [Lanes](repeating: .zero, count: size)
    for (index, step) in chain.steps.enumerated() {
      for piece in [step.older, step.newest, index + 1] { steps += [places[piece], masks[piece]] }
      steps += [step.newestCount, step.olderCount, step.kind]
    }
    let windowInverses = chain.inverses
    for vectors in statistics {
      let piece = chain.pieces[vectors.mergedWindow]
      windows += [places[piece], masks[piece], vectors.means, vectors.deviations]
      inverses.append(windowInverses[vectors.mergedWindow])
    }
  }

  /// One less than the least power of two that is greater than `reach`.
  private static func mask(_ reach: Int) -> Int {
    reach == 0 ? 0 : (1 << (Int.bitWidth - reach.leadingZeroBitCount)) - 1
  }

  /// Takes the next `count` rows, and writes the means and variances of the windows over each to its
  /// vectors, which lie `stride` rows apart; without `vectors`, only takes them.
  mutating func append(
    _ rows: UnsafePointer<Lanes>, _ count: Int, to vectors: UnsafeMutablePointer<Lanes>?,
    stride: Int, _ merge: FeatureKernelSet.MergeRows
  ) {
    let (number, valueMask, stepCount) = (number, valueMask, chain.steps.count)
    let windowCount = vectors == nil ? 0 : inverses.count
    self.number += count
    steps.withUnsafeBufferPointer { steps in
      weights.withUnsafeBufferPointer { weights in
        windows.withUnsafeBufferPointer { windows in
          inverses.withUnsafeBufferPointer { inverses in
            rings.withUnsafeMutableBufferPointer { rings in
              guard let rings = rings.baseAddress, let steps = steps.baseAddress,
                let weights = weights.baseAddress, let windows = windows.baseAddress,
                let inverses = inverses.baseAddress
              else { return }
              merge(
                rows, count, number, rings, valueMask, steps, weights, stepCount, windows,
                inverses, windowCount, vectors ?? rings, stride)
            }
          }
        }
      }
    }
  }
}
