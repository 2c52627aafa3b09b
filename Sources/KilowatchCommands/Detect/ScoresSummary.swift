import AnomalyDetection
import Documents
import Numerics
import Telemetry

/// What came of scoring a file of telemetry.
struct ScoresSummary {
  private(set) var rowCount = 0
  /// The number of rows above the threshold.
  private(set) var alarmCount = 0
  private(set) var events: [DetectedEvent] = []

  init(_ scored: ScoredTelemetry) {
    rowCount = scored.recording.count
    alarmCount = scored.decisions.count { $0 }
    events = scored.events
  }

  /// Writes the recording at `path` with its scores to `out`, a block of rows after another.
  init(
    writingScoresOf path: String, _ format: TelemetryFormat, by detector: AnomalyDetector,
    to out: String, _ execution: Execution
  ) throws(CommandFailure) {
    var reader = try RecordingReader.opening(path, format)
    guard let first = try reader.next(execution) else { throw .noRows(path) }
    try first.checkHasNoScores(path)
    var stream = try withDetection(path) { () throws(DetectorFailure) in try ScoreStream(detector) }
    var writer = try begin(out, first)
    var block: Recording? = first
    while let rows = block {
      let scores = try withDetection(path) { () throws(DetectorFailure) in
        try stream.append(rows, execution: execution)
      }
      let decisions = detector.decisions(scores)
      try append(rows, scores, decisions, to: &writer, execution)
      rowCount += rows.count
      alarmCount += decisions.count { $0 }
      block = try reader.next(execution)
    }
    events = try withDetection(path) { () throws(DetectorFailure) in
      try stream.events(execution: execution)
    }
    try commit(writer)
  }
}

extension Recording {
  /// Refuses a file at `path` that has been scored already.
  func checkHasNoScores(_ path: String) throws(CommandFailure) {
    for name in ScoredTelemetry.addedColumns where columnNames.contains(name) {
      throw .badData("\(path): already has a column '\(name)'")
    }
  }
}

extension CommandFailure {
  /// A file that is empty below its header.
  static func noRows(_ path: String) -> CommandFailure {
    .badData("\(path): no rows below the header")
  }
}

// A writer cannot be captured by a closure, so that failures are turned into the command's here.

private func begin(_ path: String, _ rows: Recording) throws(CommandFailure) -> RecordingWriter {
  do throws(FileFailure) {
    return try RecordingWriter(
      path: path, columnsOf: rows, extraNames: ScoredTelemetry.addedColumns)
  } catch {
    throw CommandFailure(error)
  }
}

private func append(
  _ rows: Recording, _ scores: [Double], _ decisions: [Bool], to writer: inout RecordingWriter,
  _ execution: Execution
) throws(CommandFailure) {
  do throws(FileFailure) {
    try writer.append(
      rows, extraColumns: ScoredTelemetry.added(scores, decisions), execution: execution)
  } catch {
    throw CommandFailure(error)
  }
}

private func commit(_ writer: consuming RecordingWriter) throws(CommandFailure) {
  do throws(FileFailure) {
    try writer.commit()
  } catch {
    throw CommandFailure(error)
  }
}
