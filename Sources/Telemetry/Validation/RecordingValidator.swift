import GridModel

// One pass over the rows in the order of the file, in memory that grows with meters, gaps and late
// rows only. Of each kind the first hundred findings are kept, all are counted.

/// Looks through a telemetry file for what is wrong with it, a block of rows after another.
public struct RecordingValidator: Sendable {
  private static let keptPerKind = 100
  private static let sampleSize = 20_000
  /// A value that stands still this long is stuck, if it has had so many rows to change.
  private static let flatlineS = 3_600.0
  private static let flatlineRows = 30

  /// What is known of one meter.
  private struct Meter {
    var last: Timestamp?
    var times: TimeCoverage
    /// The row before, by column.
    var values: [Double]
    /// Since when each column has stood still, and for how many rows.
    var stillSince: [Timestamp]
    var stillRows: [Int]
  }

  private var report = ValidationReport()
  private var meters: [String: Meter] = [:]
  private var columnNames: [String] = []
  private var channels: [Channel?] = []
  private var samples: [[Double]] = []
  private var ratios: [Double] = []

  /// A validator that has seen no row.
  public init() {}

  /// Looks through the next rows.
  ///
  /// - Parameter block: Rows that follow those of the block before, with the same columns.
  public mutating func append(_ block: Recording) {
    if columnNames.isEmpty { begin(block) }
    report.intervalS = report.intervalS ?? block.intervalS
    if block.meterIDs.contains(where: { meters[$0] == nil }) { welcomeMeters(of: block) }
    var states = block.meterIDs.compactMap { meters[$0] }
    let columns = block.channels.map(\.values)
    for row in 0..<block.count {
      let index = Int(block.meterIndices[row])
      let time = block.timestamps[row]
      checkTime(time, &states[index], block.meterIDs[index])
      for (column, values) in columns.enumerated() {
        checkValue(values[row], column, time, &states[index], block.meterIDs[index])
      }
      states[index].last = time
    }
    for (meterID, state) in zip(block.meterIDs, states) { meters[meterID] = state }
    sample(block)
    report.rowCount += block.count
    report.start = [report.start, block.timestamps.min()].compactMap(\.self).min()
    report.end = [report.end, block.timestamps.max()].compactMap(\.self).max()
  }

  /// What was found in all rows.
  ///
  /// - Returns: The report.
  public consuming func finish() -> ValidationReport {
    for (meterID, meter) in meters.sorted(by: { $0.key < $1.key }) {
      checkOrder(meter, meterID)
      for column in columnNames.indices {
        endStill(column, meter, meterID)
      }
    }
    for (index, name) in columnNames.enumerated()
    where report.rowCount > 0 && report.columns[index].missing == report.rowCount {
      add(Finding(.emptyColumn, column: name, message: "column \(name) has no value at all"))
    }
    let samples = samples
    let channels = channels
    func median(_ channel: Channel) -> Double? {
      channels.firstIndex(of: channel).flatMap { Self.median(samples[$0].map(abs)) }
    }
    for finding in UnitSuspicion.findings(median: median, powerRatio: Self.median(ratios)) {
      add(finding)
    }
    report.meterIDs = meters.keys.sorted()
    return report
  }

  private mutating func begin(_ block: Recording) {
    columnNames = block.channels.map(\.name)
    channels = columnNames.map { Channel(rawValue: $0) }
    samples = columnNames.map { _ in [] }
    report.columns = columnNames.map { ValidationReport.Column(name: $0) }
  }

  private mutating func welcomeMeters(of block: Recording) {
    for (meterID, interval) in zip(block.meterIDs, block.intervalsS)
    where meters[meterID] == nil {
      meters[meterID] = Meter(
        times: TimeCoverage(intervalS: interval ?? report.intervalS),
        values: [Double](repeating: .nan, count: columnNames.count),
        stillSince: [Timestamp](
          repeating: Timestamp(millisecondsSinceEpoch: 0), count: columnNames.count),
        stillRows: [Int](repeating: 0, count: columnNames.count))
    }
  }

  private mutating func add(_ finding: Finding) {
    let count = report.counts[finding.kind, default: 0]
    report.counts[finding.kind] = count + 1
    if count < Self.keptPerKind { report.findings.append(finding) }
  }

