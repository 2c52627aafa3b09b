import CProcessor

/// Makes the features of regular rows column by column: eight rows of a channel at once, from the
/// channel to the columns of the table.
struct RegularColumns<Scalar: BinaryFloatingPoint & Sendable> {
  private let plan: FeaturePlan
  private let kernels: FeatureKernelSet
  private let columns: FeatureKernelSet.Columns<Scalar>
  private let table: TableColumns<Scalar>
  /// For each slot the feature that is there, or -1.
  private let featureOfSlot: [Int]

  /// Rows that are made at once: with all that is merged of them they stay in the first cache.
  private static var runLength: Int { 128 }
  private static var lineLength: Int { TableColumns<Scalar>.lineLength }
  private static var pieceLength: Int { lineLength + runLength }

  init(
    _ plan: FeaturePlan, _ kernels: FeatureKernelSet, _ columns: FeatureKernelSet.Columns<Scalar>,
    before base: UnsafeMutablePointer<Scalar>, columnLength: Int
  ) {
    self.plan = plan
    self.kernels = kernels
    self.columns = columns
    table = TableColumns(at: base, count: plan.slots.count, length: columnLength, kernels)
    var features = [Int](repeating: -1, count: plan.slotCount)
    for (feature, slot) in plan.slots.enumerated() { features[slot] = feature }
    featureOfSlot = features
  }

  /// Writes the features of the regular rows `rows` of `meter`.
  func write(
    _ rows: Range<Int>, interval: Int64, of lanes: SeriesLanes, _ meter: MeterSeries
  ) {
    let chain = MergeChain(plan.mergedWidths, interval: interval)
    var windows = MergedWindows(chain, maximalCount: Self.runLength, kernels)
    for lane in 0..<lanes.count {
      lanes.withLane(lane) { write(rows, &windows, lane, $0, meter) }
    }
    if let column = plan.calendarColumn { writeCalendar(rows, column, lanes, meter) }
    finish_lines_past_caches()
  }

  /// Writes what is made of one lane.
  private func write(
    _ rows: Range<Int>, _ windows: inout MergedWindows, _ lane: Int,
    _ values: UnsafePointer<Double>, _ meter: MeterSeries
  ) {
    let chain = windows.chain
    let width = FeaturePlan.laneCount
    let statistics = plan.statistics.filter { $0.group == lane / width }
    let changes = plan.changes.filter { $0.lane == lane }
    var features: [Int] = []
    func place(_ slot: Int) -> Int {
      guard featureOfSlot[slot] >= 0 else { return -1 }
      features.append(featureOfSlot[slot])
      return (features.count - 1) * Self.pieceLength + Self.lineLength
    }
    let valuePlace = place(lane)
    let changePlaces = changes.map { place($0.slot) }
    var windowPlaces = [Int](repeating: -1, count: 3 * chain.pieces.count)
    for vectors in statistics {
      for (part, vector) in [vectors.means, vectors.deviations, vectors.scores].enumerated() {
        guard let vector else { continue }
        windowPlaces[3 * vectors.mergedWindow + part] = place(
          plan.columnCount + vector * width + lane % width)
      }
    }
    guard !features.isEmpty else { return }
    windows.begin()
    if !statistics.isEmpty {
      let first = rows.lowerBound - max(chain.longest - 1, 1)
      for row in stride(from: first, to: rows.lowerBound, by: Self.runLength) {
        windows.append(values + row, min(Self.runLength, rows.lowerBound - row))
      }
    }
    // What is counted is taken hold of once: to count a reference waits for all that was written
    // past the caches.
    let (finish, hasMore) = (columns.finishMoments, valuePlace >= 0 || !changes.isEmpty)
    windowPlaces.withUnsafeBufferPointer { windowPlaces in
      guard let windowPlaces = windowPlaces.baseAddress else { return }
      withStage(features, rows, meter) { stage, row, count in
        windows.append(values + row, count)
        windows.writeStatistics(of: count, to: windowPlaces, on: stage, finish)
        guard hasMore else { return }
        let values = windows.newest(count)
        if valuePlace >= 0 { columns.copyColumn(values, count, stage + valuePlace) }
        write(changes, changePlaces, interval: chain.interval, of: values, count, to: stage)
      }
    }
  }

  /// Writes the changes from each of `count` values to the next.
  private func write(
    _ changes: [FeaturePlan.Change], _ places: [Int], interval: Int64,
    of values: UnsafePointer<Double>, _ count: Int, to stage: UnsafeMutablePointer<Scalar>
  ) {
    withUnsafeTemporaryAllocation(of: Lanes.self, capacity: Self.runLength / 8) { differences in
      differences.initialize(repeating: .zero)
      guard let base = UnsafeMutableRawPointer(differences.baseAddress) else { return }
      let differences = base.assumingMemoryBound(to: Double.self)
      for (change, place) in zip(changes, places) {
        if interval <= change.maximalAge {
          kernels.writeChanges(values, count, change.isRelative, differences)
        }
        columns.copyColumn(differences, count, stage + place)
      }
    }
  }

  private typealias Lanes = SIMD8<Double>

  private func writeCalendar(
    _ rows: Range<Int>, _ column: Int, _ lanes: SeriesLanes, _ meter: MeterSeries
  ) {
    let places = CalendarFeature.allCases.indices.filter { featureOfSlot[column + $0] >= 0 }
    let features = places.map { featureOfSlot[column + $0] }
    let size = CalendarFeature.allCases.count * Self.runLength
    withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { calendar in
      calendar.initialize(repeating: 0)
      guard let calendar = calendar.baseAddress else { return }
      withStage(features, rows, meter) { stage, row, count in
        lanes.times.withUnsafeBufferPointer { times in
          guard let times = times.baseAddress else { return }
          kernels.writeCalendar(
            times + (row - lanes.range.lowerBound), count, Self.runLength, calendar)
        }
        for (index, place) in places.enumerated() {
          columns.copyColumn(
            calendar + place * Self.runLength, count,
            stage + (index * Self.pieceLength + Self.lineLength))
        }
      }
    }
  }

  /// Lets `make` write the pieces of some features of one run after another on a stage, and moves
  /// them to their columns.
  private func withStage(
    _ features: [Int], _ rows: Range<Int>, _ meter: MeterSeries,
    _ make: (_ stage: UnsafeMutablePointer<Scalar>, _ row: Int, _ count: Int) -> Void
  ) {
    let size = features.count * Self.pieceLength
    withUnsafeTemporaryAllocation(
      byteCount: size * MemoryLayout<Scalar>.stride, alignment: 64
    ) { bytes in
      guard let stage = bytes.bindMemory(to: Scalar.self).baseAddress else { return }
      stage.initialize(repeating: 0, count: size)
      // Whatever is counted is looked up once: a run is short.
      let (table, places) = (table, meter.rows)
      for first in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.runLength) {
        let count = min(Self.runLength, rows.upperBound - first)
        make(stage, first, count)
        for (index, feature) in features.enumerated() {
          let piece = stage + (index * Self.pieceLength + Self.lineLength)
          if let places {
            table.scatter(piece, count, to: feature) { Int(places[first + $0]) }
          } else {
            table.move(
              piece, count, to: feature, at: first, isFirst: first == rows.lowerBound,
              isLast: first + count == rows.upperBound)
          }
        }
      }
    }
  }
}
