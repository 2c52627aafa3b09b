import GridModel
import Numerics
import Reporting
import Telemetry

extension DatasetContent {
  /// What a page says about `recording`, with rolling features of its first meter.
  init(
    name: String, recording: Recording, events: [GridEvent], findings: [Finding]?,
    provenance: [Page.Provenance], execution: Execution
  ) {
    let meters = recording.meterSeries
    self.init(
      name: name, meters: meters, events: events, findings: findings,
      features: Self.features(of: recording, execution: execution), provenance: provenance)
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
