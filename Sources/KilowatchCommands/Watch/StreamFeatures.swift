import FaultResponse
import GridModel
import Numerics
import Telemetry

/// The features of the samples of many meters, a batch at a time.
struct StreamFeatures: Sendable {
  /// A column that features need and samples do not have.
  struct UnknownChannel: Error {
    let name: String
  }

  /// Features as columns: number *f* of row *r* stands at `f * order.count + r`, and row *r* is that
  /// of sample `order[r]`.
  struct Table {
    let order: [Int32]
    let columns: [Float]
  }

  private let set: FeatureSet
  /// The place in a measurement of each channel that the features look at.
  private let places: [Int]
  private var extractors: [FeatureExtractor] = []

  init(_ set: FeatureSet) throws(UnknownChannel) {
    self.set = set
    var places: [Int] = []
    for channel in set.channels {
      guard let signal = Signal(rawValue: channel), Signal.measured.contains(signal) else {
        throw UnknownChannel(name: channel)
      }
      places.append(signal.index)
    }
    self.places = places
  }

  /// The features of the next samples, which are those of each meter in the order of time.
  ///
  /// How samples are divided into batches, and for how many workers, makes no difference.
  mutating func table(of samples: [Measurement], _ execution: Execution) -> Table {
    let highest = samples.reduce(-1) { max($0, $1.meter) }
    while extractors.count <= highest { extractors.append(FeatureExtractor(set)) }
    let (order, ends) = orderByMeter(samples)
    let places = places
    let columns = [Float](unsafeUninitializedCapacity: samples.count * set.specifications.count) {
      table, count in
      count = samples.count * set.specifications.count
      nonisolated(unsafe) let table = table
      extractors.withUnsafeMutableBufferPointer { extractors in
        nonisolated(unsafe) let extractors = extractors
        parallelFor(ends.count, execution: execution) { place in
          let rows = order[(place == 0 ? 0 : ends[place - 1])..<ends[place]]
          guard let first = rows.first, let base = table.baseAddress else { return }
          Self.append(
            samples, rows, places, to: &extractors[samples[Int(first)].meter],
            base + rows.startIndex)
        }
      }
    }
    return Table(order: order, columns: columns)
  }

  /// Writes the features of the samples `rows` of one meter to rows of a table that follow on one
  /// another.
  private static func append(
    _ samples: [Measurement], _ rows: ArraySlice<Int32>, _ places: [Int],
    to extractor: inout FeatureExtractor, _ table: UnsafeMutablePointer<Float>
  ) {
    withUnsafeTemporaryAllocation(of: Timestamp.self, capacity: rows.count) { times in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: rows.count * places.count) {
        values in
        for (row, index) in rows.enumerated() {
          let sample = samples[Int(index)]
          times.initializeElement(at: row, to: sample.time)
          for (lane, place) in places.enumerated() {
            values.initializeElement(at: lane * rows.count + row, to: sample.values[place])
          }
        }
        extractor.append(
          UnsafeBufferPointer(times), UnsafeBufferPointer(values), to: table,
          columnLength: samples.count)
      }
    }
  }

  /// The samples meter by meter, each meter's in the order in which they came, and where each of
  /// those meters ends.
  private func orderByMeter(_ samples: [Measurement]) -> (order: [Int32], ends: [Int]) {
    var starts = [Int32](repeating: 0, count: extractors.count + 1)
    for sample in samples { starts[sample.meter + 1] += 1 }
    var ends: [Int] = []
    for meter in extractors.indices {
      if starts[meter + 1] > 0 { ends.append(Int(starts[meter] + starts[meter + 1])) }
      starts[meter + 1] += starts[meter]
    }
    var order = [Int32](repeating: 0, count: samples.count)
    for (index, sample) in samples.enumerated() {
      order[Int(starts[sample.meter])] = Int32(index)
      starts[sample.meter] += 1
    }
    return (order, ends)
  }
}
