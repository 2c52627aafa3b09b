/// The windows of a column of regular rows, merged step by step for many rows at once.
struct MergedWindows: Sendable {
  typealias Lanes = SIMD8<Double>

  let chain: MergeChain
  private let kernels: FeatureKernelSet
  /// A buffer of the newest values, and two for the moments of each piece, as `mergeMoments` has them.
  ///
  /// Behind them lie the tables, so that no reference is counted for a row.
  private var buffers: [Lanes]
  /// The length of a buffer, and how much of it steps look back upon.
  private let length: Int
  private let reach: Int
  /// Where the next row goes.
  private var end: Int
  private let stepCount: Int

  /// Windows that have seen no row, and take up to `maximalCount` at once.
  init(_ chain: MergeChain, maximalCount: Int, _ kernels: FeatureKernelSet) {
    self.chain = chain
    self.kernels = kernels
    let reach = (chain.reach + 7) & ~7
    let length = reach + (maximalCount + 7) & ~7
    self.reach = reach
    self.length = length
    end = reach
    stepCount = chain.steps.count
    let steps = chain.steps.indices.flatMap { index -> [Int] in
      let step = chain.steps[index]
      let places = [step.older, step.newer, index + 1].map { (1 + 2 * $0) * length }
      return places + [step.newerCount]
    }
    let (weights, inverses) = (chain.weights, chain.inverses)
    // Pieces that no step looks back upon need not be kept.
    var sizes = [Int](repeating: 0, count: 1 + 2 * chain.counts.count)
    sizes[0] = reach
    for step in chain.steps where step.older > 0 {
      for buffer in [1 + 2 * step.older, 2 + 2 * step.older] {
        sizes[buffer] = max(sizes[buffer], (step.newerCount + 7) & ~7)
      }
    }
    let size = sizes.count * length
    let tables =
      steps.count + weights.count + inverses.count + chain.pieces.count + sizes.count
    buffers = [Lanes](repeating: .zero, count: (size + tables + 7) / 8)
    withTables { tables in
      for (index, step) in steps.enumerated() { tables.steps[index] = step }
      for (index, weight) in weights.enumerated() { tables.weights[index] = weight }
      for (index, inverse) in inverses.enumerated() { tables.inverses[index] = inverse }
      for (index, size) in sizes.enumerated() { tables.sizes[index] = size }
      for (index, piece) in chain.pieces.enumerated() { tables.pieces[index] = piece }
    }
  }

  /// What steps and windows are made of.
  private struct Tables {
    let buffers: UnsafeMutablePointer<Double>
    let steps: UnsafeMutablePointer<Int>
    let weights: UnsafeMutablePointer<Double>
    /// For each piece 1 / (rows - 1).
    let inverses: UnsafeMutablePointer<Double>
    /// For each buffer how many of its newest values are looked back upon.
    let sizes: UnsafeMutablePointer<Int>
    /// For each window its piece.
    let pieces: UnsafeMutablePointer<Int>
  }

  @inline(__always)
  private mutating func withTables(_ body: (Tables) -> Void) {
    let (stepCount, length) = (stepCount, length)
    buffers.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      let buffers = base.assumingMemoryBound(to: Double.self)
      let tables = buffers + (3 + 2 * stepCount) * length
      let sizes = UnsafeMutableRawPointer(tables + (7 * stepCount + 1))
        .assumingMemoryBound(to: Int.self)
      body(
        Tables(
          buffers: buffers,
          steps: UnsafeMutableRawPointer(tables).assumingMemoryBound(to: Int.self),
          weights: tables + 4 * stepCount, inverses: tables + 6 * stepCount, sizes: sizes,
          pieces: sizes + (3 + 2 * stepCount)))
    }
  }

  /// Begins another column: what was seen counts no longer, once the longest window has been taken.
  mutating func begin() { end = reach }

  /// Takes the next `count` rows.
  mutating func append(_ values: UnsafePointer<Double>, _ count: Int) {
    let (length, merge) = (length, kernels.mergeMoments)
    take(values, count) { newest, size, steps, weights, inverses, stepCount in
      merge(newest, size, length, steps, weights, stepCount)
    }
  }

  /// Takes the next `count` rows of a column and writes the statistics over the pieces of steps, each
  /// to three of `places`, except where a place is negative.
  mutating func append<Scalar>(
    _ values: UnsafePointer<Double>, _ count: Int, places: UnsafePointer<Int>,
    to stage: UnsafeMutablePointer<Scalar>, _ merge: FeatureKernelSet.Columns<Scalar>.MergeMoments
  ) {
    let length = length
    take(values, count) { newest, size, steps, weights, inverses, stepCount in
      merge(newest, size, length, steps, weights, stepCount, inverses + 1, places, stage)
    }
  }

  @inline(__always)
  private mutating func take(
    _ values: UnsafePointer<Double>, _ count: Int,
    _ merge: (
      _ newest: UnsafeMutablePointer<Double>, _ size: Int, _ steps: UnsafePointer<Int>,
      _ weights: UnsafePointer<Double>, _ inverses: UnsafePointer<Double>, _ stepCount: Int
    ) -> Void
  ) {
    if end + count > length { beginAnew() }
    let (end, stepCount) = (end, stepCount)
    withTables { tables in
      let newest = tables.buffers + end
      newest.update(from: values, count: count)
      merge(newest, count, tables.steps, tables.weights, tables.inverses, stepCount)
    }
    self.end = end + count
  }

  /// Lends the last `count` rows and what has been merged for window number `window`: values,
  /// moments, the distance from means to squares, and 1 / (rows - 1).
  @inline(__always)
  mutating func withWindow(
    _ window: Int, last count: Int,
    _ body: (UnsafePointer<Double>, UnsafePointer<Double>, Int, Double) -> Void
  ) {
    let (start, length) = (end - count, length)
    withTables { tables in
      let (values, piece) = (tables.buffers + start, tables.pieces[window])
      body(values, values + (1 + 2 * piece) * length, length, tables.inverses[piece])
    }
  }

  /// Lends the last `count` rows, which follow on those before.
  @inline(__always)
  mutating func withNewest(_ count: Int, _ body: (UnsafePointer<Double>) -> Void) {
    let start = end - count
    withTables { body($0.buffers + start) }
  }

  /// Moves what steps look back upon to the beginning of the buffers.
  private mutating func beginAnew() {
    let (end, length, reach, count) = (end, length, reach, 3 + 2 * stepCount)
    let moveToFront = kernels.moveToFront
    withTables { moveToFront($0.buffers, length, count, $0.sizes, end, reach) }
    self.end = reach
  }
}
