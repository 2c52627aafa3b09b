import GridModel
import Learning
import Numerics

// Rows come in the order of each meter's time. What is kept of them is what may still matter: the
// row of an event's highest score with its features, the kinds that its rows are taken for, and,
// as long as a pause may turn out to lie within an event, the kinds of the rows in it.
//
// Whether two rows belong together depends on the typical step, the median of the first thousand
// (`Timeline`). Until these are known, rows that may belong to events wait.

/// Finds the events in scores that come row by row, as `EventRule` defines them.
struct EventScan {
  /// A row that may belong to an event.
  private struct Candidate {
    let meter: Int
    let place: Int
    var row: Int
    let time: Timestamp
    let score: Double
    var kind = "anomaly"
    /// The features; nil for a row that is no alarm.
    let features: [Float]?
  }

  private struct Event {
    var places: Range<Int>
    let start: Timestamp
    var last: Timestamp
    var peak: (row: Int, score: Double, features: [Float])
    var kinds: [String: Int]
    /// The kinds of the rows since the last alarm.
    var pause: [String] = []

    mutating func extend(to place: Int, _ time: Timestamp, _ kind: String) {
      for kind in pause + [kind] { kinds[kind, default: 0] += 1 }
      pause = []
      places = places.lowerBound..<place + 1
      last = time
    }

    /// The kind that most rows are taken for.
    var kind: String {
      kinds.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "anomaly"
    }
  }

  private struct Meter {
    let id: String
    var count = 0
    var isOpen = false
    var last: Timestamp?
    var lastAlarm: Timestamp?
    var steps: [Double] = []
    var open: Event?
    var events: [Event] = []
  }

  /// The number of features that an event names.
  private static let topFeatureCount = 3

  private let detector: AnomalyDetector
  private let hasKinds: Bool
  private var meters: [Meter] = []
  private var numbers: [String: Int] = [:]
  private var intervalS: Double?
  private var waiting: [Candidate] = []

  /// A scan that has seen no row; `intervalS` is the typical step, if it is known already.
  init(_ detector: AnomalyDetector, intervalS: Double? = nil) {
    self.detector = detector
    self.intervalS = intervalS
    if case .randomForest(_, _, .some) = detector.model {
      hasKinds = true
    } else {
      hasKinds = false
    }
  }

  /// The number of the meter called `id`, in order of first appearance.
  mutating func number(ofMeter id: String) -> Int {
    if let number = numbers[id] { return number }
    numbers[id] = meters.count
    meters.append(Meter(id: id))
    return meters.count - 1
  }

  /// Takes rows of a table of scores and features, told by their places in it, meters and times;
  /// `firstRow` is the number of the table's first row among all.
  mutating func append(
    _ rows: some Sequence<(row: Int, meter: Int, time: Timestamp)>, scores: [Double],
    features: FeatureTable, firstRow: Int = 0, _ execution: Execution
  ) throws(DetectorFailure) {
    var found: [Candidate] = []
    for (row, meter, time) in rows {
      let place = meters[meter].count
      let isAlarm = note(time, scores[row], ofMeter: meter)
      guard isAlarm || (hasKinds && mayLieInEvent(time, ofMeter: meter)) else { continue }
      found.append(
        Candidate(
          meter: meter, place: place, row: row, time: time, score: scores[row],
          features: isAlarm ? features.row(row) : nil))
    }
    let kinds = try detector.model.kinds(
      of: features.selecting(rows: found.map(\.row)), execution: execution)
    for (index, var candidate) in found.enumerated() {
      candidate.row += firstRow
      if let kinds { candidate.kind = kinds[index] }
      if let intervalS { add(candidate, intervalS) } else { waiting.append(candidate) }
    }
  }

  /// The number of events, which needs none of their reasons.
  mutating func finishCounting() -> Int {
    end()
    return meters.reduce(0) { $0 + $1.events.count }
  }

