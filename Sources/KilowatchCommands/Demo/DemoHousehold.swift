import AnomalyDetection
import Documents
import GridModel
import Learning
import Numerics
import Reporting
import Telemetry

/// The job without labels on a month of a real household: its strangest events, explained.
struct DemoHousehold {
  let folder: DemoFolder
  let seed: UInt64
  let execution: Execution

  /// How the file's authors wrote it.
  ///
  /// Semicolons, `?` for what is missing, two columns of local time; clocks do not change between
  /// December and January.
  private static var format: TelemetryFormat {
    TelemetryFormat(
      delimited: DelimitedFormat(delimiter: UInt8(ascii: ";"), missingMarker: "?"),
      columnNames: [
        "active_power_kw": "Global_active_power", "voltage_v": "Voltage",
        "current_a": "Global_intensity", "reactive_power_kvar": "Global_reactive_power",
      ],
      timestampColumns: ["Date", "Time"],
      timeFormat: TimeFormat(pattern: "d/m/yyyy HH:MM:SS") ?? .rfc3339,
      assumedZone: AssumedZone(name: "+01:00"), extraChannels: ["reactive_power_kvar"])
  }

  /// The same, as the options of a command.
  static let options = [
    "--delimiter", ";", "--missing", "?", "--timestamp", "Date+Time", "--time-format",
    "d/m/yyyy HH:MM:SS", "--assume-tz", "+01:00",
  ]

  /// The column of the load, in kW.
  static let target = "Global_active_power"

  /// Where the recording lies below the folder of data sets.
  static let file = "household/household_power_consumption.txt.gz"

  func run(_ console: Console) throws(CommandFailure) -> DemoFinding {
    let path = folder.dataset(Self.file)
    let recording = try readRecording(path, Self.format, execution)
    console.print("\(path), a real household without labels: \(validation(of: recording))")
    let configuration = try configuration()
    let detector = try withDetection(path) { () throws(DetectorFailure) in
      try configuration.fit(recording, sha256: nil, seed: seed, execution: execution)
    }
    try writeJSON(
      detector.document(producerVersion: Kilowatch.version).json,
      to: folder.model("household-isolation-forest.json"))
    let scored = try ScoredTelemetry(recording, by: detector, path: path, execution)
    try scored.write(to: folder.report("detection/household-scores.csv"), execution)
    try EventsFile.write(scored.events, to: folder.report("detection/household-events.json"))
    console.print("The strangest events of the household:")
    for event in scored.strongestEvents(5) { console.print("  " + words(event)) }
    let page = folder.report("detection-household.html")
    try PageOutput(path: page).write(
      .detection(content(of: scored, detector, name: "A household's month, without labels")),
      console.quiet)
    return DemoFinding(
      sentence: "household: \(scored.events.count) strange stretches in "
        + "\(Int(scored.timeline.days.rounded())) days, at most 2 a day expected", page: page)
  }

  private func configuration() throws(CommandFailure) -> DetectorConfiguration {
    do {
      return try DetectorConfiguration(
        algorithm: .isolationForest(IsolationForest.Configuration()),
        thresholdRule: .falseAlarmsPerDay(2), eventRule: EventRule(mergeGapS: 600))
    } catch {
      throw .failed("demo: \(error)")
    }
  }

  private func words(_ event: DetectedEvent) -> String {
    let reasons = event.contributions.prefix(3).map { reason in
      "\(reason.feature) \(reason.value.rounded(toPlaces: 2)) "
        + "(\(reason.contribution >= 0 ? "+" : "")\(reason.contribution.rounded(toPlaces: 3)))"
    }
    return "\(event.event.start), \(Int(event.event.durationS / 60)) min, score "
      + "\(event.event.peakScore.rounded(toPlaces: 3)): " + reasons.joined(separator: ", ")
  }
}
