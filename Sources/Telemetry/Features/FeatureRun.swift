import CProcessor
import GridModel
import Numerics

// A meter's rows are cut into segments that workers take. A worker warms its extractor up on the
// rows that the features of the segment reach back to; its features are then the same to the bit as
// if one worker had gone through all rows.

/// Making all features of a recording, on many workers.
struct FeatureRun: Sendable {
  let set: FeatureSet
  let recording: Recording
  let series: [MeterSeries]

  private static let segmentLength = 1 << 13

  /// Writes the columns of all features over `table`, which takes other memory if it is too small.
  func write<Scalar: BinaryFloatingPoint & Sendable>(
    over table: inout [Scalar], _ kernels: FeatureKernelSet,
    _ columns: FeatureKernelSet.Columns<Scalar>, _ execution: Execution
  ) {
    let plan = FeaturePlan(set)
    let segments = series.flatMap { meter in
      stride(from: 0, to: meter.count, by: Self.segmentLength).map { start in
        (meter: meter, range: start..<min(start + Self.segmentLength, meter.count))
      }
    }
    fill(&table) { base in
      nonisolated(unsafe) let base = base
      parallelFor(segments.count, execution: execution) { index in
        let (meter, range) = segments[index]
        let start = warmUpStart(meter, range.lowerBound)
        let lanes = SeriesLanes(plan, of: recording, set, meter, start..<range.upperBound)
        let regular = RegularColumns(
          plan, kernels, columns, before: base, columnLength: recording.count)
        var next = range.lowerBound
        for (rows, interval) in lanes.regularStretches(from: next, plan, kernels) {
          writeOthers(meter, next..<rows.lowerBound, plan, kernels, columns, base)
          regular.write(rows, interval: interval, of: lanes, meter)
          next = rows.upperBound
        }
        writeOthers(meter, next..<range.upperBound, plan, kernels, columns, base)
      }
    }
  }

  /// Writes the features of rows that are not regular, or of too few that are.
  private func writeOthers<Scalar: BinaryFloatingPoint & Sendable>(
    _ meter: MeterSeries, _ range: Range<Int>, _ plan: FeaturePlan, _ kernels: FeatureKernelSet,
    _ columns: FeatureKernelSet.Columns<Scalar>, _ base: UnsafeMutablePointer<Scalar>
  ) {
    guard !range.isEmpty else { return }
    var extractor = FeatureExtractor(set, plan, kernels)
    let start = warmUpStart(meter, range.lowerBound)
    take(meter, start..<range.lowerBound, &extractor) { _, _ in }
    write(meter, range, &extractor, columns, base)
  }

  /// The columns of all features, those of meter number m made by `extractors[places[m]]`.
  func columns(_ extractors: inout [FeatureExtractor], places: [Int]) -> [Double] {
    var table: [Double] = []
    fill(&table) { base in
      for meter in series {
        let place = places[meter.meter]
        let kernels = extractors[place].kernels.doubles
        write(meter, 0..<meter.count, &extractors[place], kernels, base)
      }
    }
    return table
  }

  /// Lets `body` write every number of `table`, which is made as large as it has to be.
  private func fill<Scalar>(
    _ table: inout [Scalar], _ body: (UnsafeMutablePointer<Scalar>) -> Void
  ) {
    let count = recording.count * set.specifications.count
    guard table.count < count else {
      table.removeLast(table.count - count)
      table.withUnsafeMutableBufferPointer { $0.baseAddress.map(body) }
      return
    }
    table = []
    table = [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let base = buffer.baseAddress else { return }
      prefer_large_pages(base, count * MemoryLayout<Scalar>.stride)
      body(base)
      initialized = count
    }
  }

  /// Hands the rows `range` of a meter to `extractor` and writes their features to the table.
  private func write<Scalar: BinaryFloatingPoint & Sendable>(
    _ meter: MeterSeries, _ range: Range<Int>, _ extractor: inout FeatureExtractor,
    _ kernels: FeatureKernelSet.Columns<Scalar>, _ base: UnsafeMutablePointer<Scalar>
  ) {
    var stage = ColumnStage(
      extractor.plan, extractor.kernels, kernels, before: base, columnLength: recording.count)
    take(meter, range, &extractor) { run, first in
      if meter.rows == nil {
        stage.store(
          run, at: first, isFirst: first == range.lowerBound,
          isLast: first + run.count == range.upperBound)
      } else {
        stage.store(run, at: { meter.row(first + $0) })
      }
    }
    finish_lines_past_caches()
  }

  /// Hands the rows `range` of a meter to `extractor`, and the runs that it has taken to `use`, with
  /// the place of the first row.
  private func take(
    _ meter: MeterSeries, _ range: Range<Int>, _ extractor: inout FeatureExtractor,
    _ use: (SampleRun, Int) -> Void
  ) {
    let sources = set.channels.compactMap { recording.values(named: $0) }
    SampleRun.withRoom(for: range.count, extractor.plan) { run in
      var run = run
      for first in stride(from: range.lowerBound, to: range.upperBound, by: run.stride) {
        run.count = min(run.stride, range.upperBound - first)
        for row in 0..<run.count {
          run.times[row] = recording.timestamps[meter.row(first + row)].millisecondsSinceEpoch
        }
        for (lane, source) in sources.enumerated() {
          let column = run.column(lane)
          source.withUnsafeBufferPointer { source in
            guard let source = source.baseAddress else { return }
            if let rows = meter.rows {
              for row in 0..<run.count { column[row] = source[Int(rows[first + row])] }
            } else {
              column.update(from: source + first, count: run.count)
            }
          }
        }
        extractor.take(run)
        use(run, first)
      }
    }
  }

  /// The first row that can touch the features of row `start`.
  private func warmUpStart(_ meter: MeterSeries, _ start: Int) -> Int {
    let reach = set.specifications.map { 2 * $0.windowS + $0.lagS }.max() ?? 0
    let first =
      recording.timestamps[meter.row(start)].millisecondsSinceEpoch - Int64(reach) * 1_000
    var position = start
    while position > 0,
      recording.timestamps[meter.row(position - 1)].millisecondsSinceEpoch >= first
    {
      position -= 1
    }
    return position
  }
}
