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
  let seed: UInt64
  let execution: Execution

  var growth: TreeGrowth { parameters.growth(featureCount: records.featureCount) }
}

/// What a forest was grown to.
struct GrownForest: Sendable {
  let levels: FeatureLevels
  let trees: [GrownTree]
}

extension ForestTask {
  /// Grows the trees, tree `t` from stream `t` of the seed, each on a bootstrap sample of the rows.
  func grow<Criterion: SplitCriterion & SendableMetatype>(
    classCount: Int = 0, _ makeCriterion: @Sendable (WorkerMemory) -> Criterion
  ) -> GrownForest {
    var trees = [GrownTree?](repeating: nil, count: parameters.trees)
    let next = Atomic<Int>(0)
    let workers = min(execution.workers, parameters.trees)
    parallelFor(workers, writingTo: &trees, execution: execution) { _, trees in
      let memory = WorkerMemory(records: records, levels: levels, classCount: classCount)
      defer { memory.deallocate() }
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < trees.count else { return }
        var random = RandomSource(seed: seed, stream: index)
        let rowCount = drawRows(for: Criterion.self, into: memory, using: &random)
        let grower = TreeGrower(
          growth: growth, stride: records.stride, criterion: makeCriterion(memory),
          records: memory.records, spare: memory.spare)
        var tree = grower.grow(rowCount: rowCount, using: &random)
        tree.sumUp()
        if parameters.estimatesOutOfBag { tree.drawnRows = memory.drawnRows }
        trees[index] = tree
      }
    }
    let grown = trees.compactMap { $0 }
    guard !records.levelsAreBytes else { return GrownForest(levels: levels, trees: grown) }
    let (used, renumbered) = levels.keepingUsed(by: grown)
    return GrownForest(levels: used, trees: renumbered)
  }

  /// Draws as many rows as there are, with repeats, and copies each that was drawn once, its weight
  /// multiplied; returns their number.
  private func drawRows<Criterion: SplitCriterion & SendableMetatype>(
    for criterion: Criterion.Type, into memory: WorkerMemory, using random: inout RandomSource
  ) -> Int {
    let rowCount = records.rowCount
    let stride = records.stride
    memory.draws.update(repeating: 0)
    for _ in 0..<rowCount { memory.draws[random.index(below: rowCount)] &+= 1 }
    return records.bytes.withUnsafeBytes { rows in
      guard let rows = rows.baseAddress else { return 0 }
      var record = memory.records
      for row in 0..<rowCount {
        let weight = Float(memory.draws[row]) * weights[row]
        guard weight > 0 else { continue }
        TrainingRecords.copy(rows + row * stride, to: record, byteCount: stride)
        record.storeBytes(
          of: Criterion.tail(weight: weight, target: targets[row]), toByteOffset: records.tail,
          as: SIMD2<Float>.self)
        record += stride
      }
      return memory.records.distance(to: record) / stride
    }
  }
}

/// What one worker needs to grow trees, used for one tree after another.
struct WorkerMemory {
  /// How often each row was drawn.
  let draws: UnsafeMutableBufferPointer<UInt16>
  let records: UnsafeMutableRawPointer
  let spare: UnsafeMutableRawPointer
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
    let byteCount = records.rowCount * records.stride
    self.records = .allocate(byteCount: byteCount, alignment: 64)
    spare = .allocate(byteCount: byteCount, alignment: 64)
    levelCounts = .allocate(capacity: levels.featureCount)
    for feature in 0..<levels.featureCount {
      (levelCounts + feature).initialize(to: levels.count(of: feature))
    }
    let levelCount = (0..<levels.featureCount).reduce(FeatureLevels.byteLimit) {
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

  /// A bit for each row that was drawn.
  var drawnRows: [UInt64] {
    var bits = [UInt64](repeating: 0, count: (draws.count + 63) / 64)
    for (row, count) in draws.enumerated() where count > 0 { bits[row / 64] |= 1 << (row % 64) }
    return bits
  }

  func deallocate() {
    draws.deallocate()
    records.deallocate()
    spare.deallocate()
    levelCounts.deallocate()
    cells.deallocate()
    prefixes.deallocate()
    sorting.deallocate()
    rowCounts.deallocate()
    previous.deallocate()
    classTotals.deallocate()
  }
}
