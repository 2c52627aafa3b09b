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

  private static let segmentLength = 1 << 15
  private static let blockLength = 64

  func columns<Scalar: BinaryFloatingPoint & Sendable>(_ execution: Execution) -> [Scalar] {
    let segments = series.flatMap { meter in
      stride(from: 0, to: meter.count, by: Self.segmentLength).map { start in
        (meter: meter, range: start..<min(start + Self.segmentLength, meter.count))
      }
    }
    let count = recording.count * set.specifications.count
    return [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
      let columns = Columns(base: buffer.baseAddress)
      parallelFor(segments.count, execution: execution) { index in
        run(segments[index].meter, segments[index].range, into: columns)
      }
      initialized = count
    }
  }

  /// Makes the features of the rows `range` of a meter.
  private func run<Scalar: BinaryFloatingPoint>(
    _ meter: MeterSeries, _ range: Range<Int>, into columns: Columns<Scalar>
  ) {
    var extractor = FeatureExtractor(set)
    let start = warmUpStart(meter, range.lowerBound)
    take(meter, start..<range.lowerBound, &extractor, into: Columns<Scalar>(base: nil))
    take(meter, range, &extractor, into: columns)
  }

  /// Hands the rows `range` of a meter to `extractor` and keeps the features, if there is a place.
  private func take<Scalar: BinaryFloatingPoint>(
    _ meter: MeterSeries, _ range: Range<Int>, _ extractor: inout FeatureExtractor,
    into columns: Columns<Scalar>
  ) {
    let plan = extractor.plan
    let sources = set.channels.compactMap { recording.values(named: $0) }
    let rowCount = recording.count
    var run = SampleRun(capacity: Self.blockLength, plan: plan)
    var position = range.lowerBound
    while position < range.upperBound {
      let first = position
      run.count = min(Self.blockLength, range.upperBound - first)
      for row in 0..<run.count {
        run.times[row] = recording.timestamps[meter.row(first + row)].millisecondsSinceEpoch
      }
      for (lane, source) in sources.enumerated() {
        source.withUnsafeBufferPointer { source in
          run.setColumn(lane) { source[meter.row(first + $0)] }
        }
      }
      extractor.take(run)
      if let output = columns.base {
        for (feature, slot) in plan.slots.enumerated() {
          run.copy(slot: slot, to: output + feature * rowCount) { meter.row(first + $0) }
        }
      }
      position += run.count
    }
  }

  /// Makes the features of all rows, those of meter number m by `extractors[places[m]]`.
  func columns(_ extractors: inout [FeatureExtractor], places: [Int]) -> [Double] {
    let count = recording.count * set.specifications.count
    return [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      for meter in series {
        take(
          meter, 0..<meter.count, &extractors[places[meter.meter]],
          into: Columns(base: buffer.baseAddress))
      }
      initialized = count
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

  /// The output, of which every segment writes its own rows.
  struct Columns<Scalar>: Sendable {
    nonisolated(unsafe) let base: UnsafeMutablePointer<Scalar>?
  }
}
