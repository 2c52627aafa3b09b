import Documents
import GridModel
import Numerics
import Reporting
import Telemetry

extension Recording {
  /// What each meter recorded, in order of time.
  var meterSeries: [Reporting.MeterSeries] {
    let intervalS = self.intervalS ?? 60
    return zip(meterIDs, rowsInOrder).map { id, rows in
      let isWhole = rows.count == count && meterIDs.count == 1
      return Reporting.MeterSeries(
        meterID: id, times: rows.map { Double(timestamps[$0].millisecondsSinceEpoch) },
        intervalS: intervalS,
        channels: channels.map { column in
          Reporting.MeterSeries.Channel(
            column.name, isWhole ? column.values : rows.map { column.values[$0] })
        })
    }
  }

  /// The rows of each meter in order of time.
  var rowsInOrder: [[Int]] {
    rowsByMeter.map { rows in
      let isOrdered = zip(rows, rows.dropFirst()).allSatisfy { timestamps[$0] <= timestamps[$1] }
      return isOrdered ? rows : rows.sorted { (timestamps[$0], $0) < (timestamps[$1], $1) }
    }
  }
}

/// The events that the sidecar beside the telemetry file at `path` lists; none if it has no sidecar.
func knownEvents(beside path: String) throws(CommandFailure) -> [GridEvent] {
  let sidecar = SignalSidecar.path(beside: path)
  let bytes: [UInt8]
  do throws(FileFailure) {
    bytes = try DocumentFile.read(sidecar)
  } catch {
    return []
  }
  guard let document = try? JSONValue(parsing: bytes), let events = document["events"]?.array else {
    throw .badData("\(sidecar): not a list of events; remove it or generate the file again")
  }
  return events.compactMap(GridEvent.init(document:))
}

extension GridEvent {
  /// The event of a contract file: `{start, end, meter_id, kind, …}`; nil if it is none.
  init?(document: JSONValue) {
    guard let start = document["start"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
      let end = document["end"]?.string.flatMap({ Timestamp(rfc3339: $0) }), start <= end,
      let meterID = document["meter_id"]?.string
    else { return nil }
    self.init(
      start: start, end: end, meterID: meterID, kind: document["kind"]?.string ?? "event",
      peakScore: document["peak_score"]?.double ?? .nan,
      topFeatures: document["top_features"]?.array?.compactMap(\.string) ?? [])
  }
}
