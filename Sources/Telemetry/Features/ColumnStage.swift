import CProcessor

/// The features of a run as columns, on their way to a table.
///
/// They are made in a piece of memory small enough for the first cache, a piece of every column, and
/// moved from there: to where rows lie side by side as whole cache lines, past the caches if the
/// table is larger than they are.
struct ColumnStage<Scalar: BinaryFloatingPoint & Sendable> {
  private let kernels: FeatureKernelSet
  private let columns: FeatureKernelSet.Columns<Scalar>
  private let plan: FeaturePlan
  private let isPastCaches: Bool
  /// Where the first row of the table is, and the distance to the next column.
  private let base: UnsafeMutablePointer<Scalar>
  private let columnLength: Int
  private var stage: [Scalar]
  /// For each vector of statistics the places on the stage of its means, deviations and scores.
  private let places: [Int]

  /// What is left of a cache line waits before each piece of a column.
  private static var lineLength: Int { 64 / MemoryLayout<Scalar>.stride }
  private static var pieceLength: Int { lineLength + SampleRun.maximalCount }

  /// Larger tables go past the caches.
  private static var cachedSize: Int { 1 << 24 }

  /// A stage before the table at `base` whose columns are `columnLength` long.
  init(
    _ plan: FeaturePlan, _ kernels: FeatureKernelSet, _ columns: FeatureKernelSet.Columns<Scalar>,
    before base: UnsafeMutablePointer<Scalar>, columnLength: Int
  ) {
    self.plan = plan
    self.kernels = kernels
    self.columns = columns
    self.base = base
    self.columnLength = columnLength
    isPastCaches =
      columnLength * plan.slots.count * MemoryLayout<Scalar>.stride > Self.cachedSize
    stage = [Scalar](repeating: 0, count: plan.slots.count * Self.pieceLength)
    let width = FeaturePlan.laneCount
    var placeOfSlot = [Int](repeating: -1, count: plan.slotCount)
    for (feature, slot) in plan.slots.enumerated() {
      placeOfSlot[slot] = feature * Self.pieceLength + Self.lineLength
    }
    places = plan.statistics.flatMap { vectors in
      [vectors.means, vectors.deviations, vectors.scores].flatMap { vector in
        (0..<width).map { lane in
          vector.map { placeOfSlot[plan.columnCount + $0 * width + lane] } ?? -1
        }
      }
    }
  }

  /// Stores the features of a run that stand in the rows from `row` on.
  ///
  /// Runs that are neither the first nor the last follow on the one before and are as long as runs
  /// may be.
  mutating func store(_ run: SampleRun, at row: Int, isFirst: Bool, isLast: Bool) {
    let (isPastCaches, moveColumn) = (isPastCaches, kernels.moveColumn)
    forEachColumn(of: run) { piece, column in
      if isPastCaches {
        moveColumn(
          piece, run.count * MemoryLayout<Scalar>.stride, column + row, isFirst, isLast)
      } else {
        (column + row).update(from: piece, count: run.count)
      }
    }
  }

  /// Stores the features of a run whose sample number i stands in row `rows(i)`.
  mutating func store(_ run: SampleRun, at rows: (Int) -> Int) {
    forEachColumn(of: run) { piece, column in
      for index in 0..<run.count { column[rows(index)] = piece[index] }
    }
  }

  /// Calls `body` with the piece of every column that the run makes, and with its column.
  @inline(__always)
  private mutating func forEachColumn(
    of run: SampleRun,
    _ body: (_ piece: UnsafeMutablePointer<Scalar>, _ column: UnsafeMutablePointer<Scalar>) -> Void
  ) {
    // The stage is taken out while it is lent, so that all else can be read.
    var stage: [Scalar] = []
    swap(&stage, &self.stage)
    defer { swap(&stage, &self.stage) }
    stage.withUnsafeMutableBufferPointer { stage in
      guard let stage = stage.baseAddress else { return }
      places.withUnsafeBufferPointer { places in
        guard var places = places.baseAddress else { return }
        for vectors in plan.statistics {
          columns.writeStatistics(
            run.vector(vectors.means), run.vector(vectors.deviations), run.count,
            run.column(vectors.group * FeaturePlan.laneCount), run.stride, places, stage)
          places += 3 * FeaturePlan.laneCount
        }
      }
      for (feature, slot) in plan.slots.enumerated() {
        let piece = stage + (feature * Self.pieceLength + Self.lineLength)
        if slot < plan.columnCount { columns.copyColumn(run.column(slot), run.count, piece) }
        body(piece, base + feature * columnLength)
      }
    }
  }
}
