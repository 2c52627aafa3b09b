import Learning
public import Numerics
public import Telemetry

/// Scores telemetry block by block and finds its events, with the same bits as all at once.
///
/// What is kept of past blocks is what rolling features reach back to, and the events.
public struct ScoreStream: Sendable {
  private let detector: AnomalyDetector
  private var features: FeatureStream
  private var scan: EventScan
  private var rowCount = 0

  /// A stream that has seen no row.
  ///
  /// - Throws: `DetectorFailure.detection` if the detector was learned from a plain table.
  public init(_ detector: AnomalyDetector) throws(DetectorFailure) {
    guard case .telemetry(let set) = detector.inputs else { throw .detection(.wantsTable) }
    self.detector = detector
    features = FeatureStream(set)
    scan = EventScan(detector)
  }

  /// The scores of rows that follow those of the block before.
  ///
  /// - Throws: `DetectorFailure` if channels are missing or a meter's rows are out of order.
  public mutating func append(
    _ block: Recording, execution: Execution
  ) throws(DetectorFailure) -> [Double] {
    let table = try Learning.FeatureTable(block, &features)
    let scores = try detector.model.scores(of: table, execution: execution)
    let meters = block.meterIDs.map { scan.number(ofMeter: $0) }
    try scan.append(
      (0..<block.count).lazy.map { row in
        (row, meters[Int(block.meterIndices[row])], block.timestamps[row])
      }, scores: scores, features: table, firstRow: rowCount, execution)
    rowCount += block.count
    return scores
  }

  /// The number of events of all rows, without the time and memory that their reasons take.
  public consuming func eventCount() -> Int { scan.finishCounting() }

  /// The events of all rows, meter by meter.
  ///
  /// - Throws: `DetectorFailure.table` if the features are not the model's.
  public consuming func events(execution: Execution) throws(DetectorFailure) -> [DetectedEvent] {
    try scan.finish(execution)
  }
}

extension Learning.FeatureTable {
  /// The features that `stream` makes of the next rows.
  fileprivate init(
    _ block: Recording, _ stream: inout FeatureStream
  ) throws(DetectorFailure) {
    let table: Telemetry.FeatureTable<Double>
    do throws(FeatureError) {
      table = try stream.append(block)
    } catch {
      throw .features(error)
    }
    do throws(TableError) {
      try self.init(
        names: table.set.specifications.map(\.name), rowCount: table.rowCount,
        values: table.values.map { Float($0) })
    } catch {
      throw .table(error)
    }
  }
}
