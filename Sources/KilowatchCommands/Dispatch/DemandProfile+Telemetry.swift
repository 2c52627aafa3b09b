import GridModel
import Telemetry

extension DemandProfile {
  /// The load of every meter of `recording`, averaged over the whole hours that it covers.
  ///
  /// Nil if it has no active power, or covers no hour.
  init?(hourly recording: Recording) {
    guard let powerKW = recording.values(of: .activePowerKW),
      let first = recording.timestamps.min(),
      let last = recording.timestamps.max()
    else { return nil }
    let end = last.advanced(bySeconds: recording.intervalS ?? 0)
    let firstHour = -Self.hour(-first.millisecondsSinceEpoch)
    let lastHour = Self.hour(end.millisecondsSinceEpoch)
    guard firstHour < lastHour else { return nil }
    let count = Int(lastHour - firstHour)
    var sums = [Double](repeating: 0, count: recording.meterIDs.count * count)
    var rows = [Int](repeating: 0, count: sums.count)
    for (row, timestamp) in recording.timestamps.enumerated() where powerKW[row].isFinite {
      let hour = Int(Self.hour(timestamp.millisecondsSinceEpoch) - firstHour)
      guard (0..<count).contains(hour) else { continue }
      let place = Int(recording.meterIndices[row]) * count + hour
      sums[place] += powerKW[row]
      rows[place] += 1
    }
    self.init(
      intervalStarts: (0..<count).map {
        Timestamp(millisecondsSinceEpoch: (firstHour + Int64($0)) * Self.hourMS)
      },
      nodes: recording.meterIDs.enumerated().map { meter, name in
        DemandProfile.Node(
          name: name.isEmpty ? Channel.activePowerKW.rawValue : name,
          demandKW: (meter * count..<(meter + 1) * count).map { sums[$0] / Double(rows[$0]) })
      })
  }

  /// The last `count` intervals.
  func suffix(_ count: Int) -> DemandProfile {
    DemandProfile(
      intervalStarts: intervalStarts.suffix(count),
      nodes: nodes.map { Node(name: $0.name, demandKW: $0.demandKW.suffix(count)) })
  }

  /// The first node and hour without a value.
  var gap: (node: String, start: Timestamp)? {
    for node in nodes {
      if let hour = node.demandKW.firstIndex(where: \.isNaN) {
        return (node.name, intervalStarts[hour])
      }
    }
    return nil
  }

  private static let hourMS: Int64 = 3_600_000

  /// The number of the hour that a moment lies in, rounded down.
  private static func hour(_ millisecondsSinceEpoch: Int64) -> Int64 {
    let (hour, rest) = millisecondsSinceEpoch.quotientAndRemainder(dividingBy: hourMS)
    return rest < 0 ? hour - 1 : hour
  }
}
