import GridModel
import Numerics
import Reporting
import Telemetry

extension DatasetContent {
  /// What a page says about `recording`: its series, what `data validate` finds in it, and rolling
  /// features of its first meter.
  init(name: String, recording: Recording, events: [GridEvent], execution: Execution) {
    var validator = RecordingValidator()
    validator.append(recording)
    self.init(
      name: name, meters: recording.meterSeries, events: events,
      findings: validator.finish().findings.map { Finding($0) },
      features: Self.features(of: recording, execution: execution),
      provenance: [Page.Provenance("Kilowatch", Kilowatch.version)])
  }

  /// Mean and deviation over 5, 15 and 60 minutes of what the first meter's page shows first.
  private static func features(
    of recording: Recording, execution: Execution
  ) -> [Reporting.MeterSeries.Channel] {
    let power = Channel.activePowerKW.rawValue
    let name = recording.values(named: power) != nil ? power : recording.channels.first?.name
    guard let name, let rows = recording.rowsInOrder.first else { return [] }
    let specifications = [300, 900, 3_600].flatMap { window in
      [FeatureSpecification.Statistic.mean, .deviation].map {
        FeatureSpecification($0, of: name, windowS: window)
      }
    }
    // A recording whose rows are out of order has no rolling features; its page says the rest.
    guard let set = try? FeatureSet(specifications),
      let table = try? FeatureTable<Double>(set, of: recording, execution: execution)
    else { return [] }
    return specifications.indices.map { index in
      let column = table.column(index)
      return Reporting.MeterSeries.Channel(
        specifications[index].name, rows.map { column[column.startIndex + $0] })
    }
  }
}

extension DatasetContent.Finding {
  /// A finding of `data validate`, as a page tells it.
  fileprivate init(_ finding: Telemetry.Finding) {
    let (tone, name): (Tone, String) =
      switch finding.kind {
      case .gap: (.warning, "gap")
      case .duplicate: (.bad, "duplicate row")
      case .outOfOrder: (.bad, "row out of order")
      case .flatline: (.warning, "value stands still")
      case .outOfRange: (.bad, "value out of range")
      case .unitSuspicion: (.bad, "doubtful unit")
      case .emptyColumn: (.warning, "empty column")
      }
    let column = finding.kind == .unitSuspicion ? finding.column.map { "\($0): " } ?? "" : ""
    self.init(tone, name, detail: column + finding.message, count: finding.rowCount)
  }
}