  private mutating func checkTime(_ time: Timestamp, _ meter: inout Meter, _ meterID: String) {
    let isRepeated = meter.times.insert(time)
    if let last = meter.last, time < last {
      add(
        Finding(
          .outOfOrder, meterID: meterID, start: time, end: last, rowCount: 1,
          message: "meter \(meterID): \(time) comes after \(last)"))
    }
    if isRepeated { addDuplicate(time, meterID) }
  }

  private mutating func addDuplicate(_ time: Timestamp, _ meterID: String) {
    add(
      Finding(
        .duplicate, meterID: meterID, start: time, end: time, rowCount: 1,
        message: "meter \(meterID): \(time) is there twice"))
  }

  /// Adds what only shows when all rows are there: which are missing, and which came again late.
  private mutating func checkOrder(_ meter: Meter, _ meterID: String) {
    let (gaps, repeated) = meter.times.settled()
    for time in repeated { addDuplicate(time, meterID) }
    for gap in gaps {
      let missing = gap.missingRows == 1 ? "1 row is" : "\(gap.missingRows) rows are"
      add(
        Finding(
          .gap, meterID: meterID, start: gap.before, end: gap.after, rowCount: gap.missingRows,
          message: "meter \(meterID): \(missing) missing between \(gap.before) and \(gap.after)"))
    }
  }

  private mutating func checkValue(
    _ value: Double, _ column: Int, _ time: Timestamp, _ meter: inout Meter, _ meterID: String
  ) {
    guard !value.isNaN else {
      report.columns[column].missing += 1
      return
    }
    report.columns[column].add(value)
    if let channel = channels[column], !channel.physicalRange.contains(value) {
      add(
        Finding(
          .outOfRange, meterID: meterID, column: channel.rawValue, start: time, end: time,
          rowCount: 1,
          message: "meter \(meterID): \(channel.rawValue) is \(value) at \(time), which is not "
            + "between \(channel.physicalRange.lowerBound) and \(channel.physicalRange.upperBound)")
      )
    }
    if value == meter.values[column] {
      meter.stillRows[column] += 1
    } else {
      endStill(column, meter, meterID)
      meter.values[column] = value
      meter.stillSince[column] = time
      meter.stillRows[column] = 1
    }
  }

  /// Reports a value that stood still until the last row of `meter`.
  private mutating func endStill(_ column: Int, _ meter: Meter, _ meterID: String) {
    let rows = meter.stillRows[column]
    // Nothing consumed is no stuck sensor, and columns that Kilowatch does not know may be anything.
    guard rows >= Self.flatlineRows, meter.values[column] != 0, let last = meter.last,
      let channel = channels[column], !channel.mayStandStill,
      last.seconds(since: meter.stillSince[column]) >= Self.flatlineS
    else { return }
    let since = meter.stillSince[column]
    add(
      Finding(
        .flatline, meterID: meterID, column: channel.rawValue, start: since, end: last,
        rowCount: rows,
        message: "meter \(meterID): \(channel.rawValue) stands at \(meter.values[column]) for "
          + "\(rows) rows from \(since) to \(last)"))
  }

  /// Keeps values of the first rows, by which units are judged.
  private mutating func sample(_ block: Recording) {
    guard let taken = samples.first?.count, taken < Self.sampleSize else { return }
    let rows = min(block.count, Self.sampleSize - taken)
    for (index, column) in block.channels.enumerated() {
      samples[index] += column.values[..<rows]
    }
    let channels = [Channel.activePowerKW, .voltageV, .currentA, .powerFactor].map(block.values)
    guard let power = channels[0], let voltage = channels[1], let current = channels[2] else {
      return
    }
    for row in 0..<rows {
      let apparent = voltage[row] * current[row] * (channels[3]?[row] ?? 1) / 1_000
      if apparent != 0 { ratios.append(abs(power[row] / apparent)) }
    }
  }

  private static func median(_ values: [Double]) -> Double? {
    let there = values.filter { !$0.isNaN }.sorted()
    return there.isEmpty ? nil : there[there.count / 2]
  }
}
