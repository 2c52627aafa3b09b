public import Documents
import GridModel
public import Numerics

/// Writes telemetry files after the contract, a block of rows after another.
public struct RecordingWriter: ~Copyable {
  private var writer: DelimitedWriter

  /// Begins the file at `path` with the columns of `recording`, and `extraNames` behind them.
  ///
  /// - Throws: `FileFailure` if the file cannot be made.
  public init(
    path: String, columnsOf recording: Recording, extraNames: [String] = []
  ) throws(FileFailure) {
    writer = try DelimitedWriter(path: path, header: recording.fileColumns.map(\.name) + extraNames)
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
      recording.fileColumns.map(\.output) + extraColumns, rowCount: recording.count,
      in: execution.loop)
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

  /// A column of a file.
  public struct FileColumn: Sendable {
    /// Its name.
    public let name: String
    /// Its fields.
    public let output: DelimitedOutput
  }

  /// The columns of the recording's file, in order.
  public var fileColumns: [FileColumn] {
    keyColumns + channels.map { FileColumn(name: $0.name, output: .numbers($0.values)) }
      + judgementColumns
      + otherColumns.map { FileColumn(name: $0.name, output: .text($0.texts)) }
  }

  /// The names of the columns of the recording's file, in order.
  public var columnNames: [String] { fileColumns.map(\.name) }

  /// The columns that say which row it is: moment and meter.
  public var keyColumns: [FileColumn] {
    let moments = timestamps
    return [
      FileColumn(
        name: "timestamp", output: .written { row, output in moments[row].write(to: output) }),
      FileColumn(
        name: "meter_id",
        output: .text(TextColumn(distinct: meterIDs, indices: meterIndices))),
    ]
  }

  /// The columns that say whether a row is an anomaly, as far as they are there.
  public var judgementColumns: [FileColumn] {
    var columns: [FileColumn] = []
    if let labels { columns.append(FileColumn(name: "label", output: .bytes(labels))) }
    if let anomalyKinds {
      let kinds = AnomalyKind.allCases
      var numbers: [AnomalyKind: Int32] = [:]
      for (number, kind) in kinds.enumerated() { numbers[kind] = Int32(number) }
      let text = TextColumn(
        distinct: kinds.map(\.rawValue), indices: anomalyKinds.map { numbers[$0] ?? 0 })
      columns.append(FileColumn(name: "anomaly_type", output: .text(text)))
    }
    return columns
  }
}