  /// The events of each meter in order of time.
  mutating func finish(_ execution: Execution) throws(DetectorFailure) -> [DetectedEvent] {
    end()
    let names = detector.inputs.featureNames
    let peaks = meters.flatMap { $0.events.map(\.peak) }
    let table: FeatureTable
    do throws(TableError) {
      table = try FeatureTable(
        names: names, rowCount: peaks.count,
        values: names.indices.flatMap { column in peaks.map { $0.features[column] } })
    } catch {
      throw .table(error)
    }
    let reasons = try detector.reasons(of: table, execution)
    var (found, firstPlace) = ([DetectedEvent](), 0)
    for meter in meters {
      for event in meter.events {
        let contributions = reasons.contributions[found.count]
        found.append(
          DetectedEvent(
            event: GridEvent(
              start: event.start, end: end(of: event), meterID: meter.id, kind: event.kind,
              peakScore: event.peak.score,
              topFeatures: contributions.prefix(Self.topFeatureCount).map(\.feature)),
            places: event.places.lowerBound + firstPlace..<event.places.upperBound + firstPlace,
            peakRow: event.peak.row, baseline: reasons.baseline, contributions: contributions))
      }
      firstPlace += meter.count
    }
    return found
  }

  /// Closes what is open: no row follows.
  private mutating func end() {
    settle()
    for number in meters.indices { close(number) }
  }

  /// Counts a row of a meter and tells whether it is an alarm.
  private mutating func note(_ time: Timestamp, _ score: Double, ofMeter number: Int) -> Bool {
    if let last = meters[number].last, intervalS == nil {
      let step = time.seconds(since: last)
      if step > 0 && meters[number].steps.count < Timeline.stepLimit {
        meters[number].steps.append(step)
      }
      if meters[0].steps.count == Timeline.stepLimit { settle() }
    }
    let isOpen = detector.eventRule.isOpen(
      score, wasOpen: meters[number].isOpen, threshold: detector.threshold.value)
    meters[number].last = time
    meters[number].count += 1
    meters[number].isOpen = isOpen
    if isOpen { meters[number].lastAlarm = time }
    return isOpen
  }

  /// Whether a row that is no alarm may turn out to lie between two alarms of one event.
  private func mayLieInEvent(_ time: Timestamp, ofMeter number: Int) -> Bool {
    guard let lastAlarm = meters[number].lastAlarm else { return false }
    guard let intervalS else { return true }
    return time.seconds(since: lastAlarm) - intervalS <= detector.eventRule.mergeGapS
  }

  /// Makes the steps seen so far the typical ones, and takes the rows that have waited for them.
  private mutating func settle() {
    guard intervalS == nil else { return }
    let typical = Timeline.typicalStep(meters.lazy.flatMap(\.steps))
    intervalS = typical
    for candidate in waiting { add(candidate, typical) }
    waiting = []
    for number in meters.indices { meters[number].steps = [] }
  }

  private mutating func add(_ row: Candidate, _ intervalS: Double) {
    guard let features = row.features else {
      meters[row.meter].open?.pause.append(row.kind)
      return
    }
    if let open = meters[row.meter].open,
      detector.eventRule.joins(
        stepS: row.time.seconds(since: open.last),
        areNeighbours: row.place == open.places.upperBound, intervalS: intervalS)
    {
      meters[row.meter].open?.extend(to: row.place, row.time, row.kind)
      if row.score > open.peak.score {
        meters[row.meter].open?.peak = (row.row, row.score, features)
      }
    } else {
      close(row.meter)
      meters[row.meter].open = Event(
        places: row.place..<row.place + 1, start: row.time, last: row.time,
        peak: (row.row, row.score, features), kinds: [row.kind: 1])
    }
  }

  /// Keeps the open event of a meter, if it is long enough.
  private mutating func close(_ number: Int) {
    guard let event = meters[number].open else { return }
    meters[number].open = nil
    let shortestS = detector.eventRule.minimumDurationS
    if shortestS == 0 || end(of: event).seconds(since: event.start) >= shortestS {
      meters[number].events.append(event)
    }
  }

  private func end(of event: Event) -> Timestamp { event.last.advanced(bySeconds: intervalS ?? 60) }
}
