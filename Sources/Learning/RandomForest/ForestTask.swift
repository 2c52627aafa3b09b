import Numerics
import Synchronization

/// What a forest is grown on.
struct ForestTask: Sendable {
  let parameters: ForestParameters
  let levels: FeatureLevels
  let records: TrainingRecords
  /// The target and the weight of each row; rows of weight 0 are left out.
  let targets: [Float]
  let weights: [Float]
  /// What the products of the two are rounded to; nil unless nodes are to have histograms.
  let productGrid: SummationGrid?
  /// Whether targets are numbers, not classes.
  ///
  /// For numbers, levels divide the ends of a column, where a few rows can decide, and cuts lie midway
  /// between levels; classes do better without the one, and with cuts midway between values.
  let areNumbers: Bool
  let seed: UInt64
  let execution: Execution

  var growth: TreeGrowth {
    parameters.growth(featureCount: records.featureCount, areNumbers: areNumbers)
  }
}

/// What a forest was grown to.
struct GrownForest: Sendable {
  let levels: FeatureLevels
  let trees: [GrownTree]
}

extension ForestTask {
  /// What a worker takes on at a time.
  private enum Job<Sums: Sendable>: Sendable {
    case tree(Int)
    case branch(TreeBranch<Sums>, of: GrowingTree, place: Int)
  }

  /// Grows the trees, tree `t` from stream `t` of the seed, each on a bootstrap sample of the rows.
  ///
  /// Histograms hold `histogramWidth` numbers a level; nodes have none if it is 0.
  func grow<Criterion: SplitCriterion & SendableMetatype>(
    classCount: Int = 0, histogramWidth: Int,
    _ makeCriterion: @Sendable (borrowing WorkerMemory) -> Criterion
  ) -> GrownForest {
    var trees = [GrownTree?](repeating: nil, count: parameters.trees)
    let unusedBuffers = Mutex<[RowBuffers]>([])
    let histogramPool =
      histogramWidth == 0
      ? nil : HistogramPool(featureCount: records.featureCount, width: histogramWidth)
    trees.withUnsafeMutableBufferPointer { trees in
      nonisolated(unsafe) let trees = trees
      parallelFor(
        growing: trees.indices.map { Job<Criterion.Sums>.tree($0) }, execution: execution,
        makingState: { WorkerMemory(records: records, levels: levels, classCount: classCount) }
      ) { job, memory, add in
        var criterion = makeCriterion(memory)
        let (tree, place, branch): (GrowingTree, Int, TreeBranch<Criterion.Sums>)
        switch job {
        case .tree(let index):
          let buffers =
            unusedBuffers.withLock { $0.popLast() }
            ?? RowBuffers(byteCount: records.bytes.count)
          (tree, branch) = begin(index, in: buffers, memory, &criterion)
          place = 0
        case .branch(let other, let owner, let itsPlace):
          (tree, place, branch) = (owner, itsPlace, other)
        }
        let grower = TreeGrower(
          growth: growth, levels: levels, stride: records.stride, criterion: criterion,
          buffers: tree.buffers, histogramPool: histogramPool, branch: branch)
        let grown = grower.grow { other in
          let itsPlace = tree.addBranch()
          add(.branch(other, of: tree, place: itsPlace))
          return itsPlace
        }
        guard let whole = tree.finish(grown, at: place) else { return }
        trees[tree.index] = whole
        unusedBuffers.withLock { $0.append(tree.buffers) }
      }
    }
    let grown = trees.compactMap { $0 }
    guard !records.levelsAreBytes else { return GrownForest(levels: levels, trees: grown) }
    let (used, renumbered) = levels.keepingUsed(by: grown)
    return GrownForest(levels: used, trees: renumbered)
  }

  /// Draws the rows of a tree into `buffers`.
  private func begin<Criterion: SplitCriterion>(
    _ index: Int, in buffers: RowBuffers, _ memory: borrowing WorkerMemory,
    _ criterion: inout Criterion
  ) -> (GrowingTree, TreeBranch<Criterion.Sums>) {
    var random = RandomSource(seed: seed, stream: index)
    var rowCount: Int
    repeat {
      memory.drawRows(using: &random)
      rowCount = copyDrawnRows(of: memory, to: buffers.records, tail: criterion.tail)
      // Where few rows have weight, a sample may have none of them: nothing to learn from.
    } while rowCount == 0
    let tree = GrowingTree(
      index: index, buffers: buffers,
      drawnRows: parameters.estimatesOutOfBag ? memory.drawnRows : [])
    let sums = criterion.sums(of: buffers.records, count: rowCount)
    return (tree, TreeBranch(rowCount: rowCount, sums: sums, random: random))
  }

