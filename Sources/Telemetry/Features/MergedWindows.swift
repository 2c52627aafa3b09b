/// The windows of a column of regular rows, merged step by step for many rows at once.
///
/// It holds plain memory: to count a reference for each run of rows would wait for all that was
/// written past the caches.
struct MergedWindows: ~Copyable {
  let chain: MergeChain
  private let kernels: FeatureKernelSet
  /// A buffer of the newest values, and two for the moments of each piece, as `mergeMoments` has them.
  private let buffers: UnsafeMutablePointer<Double>
  private let bufferCount: Int
  /// The length of a buffer, and how much of it steps look back upon.
  private let length: Int
  private let reach: Int
  /// Where the next row goes.
  private var end: Int
  /// The tables of `mergeMoments`, and for each buffer how many of its newest values are looked back
  /// upon.
  private let steps: UnsafeMutablePointer<Int>
  private let weights: UnsafeMutablePointer<Double>
  private let sizes: UnsafeMutablePointer<Int>
  /// For each window how far behind the values its moments lie, and 1 / (rows - 1).
  private let windows: UnsafeMutablePointer<Int>
  private let inverses: UnsafeMutablePointer<Double>

  /// Windows that have seen no row, and take up to `maximalCount` at once.
  init(_ chain: MergeChain, maximalCount: Int, _ kernels: FeatureKernelSet) {
    self.chain = chain
    self.kernels = kernels
    let reach = (chain.reach + 7) & ~7
    let length = reach + (maximalCount + 7) & ~7
    self.reach = reach
    self.length = length
    end = reach
    let place = { (piece: Int) in (1 + 2 * piece) * length }
    var steps: [Int] = []
    // Pieces that no step looks back upon need not be kept.
    var sizes = [Int](repeating: 0, count: 1 + 2 * chain.counts.count)
    sizes[0] = reach
    for (index, step) in chain.steps.enumerated() {
      steps += [place(step.older), place(step.newest), place(index + 1)]
      steps += [step.newestCount, step.olderCount, step.kind]
      guard step.older > 0 else { continue }
      for buffer in [1 + 2 * step.older, 2 + 2 * step.older] {
        sizes[buffer] = max(sizes[buffer], (step.reach + 7) & ~7)
      }
    }
    bufferCount = sizes.count
    buffers = .allocate(capacity: sizes.count * length)
    buffers.initialize(repeating: 0, count: sizes.count * length)
    self.steps = .copying(steps)
    self.sizes = .copying(sizes)
    weights = .copying(chain.weights)
    windows = .copying(chain.pieces.map(place))
    inverses = .copying(chain.inverses)
  }

  deinit {
    buffers.deallocate()
    steps.deallocate()
    weights.deallocate()
    sizes.deallocate()
    windows.deallocate()
    inverses.deallocate()
  }

  /// Begins another column: what was seen counts no longer, once the longest window has been taken.
  mutating func begin() { end = reach }

  /// Takes the next `count` rows.
  mutating func append(_ values: UnsafePointer<Double>, _ count: Int) {
    if end + count > length {
      kernels.moveToFront(buffers, length, bufferCount, sizes, end, reach)
      end = reach
    }
    let newest = buffers + end
    newest.update(from: values, count: count)
    kernels.mergeMoments(newest, count, length, steps, weights, chain.steps.count)
    end += count
  }

  /// The last `count` rows, which follow on those before.
  @inline(__always)
  func newest(_ count: Int) -> UnsafePointer<Double> { UnsafePointer(buffers + (end - count)) }

  /// Writes the means, deviations and standard scores of the last `count` rows over each window to
  /// three of `places` on `stage`, except where a place is negative.
  func writeStatistics<Scalar>(
    of count: Int, to places: UnsafePointer<Int>, on stage: UnsafeMutablePointer<Scalar>,
    _ finish: FeatureKernelSet.Columns<Scalar>.FinishMoments
  ) {
    finish(newest(count), count, length, windows, inverses, chain.pieces.count, places, stage)
  }
}

extension UnsafeMutablePointer {
  /// New memory that holds `values`.
  fileprivate static func copying(_ values: [Pointee]) -> Self {
    let memory = allocate(capacity: values.count)
    for (index, value) in values.enumerated() { (memory + index).initialize(to: value) }
    return memory
  }
}
