import AnomalyDetection
import FaultResponse
import GridModel
import Learning
import Numerics
import Synchronization
import Telemetry

/// What a model says of each sample, given the samples of its meter before.
///
/// The features are those of files, so that a sample has the same score here and there, to the bit.
final class WatchScorer: Sendable {
  /// The lowest score that counts as an anomaly.
  let threshold: Double
  private let set: FeatureSet
  private let model: AnomalyDetector.Model
  private let execution: Execution
  private let features: Mutex<StreamFeatures>

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
    do throws(StreamFeatures.UnknownChannel) {
      features = Mutex(try StreamFeatures(set))
    } catch {
      throw .badData(
        "\(name): the model needs the column '\(error.name)', which streams do not have")
    }
    self.set = set
    self.execution = execution
    model = detector.model
    threshold = detector.threshold.value
  }

  /// The scores of the next samples, which are those of each meter in the order of time.
  ///
  /// How samples are divided into calls, and for how many workers, makes no difference.
  func scores(of samples: [Measurement]) -> [Double] {
    guard !samples.isEmpty else { return [] }
    let table = features.withLock { $0.table(of: samples, execution) }
    let scores = self.scores(of: table.columns, rowCount: samples.count)
    return [Double](unsafeUninitializedCapacity: samples.count) { ordered, count in
      for (row, sample) in table.order.enumerated() { ordered[Int(sample)] = scores[row] }
      count = samples.count
    }
  }

  /// Fewer rows are scored one by one.
  private static let rowsWorthATable = 32

  /// The scores of the rows of a table.
  private func scores(of columns: [Float], rowCount: Int) -> [Double] {
    guard rowCount >= WatchScorer.rowsWorthATable else {
      var features = [Float](repeating: 0, count: set.specifications.count)
      return (0..<rowCount).map { row in
        for feature in features.indices { features[feature] = columns[feature * rowCount + row] }
        return features.withUnsafeBufferPointer { model.score(of: $0) }
      }
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