  /// Copies each row that was drawn once, its weight multiplied; returns their number.
  private func copyDrawnRows(
    of memory: borrowing WorkerMemory, to buffer: UnsafeMutableRawPointer,
    tail: (_ weight: Float, _ target: Float) -> SIMD2<Float>
  ) -> Int {
    let stride = records.stride
    return records.bytes.withUnsafeBytes { rows in
      guard let rows = rows.baseAddress else { return 0 }
      var record = buffer
      for row in 0..<records.rowCount {
        // Copied in any case: whether a row was drawn cannot be predicted.
        let weight = Float(memory.draws[row]) * weights[row]
        TrainingRecords.copy(rows + row * stride, to: record, byteCount: stride)
        record.storeBytes(
          of: tail(weight, targets[row]), toByteOffset: records.tail, as: SIMD2<Float>.self)
        record += weight > 0 ? stride : 0
      }
      return buffer.distance(to: record) / stride
    }
  }
}

/// What one worker needs to grow trees, used for one branch after another.
struct WorkerMemory: ~Copyable {
  /// How often each row was drawn: never, by any chance, 256 times.
  let draws: UnsafeMutableBufferPointer<UInt8>
  /// The number of levels of each feature.
  let levelCounts: UnsafeMutablePointer<Int>
  /// Sums at each level.
  let cells: UnsafeMutablePointer<SIMD2<Double>>
  /// Room for as many sums as a byte has levels.
  let prefixes: UnsafeMutablePointer<SIMD2<Double>>
  /// For each level a number of rows, or the last row there.
  let rowCounts: UnsafeMutablePointer<Int32>
  /// Room to sort rows by their levels; none where levels are bytes.
  let sorting: RowSorting
  /// For each row the one before at its level; empty unless there are classes.
  let previous: UnsafeMutablePointer<Int32>
  /// Two weights for each class.
  let classTotals: UnsafeMutablePointer<Double>

  init(records: TrainingRecords, levels: FeatureLevels, classCount: Int) {
    draws = .allocate(capacity: records.rowCount)
    draws.initialize(repeating: 0)
    levelCounts = .allocate(capacity: levels.featureCount)
    for feature in 0..<levels.featureCount {
      (levelCounts + feature).initialize(to: levels.count(of: feature))
    }
    let levelCount = (0..<levels.featureCount).reduce(4 * FeatureLevels.byteLimit) {
      max($0, levels.count(of: $1))
    }
    cells = .allocate(capacity: levelCount)
    cells.initialize(repeating: .zero, count: levelCount)
    prefixes = .allocate(capacity: FeatureLevels.byteLimit)
    prefixes.initialize(repeating: .zero, count: FeatureLevels.byteLimit)
    rowCounts = .allocate(capacity: levelCount)
    rowCounts.initialize(repeating: classCount == 0 ? 0 : -1, count: levelCount)
    sorting = RowSorting(rowCount: records.levelsAreBytes ? 0 : records.rowCount)
    previous = .allocate(capacity: classCount == 0 ? 1 : records.rowCount)
    previous.initialize(repeating: 0, count: classCount == 0 ? 1 : records.rowCount)
    classTotals = .allocate(capacity: max(1, 2 * classCount))
    classTotals.initialize(repeating: 0, count: max(1, 2 * classCount))
  }

  /// Draws as many rows as there are, with repeats.
  func drawRows(using random: inout RandomSource) {
    draws.update(repeating: 0)
    for _ in 0..<draws.count { draws[random.index(below: draws.count)] &+= 1 }
  }

  /// A bit for each row that was drawn.
  var drawnRows: [UInt64] {
    var bits = [UInt64](repeating: 0, count: (draws.count + 63) / 64)
    for (row, count) in draws.enumerated() where count > 0 { bits[row / 64] |= 1 << (row % 64) }
    return bits
  }

  deinit {
    draws.deallocate()
    levelCounts.deallocate()
    cells.deallocate()
    prefixes.deallocate()
    sorting.deallocate()
    rowCounts.deallocate()
    previous.deallocate()
    classTotals.deallocate()
  }
}
