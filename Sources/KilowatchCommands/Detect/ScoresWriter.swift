import Documents
import Numerics
import Telemetry

/// Writes telemetry with the columns `score` and `is_anomaly` behind its own.
struct ScoresWriter: ~Copyable {
  /// The columns that scoring adds to a file.
  private static let addedColumns = ["score", "is_anomaly"]

  private var writer: RecordingWriter

  /// Begins the file at `path`, for rows with the columns of `recording`.
  init(path: String, columnsOf recording: Recording) throws(CommandFailure) {
    do throws(FileFailure) {
      writer = try RecordingWriter(
        path: path, columnsOf: recording, extraNames: Self.addedColumns)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Refuses the recording in the file at `path` if it has been scored already.
  static func check(_ recording: Recording, path: String) throws(CommandFailure) {
    for name in addedColumns where recording.columnNames.contains(name) {
      throw .badData("\(path): already has a column '\(name)'")
    }
  }

  /// Writes `rows` after those that were written before.
  mutating func append(
    _ rows: Recording, _ scores: [Double], _ decisions: [Bool], _ execution: Execution
  ) throws(CommandFailure) {
    do throws(FileFailure) {
      try writer.append(
        rows, extraColumns: [.numbers(scores), .bytes(decisions.map { $0 ? 1 : 0 })],
        execution: execution)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Makes the file appear under its name.
  consuming func commit() throws(CommandFailure) {
    do throws(FileFailure) {
      try writer.commit()
    } catch {
      throw CommandFailure(error)
    }
  }
}
