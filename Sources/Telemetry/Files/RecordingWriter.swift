public import Documents
import GridModel
public import Numerics

/// Writes telemetry files after the contract, a block of rows after another.
public struct RecordingWriter: ~Copyable {
  private var writer: DelimitedWriter
  private let extraNames: [String]

  /// Begins the file at `path` with the columns of `recording`, and `extraNames` behind them.
  ///
  /// - Throws: `FileFailure` if the file cannot be made.
  public init(
    path: String, columnsOf recording: Recording, extraNames: [String] = []
  ) throws(FileFailure) {
    writer = try DelimitedWriter(path: path, header: recording.columnNames + extraNames)
    self.extraNames = extraNames
  }

  /// Writes the rows of `recording`, which has the columns that the file was begun with.
  ///
  /// - Parameters:
  ///   - recording: The rows.
  ///   - extraColumns: The columns behind them.
  ///   - execution: The workers that format.
  /// - Throws: `FileFailure` if the disk is full, say.
  public mutating func append(
    _ recording: Recording, extraColumns: [DelimitedOutput] = [], execution: Execution
  ) throws(FileFailure) {
    try writer.append(
      recording.columns + extraColumns, rowCount: recording.count, in: execution.loop)
  }

  /// Makes the file appear under its name.
  ///
  /// - Throws: `FileFailure` if it cannot.
  public consuming func commit() throws(FileFailure) {
    try writer.commit()
  }
}

extension Recording {
  /// Writes the recording to `path` after the contract; `.gz` and `.zst` are packed.
  ///
  /// - Parameters:
  ///   - path: The file; `-` is standard output.
  ///   - execution: The workers that format.
  /// - Throws: `FileFailure` if the file cannot be made or the disk is full.
  public func write(to path: String, execution: Execution) throws(FileFailure) {
    var writer = try RecordingWriter(path: path, columnsOf: self)
    try writer.append(self, execution: execution)
    try writer.commit()
  }

  /// The names of the columns of the recording's file, in order.
  public var columnNames: [String] {
    ["timestamp", "meter_id"] + channels.map(\.name) + (labels == nil ? [] : ["label"])
      + (anomalyKinds == nil ? [] : ["anomaly_type"]) + otherColumns.map(\.name)
  }

  /// The columns of the recording's file, in order.
  public var columns: [DelimitedOutput] {
    let moments = timestamps
    var columns: [DelimitedOutput] = [
      .written { row, output in moments[row].write(to: output) },
      .text(TextColumn(distinct: meterIDs, indices: meterIndices)),
    ]
    columns += channels.map { .numbers($0.values) }
    if let labels { columns.append(.bytes(labels)) }
    if let anomalyKinds {
      let kinds = AnomalyKind.allCases
      var numbers: [AnomalyKind: Int32] = [:]
      for (number, kind) in kinds.enumerated() { numbers[kind] = Int32(number) }
      columns.append(
        .text(
          TextColumn(
            distinct: kinds.map(\.rawValue), indices: anomalyKinds.map { numbers[$0] ?? 0 })))
    }
    return columns + otherColumns.map { .text($0.texts) }
  }
}
