import GridModel
import LoadForecasting
import Numerics
import Telemetry

/// The rows that a file of scores keeps out of series.
struct SeriesMask {
  /// A row that is kept out; the empty meter stands for all.
  private struct Row: Hashable {
    let meter: String
    let moment: Timestamp
  }

  private let path: String
  private let rows: Set<Row>
  /// From when to when each meter is scored.
  private let spans: [String: ClosedRange<Timestamp>]

  /// The rows of `path` whose `is_anomaly` is 1.
  init(
    reading path: String, assumedZone: AssumedZone?, execution: Execution
  ) throws(CommandFailure) {
    let scores: Recording
    do throws(TelemetryError) {
      scores = try Recording(
        reading: path,
        format: TelemetryFormat(assumedZone: assumedZone, extraChannels: ["is_anomaly"]),
        execution: execution)
    } catch {
      throw CommandFailure(error)
    }
    var rows: Set<Row> = []
    var spans: [String: ClosedRange<Timestamp>] = [:]
    for (row, mark) in (scores.values(named: "is_anomaly") ?? []).enumerated() {
      let (meter, moment) = (
        scores.meterIDs[Int(scores.meterIndices[row])], scores.timestamps[row]
      )
      if mark == 1 { rows.insert(Row(meter: meter, moment: moment)) }
      let span = spans[meter] ?? moment...moment
      spans[meter] = min(span.lowerBound, moment)...max(span.upperBound, moment)
    }
    (self.path, self.rows, self.spans) = (path, rows, spans)
  }

  /// Whether the row of `meter` at `moment` is kept out.
  func contains(_ moment: Timestamp, of meter: String) -> Bool {
    rows.contains(Row(meter: meter, moment: moment))
      || rows.contains(Row(meter: "", moment: moment))
  }

  /// Refuses scores of other meters and other times than those of `samples`.
  func requireOverlap(with samples: [LoadSamples]) throws(CommandFailure) {
    let fits = samples.contains { sample in
      let scored = ["", sample.name].compactMap { spans[$0] }
      return sample.timestamps.contains { moment in scored.contains { $0.contains(moment) } }
    }
    if !fits { throw .badData("\(path): no score is of a meter and a time of the load") }
  }
}
