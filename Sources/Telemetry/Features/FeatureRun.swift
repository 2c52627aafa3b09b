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

  private static let segmentLength = 1 << 15
  private static let blockLength = 64

  /// The columns of all features, stored by the kernel `write`.
  func columns<Scalar: BinaryFloatingPoint & Sendable>(
    _ write: @escaping FeatureKernelSet.WriteColumns<Scalar>, _ execution: Execution
  ) -> [Scalar] {
    let plan = FeaturePlan(set)
    let segments = series.flatMap { meter in
      stride(from: 0, to: meter.count, by: Self.segmentLength).map { start in
        (meter: meter, range: start..<min(start + Self.segmentLength, meter.count))
      }
    }
    return table { columns in
      parallelFor(segments.count, execution: execution) { index in
        let (meter, range) = segments[index]
        var extractor = FeatureExtractor(set, plan, .fastest)
        let start = warmUpStart(meter, range.lowerBound)
        take(meter, start..<range.lowerBound, &extractor) { _, _ in }
        take(meter, range, &extractor) { run, rows in store(run, rows, columns, write) }
      }
    }
  }

  /// The columns of all features, those of meter number m made by `extractors[places[m]]`.
  func columns(_ extractors: inout [FeatureExtractor], places: [Int]) -> [Double] {
    table { columns in
      for meter in series {
        let place = places[meter.meter]
        let write = extractors[place].kernels.writeDoubles
        take(meter, 0..<meter.count, &extractors[place]) { run, rows in
          store(run, rows, columns, write)
        }
      }
    }
  }

  /// A table that `fill` fills.
  private func table<Scalar>(_ fill: (Columns<Scalar>) -> Void) -> [Scalar] {
    let plan = FeaturePlan(set)
    let count = recording.count * set.specifications.count
    return [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let base = buffer.baseAddress else { return }
      prefer_large_pages(base, count * MemoryLayout<Scalar>.stride)
      fill(Columns(base: base, starts: plan.columnStarts(rowCount: recording.count)))
      initialized = count
    }
  }

  /// Hands the rows `range` of a meter to `extractor`, and the runs that it has taken to `use`.
  private func take(
    _ meter: MeterSeries, _ range: Range<Int>, _ extractor: inout FeatureExtractor,
    _ use: (SampleRun, Rows) -> Void
  ) {
    let sources = set.channels.compactMap { recording.values(named: $0) }
    var times = [Int64](repeating: 0, count: Self.blockLength)
    var vectors = [SIMD8<Double>](
      repeating: .zero, count: Self.blockLength * extractor.plan.vectorCount)
    times.withUnsafeMutableBufferPointer { times in
      vectors.withUnsafeMutableBufferPointer { vectors in
        guard let times = times.baseAddress, let vectors = vectors.baseAddress else { return }
        for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.blockLength) {
          let run = SampleRun(
            count: min(Self.blockLength, range.upperBound - first), times: times,
            stride: Self.blockLength, vectors: vectors)
          let rows = Rows(meter: meter, first: first)
          for row in 0..<run.count {
            times[row] = recording.timestamps[rows[row]].millisecondsSinceEpoch
          }
          for (lane, source) in sources.enumerated() {
            source.withUnsafeBufferPointer { source in
              for row in 0..<run.count { run[row, lane] = source[rows[row]] }
            }
          }
          extractor.take(run)
          use(run, rows)
        }
      }
    }
  }

  /// Stores the features of a run.
  private func store<Scalar: BinaryFloatingPoint>(
    _ run: SampleRun, _ rows: Rows, _ columns: Columns<Scalar>,
    _ write: FeatureKernelSet.WriteColumns<Scalar>
  ) {
    let width = FeaturePlan.laneCount
    columns.starts.withUnsafeBufferPointer { starts in
      guard let starts = starts.baseAddress else { return }
      for vector in 0..<columns.starts.count / width {
        if let row = rows.onlyRow {
          write(run.vector(vector), run.count, starts + vector * width, columns.base + row)
        } else {
          for slot in vector * width..<(vector + 1) * width where starts[slot] >= 0 {
            for row in 0..<run.count {
              columns.base[starts[slot] + rows[row]] = Scalar(run[row, slot])
            }
          }
        }
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

  /// The rows of a meter from a place on.
  private struct Rows {
    let meter: MeterSeries
    let first: Int

    /// The first row if all rows are the meter's.
    var onlyRow: Int? { meter.rows == nil ? first : nil }

    @inline(__always)
    subscript(row: Int) -> Int { meter.row(first + row) }
  }

  /// The output, of which every segment writes its own rows.
  private struct Columns<Scalar>: Sendable {
    nonisolated(unsafe) let base: UnsafeMutablePointer<Scalar>
    /// For each slot of a run the start of its column; -1 if it has none.
    let starts: [Int]
  }
}
