import AnomalyDetection
import Numerics
import Telemetry

/// What came of scoring a file of telemetry.
struct ScoresSummary {
  private(set) var rowCount = 0
  /// The number of rows above the threshold.
  private(set) var alarmCount = 0
  let eventCount: Int
  /// The events; none if nobody asked for them.
  let events: [DetectedEvent]

  init(_ scored: ScoredTelemetry) {
    rowCount = scored.recording.count
    alarmCount = scored.decisions.count { $0 }
    eventCount = scored.events.count
    events = scored.events
  }

  /// Writes the recording at `path` with its scores to `out`, a block of rows after another.
  init(
    writingScoresOf path: String, _ format: TelemetryFormat, by detector: AnomalyDetector,
    to out: String, keepsEvents: Bool, _ execution: Execution
  ) throws(CommandFailure) {
    var reader = try RecordingReader.opening(path, format)
    guard let first = try reader.next(execution) else { throw .noRows(path) }
    try ScoresWriter.check(first, path: path)
    var stream = try withDetection(path) { () throws(DetectorFailure) in try ScoreStream(detector) }
    var writer = try ScoresWriter(path: out, columnsOf: first)
    var block: Recording? = first
    while let rows = block {
      let scores = try withDetection(path) { () throws(DetectorFailure) in
        try stream.append(rows, execution: execution)
      }
      let decisions = detector.decisions(scores)
      try writer.append(rows, scores, decisions, execution)
      rowCount += rows.count
      alarmCount += decisions.count { $0 }
      block = try reader.next(execution)
    }
    if keepsEvents {
      events = try withDetection(path) { () throws(DetectorFailure) in
        try stream.events(execution: execution)
      }
      eventCount = events.count
    } else {
      events = []
      eventCount = stream.eventCount()
    }
    try writer.commit()
  }
}

extension CommandFailure {
  /// A file that is empty below its header.
  static func noRows(_ path: String) -> CommandFailure {
    .badData("\(path): no rows below the header")
  }
}
