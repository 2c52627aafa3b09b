import AnomalyDetection
import FaultResponse
import GridModel
import Learning
import Numerics
import Synchronization
import Telemetry

/// What a model says of each sample, given the samples of its meter before.
///
/// The features are made by the extractor that also makes them for files, so that a sample has the
/// same score here and there, to the bit.
final class WatchScorer: Sendable {
  /// The lowest score that counts as an anomaly.
  let threshold: Double
  private let set: FeatureSet
  private let model: AnomalyDetector.Model
  /// The place in a measurement of each channel that the features look at.
  private let places: [Int]
  private let execution: Execution
  private let meters = Mutex([FeatureExtractor]())

  /// The scorer of the detector in the document at `path`.
  convenience init(path: String, _ execution: Execution) throws(CommandFailure) {
    try self.init(try readDetector(path), name: path, execution)
  }

  /// The scorer of `detector`, which errors call `name`.
  init(
    _ detector: AnomalyDetector, name: String, _ execution: Execution
  ) throws(CommandFailure) {
    guard case .telemetry(let set) = detector.inputs else {
      throw .badData("\(name): the model was trained on a table; a stream has telemetry's features")
    }
    var places: [Int] = []
    for channel in set.channels {
      guard let signal = Signal(rawValue: channel), Signal.measured.contains(signal) else {
        throw .badData(
          "\(name): the model needs the column '\(channel)', which streams do not have")
      }
      places.append(signal.index)
    }
    self.set = set
    self.execution = execution
    self.places = places
    model = detector.model
    threshold = detector.threshold.value
  }

  /// The scores of the next samples, which are those of each meter in the order of time.
  ///
  /// How samples are divided into calls, and for how many workers, makes no difference.
  func scores(of samples: [Measurement]) -> [Double] {
    guard !samples.isEmpty else { return [] }
    let width = set.specifications.count
    var features = [Float](repeating: 0, count: samples.count * width)
    addFeatures(of: samples, to: &features)
    guard samples.count >= WatchScorer.rowsWorthATable else {
      return features.withUnsafeBufferPointer { features in
        (0..<samples.count).map { row in
          model.score(of: UnsafeBufferPointer(rebasing: features[row * width..<(row + 1) * width]))
        }
      }
    }
    return tableScores(features, rowCount: samples.count)
  }

  /// Fewer rows are scored one by one.
  private static let rowsWorthATable = 32

  /// Writes the features of each sample to its row, the meters side by side.
  private func addFeatures(of samples: [Measurement], to features: inout [Float]) {
    let width = set.specifications.count
    meters.withLock { extractors in
      let highest = samples.reduce(-1) { max($0, $1.meter) }
      while extractors.count <= highest { extractors.append(FeatureExtractor(set)) }
      let rows = rowsByMeter(samples, meterCount: extractors.count)
      extractors.withUnsafeMutableBufferPointer { extractors in
        features.withUnsafeMutableBufferPointer { features in
          nonisolated(unsafe) let extractors = extractors
          nonisolated(unsafe) let features = features
          parallelFor(rows.count, execution: execution) { place in
            guard let meter = rows[place].first.map({ samples[Int($0)].meter }) else { return }
            withUnsafeTemporaryAllocation(of: Double.self, capacity: places.count) { channels in
              for row in rows[place].lazy.map(Int.init) {
                for (lane, signal) in places.enumerated() {
                  channels.initializeElement(at: lane, to: samples[row].values[signal])
                }
                extractors[meter].append(
                  samples[row].time, UnsafeBufferPointer(channels),
                  to: UnsafeMutableBufferPointer(
                    rebasing: features[row * width..<(row + 1) * width]))
              }
            }
          }
        }
      }
    }
  }

  /// The rows of each meter that has any.
  private func rowsByMeter(_ samples: [Measurement], meterCount: Int) -> [[Int32]] {
    var rows = [[Int32]](repeating: [], count: meterCount)
    for row in samples.indices { rows[samples[row].meter].append(Int32(row)) }
    return rows.filter { !$0.isEmpty }
  }

  private func tableScores(_ features: [Float], rowCount: Int) -> [Double] {
    let width = set.specifications.count
    let columns = [Float](unsafeUninitializedCapacity: features.count) { columns, count in
      for first in stride(from: 0, to: rowCount, by: 16) {
        for column in 0..<width {
          for row in first..<min(first + 16, rowCount) {
            columns[column * rowCount + row] = features[row * width + column]
          }
        }
      }
      count = features.count
    }
    do {
      return try model.scores(
        of: Learning.FeatureTable(
          names: set.specifications.map(\.name), rowCount: rowCount, values: columns),
        execution: execution)
    } catch {
      preconditionFailure("the model was matched with its features when it was read: \(error)")
    }
  }
}
