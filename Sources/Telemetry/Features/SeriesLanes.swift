import GridModel

/// The values of some rows of a meter, by lane of the plan.
struct SeriesLanes: Sendable {
  /// The position of the first value of each lane.
  private var offsets: [Int]
  private var lanes: [[Double]]
  /// When the samples were taken.
  let times: [Int64]
  let range: Range<Int>

  /// The rows `range` of `meter`, and how far power is from V · I · power factor if it is needed.
  init(
    _ plan: FeaturePlan, of recording: Recording, _ set: FeatureSet, _ meter: MeterSeries,
    _ range: Range<Int>
  ) {
    self.range = range
    let sources = set.channels.compactMap { recording.values(named: $0) }
    if let rows = meter.rows {
      lanes = sources.map { source in range.map { source[Int(rows[$0])] } }
      offsets = [Int](repeating: range.lowerBound, count: sources.count)
    } else {
      lanes = sources
      offsets = [Int](repeating: 0, count: sources.count)
    }
    times = [Int64](unsafeUninitializedCapacity: range.count) { times, count in
      for row in range {
        times[row - range.lowerBound] = recording.timestamps[meter.row(row)].millisecondsSinceEpoch
      }
      count = range.count
    }
    if let mismatch = plan.mismatch {
      let lane = range.map { row in
        FeatureExtractor.mismatchPercent(
          voltage: value(mismatch.voltage, row), current: value(mismatch.current, row),
          power: value(mismatch.power, row), factor: value(mismatch.factor, row))
      }
      lanes.append(lane)
      offsets.append(range.lowerBound)
    }
  }

  var count: Int { lanes.count }

  private func value(_ lane: Int, _ row: Int) -> Double { lanes[lane][row - offsets[lane]] }

  /// Lends the values of a lane; that of row r is at r.
  @inline(__always)
  func withLane(_ lane: Int, _ body: (UnsafePointer<Double>) -> Void) {
    lanes[lane].withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      body(base - offsets[lane])
    }
  }

  /// The stretches of regular rows from `start` on that are worth being made by themselves.
  func regularStretches(
    from start: Int, _ plan: FeaturePlan, _ kernels: FeatureKernelSet
  )
    -> [(rows: Range<Int>, interval: Int64)]
  {
    guard plan.canMergeColumns else { return [] }
    let gaps = incompleteRows(kernels)
    var gap = 0
    var regularRows = RegularRows(width: plan.mergedWidths.max() ?? 0)
    var stretches: [(rows: Range<Int>, interval: Int64)] = []
    var row = range.lowerBound
    while row < range.upperBound {
      while gap < gaps.count, gaps[gap] < row { gap += 1 }
      let nextGap = gap < gaps.count ? gaps[gap] : range.upperBound
      guard regularRows.append(times[row - range.lowerBound], isComplete: row < nextGap) else {
        row += 1
        continue
      }
      let first = max(row, start)
      let interval = regularRows.interval
      let last = lastEven(after: row, before: nextGap, interval)
      regularRows.append(last - row, upTo: times[last - range.lowerBound])
      row = last + 1
      if row - first >= Self.worthwhileLength { stretches.append((first..<row, interval)) }
    }
    return stretches
  }

  private static let worthwhileLength = 256

  /// The last row before `end` up to which rows follow that of number `row` at `interval`.
  private func lastEven(after row: Int, before end: Int, _ interval: Int64) -> Int {
    times.withUnsafeBufferPointer { times in
      var last = row - range.lowerBound
      let end = end - range.lowerBound
      while last + 8 < end {
        var odd: Int64 = 0
        for next in last..<last + 8 { odd |= (times[next + 1] &- times[next]) ^ interval }
        if odd != 0 { break }
        last += 8
      }
      while last + 1 < end, times[last + 1] - times[last] == interval { last += 1 }
      return last + range.lowerBound
    }
  }

  /// The rows of which a value is missing, in order.
  private func incompleteRows(_ kernels: FeatureKernelSet) -> [Int] {
    var rows = Set<Int>()
    for lane in lanes.indices {
      withLane(lane) { values in
        var row = range.lowerBound
        while row < range.upperBound {
          row += kernels.completeCount(values + row, range.upperBound - row)
          if row < range.upperBound { rows.insert(row) }
          row += 1
        }
      }
    }
    return rows.sorted()
  }
}
