import Documents
import GridModel
public import Numerics

/// Reads a telemetry file: a table with a moment in every row.
public struct RecordingReader: ~Copyable {
  private var reader: DelimitedReader
  private let layout: TelemetryLayout
  private var decoder: RowDecoder

  /// The names of the file's columns.
  public var header: [String] { reader.header }

  /// Opens the file at `path`; `-` is standard input; gzip and Zstandard are unpacked.
  ///
  /// - Throws: ``TelemetryError`` if it cannot be read or has no times.
  public init(path: String, format: TelemetryFormat = .contract) throws(TelemetryError) {
    let reader = try Self.open(path, format)
    let layout = try TelemetryLayout(header: reader.header, path: path, format: format)
    self.reader = reader
    self.layout = layout
    decoder = RowDecoder(path: path, format: format, layout: layout)
  }

  private static func open(
    _ path: String, _ format: TelemetryFormat
  ) throws(TelemetryError) -> DelimitedReader {
    do throws(DelimitedError) {
      return try DelimitedReader(path: path, format: format.delimited)
    } catch {
      throw .table(error)
    }
  }

  /// The next rows, as many as fit a few megabytes; nil at the end.
  ///
  /// - Parameter execution: The workers that parse.
  /// - Returns: The rows as a recording.
  /// - Throws: ``TelemetryError`` with line or row and column.
  public mutating func readBlock(execution: Execution) throws(TelemetryError) -> Recording? {
    let table: DelimitedTable
    do throws(DelimitedError) {
      guard let block = try reader.readBlock(as: layout.kinds, in: execution.loop) else {
        return nil
      }
      table = block
    } catch {
      throw .table(error)
    }
    return try decoder.recording(of: table)
  }

  /// All rows that are left.
  ///
  /// - Parameter execution: The workers that parse.
  /// - Returns: The rows as a recording.
  /// - Throws: ``TelemetryError`` with line or row and column.
  public mutating func readAll(execution: Execution) throws(TelemetryError) -> Recording {
    let table: DelimitedTable
    do throws(DelimitedError) {
      table = try reader.readAll(as: layout.kinds, in: execution.loop)
    } catch {
      throw .table(error)
    }
    return try decoder.recording(of: table)
  }
}

extension Recording {
  /// The recording in the file at `path`.
  ///
  /// - Parameters:
  ///   - path: The file; `-` is standard input; gzip and Zstandard are unpacked.
  ///   - format: How the file is written.
  ///   - execution: The workers that parse.
  /// - Throws: ``TelemetryError`` with line or row and column.
  public init(
    reading path: String, format: TelemetryFormat = .contract, execution: Execution
  ) throws(TelemetryError) {
    var reader = try RecordingReader(path: path, format: format)
    self = try reader.readAll(execution: execution)
  }
}
