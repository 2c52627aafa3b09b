import AnomalyDetection
import Documents
import GridModel

/// Events as a file: CSV if its name says so, else JSON with the reasons of each event.
enum EventsFile {
  /// The reasons that are listed for each event.
  private static let contributionCount = 8

  static func write(_ events: [DetectedEvent], to path: String) throws(CommandFailure) {
    if path.hasSuffix(".csv") || path.hasSuffix(".csv.gz") || path.hasSuffix(".csv.zst") {
      try writeCSV(events.map(\.event), to: path)
    } else {
      try writeJSON(document(events), to: path)
    }
  }

  static func document(_ events: [DetectedEvent]) -> JSONValue {
    ["events": .array(events.map { $0.json(contributionCount: contributionCount) })]
  }

  private static func writeCSV(_ events: [GridEvent], to path: String) throws(CommandFailure) {
    func text(_ field: (GridEvent) -> String) -> DelimitedOutput {
      .text(TextColumn(events.map(field)))
    }
    try withFiles { () throws(FileFailure) in
      var writer = try DelimitedWriter(
        path: path,
        header: [
          "start", "end", "meter_id", "kind", "peak_score", "duration_s", "top_features",
        ])
      try writer.append(
        [
          text(\.start.description), text(\.end.description), text(\.meterID), text(\.kind),
          .numbers(events.map(\.peakScore)), .numbers(events.map(\.durationS)),
          text { $0.topFeatures.joined(separator: " ") },
        ], rowCount: events.count
      ) { count, body in
        for index in 0..<count { body(index) }
      }
      try writer.commit()
    }
  }
}
