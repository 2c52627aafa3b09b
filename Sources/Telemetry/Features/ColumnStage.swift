/// The features of a run as columns, on their way to a table.
///
/// They are made in a piece of memory small enough for the first cache, a piece of every column, and
/// moved from there: to where rows lie side by side as whole cache lines, past the caches if the
/// table is larger than they are.
struct ColumnStage<Scalar: BinaryFloatingPoint & Sendable> {
  private let columns: FeatureKernelSet.Columns<Scalar>
  private let plan: FeaturePlan
  private let table: TableColumns<Scalar>
  private var stage: [Scalar]
  /// For each vector of statistics the places on the stage of its means, deviations and scores.
  private let places: [Int]

  private static var lineLength: Int { TableColumns<Scalar>.lineLength }
  private static var pieceLength: Int { lineLength + SampleRun.maximalCount }

  /// A stage before the table at `base` whose columns are `columnLength` long.
  init(
    _ plan: FeaturePlan, _ kernels: FeatureKernelSet, _ columns: FeatureKernelSet.Columns<Scalar>,
    before base: UnsafeMutablePointer<Scalar>, columnLength: Int
  ) {
    self.plan = plan
    self.columns = columns
    table = TableColumns(at: base, count: plan.slots.count, length: columnLength, kernels)
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
    let table = table
    forEachColumn(of: run) { piece, feature in
      table.move(piece, run.count, to: feature, at: row, isFirst: isFirst, isLast: isLast)
    }
  }

  /// Stores the features of a run whose sample number i stands in row `rows(i)`.
  mutating func store(_ run: SampleRun, at rows: (Int) -> Int) {
    let table = table
    forEachColumn(of: run) { piece, feature in
      table.scatter(piece, run.count, to: feature, at: rows)
    }
  }

  /// Calls `body` with the piece of every column that the run makes, and with the column's number.
  @inline(__always)
  private mutating func forEachColumn(
    of run: SampleRun,
    _ body: (_ piece: UnsafeMutablePointer<Scalar>, _ feature: Int) -> Void
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
        body(piece, feature)
      }
    }
  }
}
