public import GridModel
public import Learning

/// The rows of a recording in the order in which events happen: meter by meter, each in order of
/// time.
///
/// Places count along that order; an event is a range of places within one meter.
public struct Timeline: Equatable, Sendable {
  /// For each place its row.
  public let rows: [Int]
  /// For each place its moment, the start of an interval.
  public let times: [Timestamp]
  /// The meters.
  public let meterIDs: [String]
  /// The places of each meter.
  public let meters: [Range<Int>]
  /// The typical time from one row to the next of its meter, in seconds.
  public let intervalS: Double

  /// Orders rows by meter and time; rows of one meter and moment keep their order.
  ///
  /// - Complexity: O(n) if each meter's rows are in order of time, O(n log n) otherwise.
  public init(timestamps: [Timestamp], meterIDs: [String], meterIndices: [Int32]) {
    var byMeter = [[Int]](repeating: [], count: meterIDs.count)
    for (row, meter) in meterIndices.enumerated() { byMeter[Int(meter)].append(row) }
    for meter in byMeter.indices {
      let isOrdered = zip(byMeter[meter], byMeter[meter].dropFirst())
        .allSatisfy { timestamps[$0] <= timestamps[$1] }
      if !isOrdered {
        byMeter[meter].sort { (timestamps[$0], $0) < (timestamps[$1], $1) }
      }
    }
    var start = 0
    let meters = byMeter.map { rows in
      defer { start += rows.count }
      return start..<start + rows.count
    }
    let rows = Array(byMeter.joined())
    let times = rows.map { timestamps[$0] }
    self.meters = meters
    self.rows = rows
    self.times = times
    self.meterIDs = meterIDs
    intervalS = Self.typicalStep(
      meters.lazy.flatMap { places in
        places.dropFirst().lazy.map { times[$0].seconds(since: times[$0 - 1]) }.filter { $0 > 0 }
      })
  }

  /// The number of steps that say which one is typical.
  static let stepLimit = 1_000

  /// The median of the first thousand of `steps`; 60 seconds if there are none.
  static func typicalStep(_ steps: some Sequence<Double>) -> Double {
    let steps = steps.prefix(stepLimit).sorted()
    return steps.isEmpty ? 60 : steps[steps.count / 2]
  }

  /// The meter that owns a place.
  public func meterID(at place: Int) -> String {
    let meter = meters.firstIndex { $0.contains(place) }
    return meter.map { meterIDs[$0] } ?? ""
  }

  /// The time that the recording covers, from the first interval's start to the last one's end, in
  /// days.
  public var days: Double {
    guard let first = times.min(), let last = times.max() else { return 0 }
    return (last.seconds(since: first) + intervalS) / 86_400
  }

  /// The end of the last interval of an event.
  public func end(of event: Range<Int>) -> Timestamp {
    times[event.upperBound - 1].advanced(bySeconds: intervalS)
  }

  /// How long an event lasts, in seconds.
  public func durationS(of event: Range<Int>) -> Double {
    end(of: event).seconds(since: times[event.lowerBound])
  }

  /// The times from the start of each event that was found to its first called row, in seconds.
  public func delaysS(of events: [Range<Int>], _ metrics: EventMetrics) -> [Double] {
    zip(events, metrics.foundAt).compactMap { event, found in
      found.map { times[$0].seconds(since: times[event.lowerBound]) }
    }
  }

  /// The runs of places that agree on a value that is not nil: events as labels describe them.
  ///
  /// A run ends where the value changes, where a meter ends, and at a gap of more than three
  /// intervals.
  public func runs<Value: Equatable>(_ value: (_ row: Int) -> Value?) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for places in meters {
      var start: (place: Int, value: Value)?
      for place in places {
        let current = value(rows[place])
        let isGap =
          place > places.lowerBound
          && times[place].seconds(since: times[place - 1]) > 3 * intervalS
        if let run = start, isGap || current != run.value {
          runs.append(run.place..<place)
          start = nil
        }
        if start == nil, let current { start = (place, current) }
      }
      if let run = start { runs.append(run.place..<places.upperBound) }
    }
    return runs
  }
}
