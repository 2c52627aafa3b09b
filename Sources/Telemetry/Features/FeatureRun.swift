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
    guard let output = columns.base else { return }
    var extractor = FeatureExtractor(set)
    let plan = extractor.plan
    let sources = set.channels.compactMap { recording.values(named: $0) }
    let rowCount = recording.count
    let width = plan.rowLength
    let block = UnsafeMutablePointer<Double>.allocate(capacity: width * Self.blockLength)
    defer { block.deallocate() }
    block.initialize(repeating: 0, count: width * Self.blockLength)

    var position = warmUpStart(meter, range.lowerBound)
    while position < range.upperBound {
      let isWarmUp = position < range.lowerBound
      let end = min(position + Self.blockLength, isWarmUp ? range.lowerBound : range.upperBound)
      for place in position..<end {
        let row = meter.row(place)
        for (lane, source) in sources.enumerated() { extractor.setLane(lane, source[row]) }
        extractor.take(
          recording.timestamps[row].millisecondsSinceEpoch, into: block + (place - position) * width
        )
      }
      if !isWarmUp {
        for (feature, slot) in plan.slots.enumerated() {
          let column = output + feature * rowCount
          var source = block + slot
          for place in position..<end {
            (column + meter.row(place)).initialize(to: Scalar(source.pointee))
            source += width
          }
        }
      }
      position = end
    }
  }

  /// Makes the features of all rows in the order of the recording, each by the extractor of its
  /// meter.
  func columns(meters: [Int], _ extractors: inout [FeatureExtractor]) -> [Double] {
    let rowCount = recording.count
    let count = rowCount * set.specifications.count
    let sources = set.channels.compactMap { recording.values(named: $0) }
    let plan = FeaturePlan(set)
    var scratch = [Double](repeating: 0, count: plan.rowLength)
    return [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      scratch.withUnsafeMutableBufferPointer { scratch in
        guard let base = scratch.baseAddress else { return }
        for row in 0..<rowCount {
          let meter = meters[Int(recording.meterIndices[row])]
          for (lane, source) in sources.enumerated() {
            extractors[meter].setLane(lane, source[row])
          }
          extractors[meter].take(recording.timestamps[row].millisecondsSinceEpoch, into: base)
          for (feature, slot) in plan.slots.enumerated() {
            buffer.initializeElement(at: feature * rowCount + row, to: base[slot])
          }
        }
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
