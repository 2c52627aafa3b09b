import Documents
import GridModel
import Numerics
import Reporting
import Telemetry

/// `data generate`: telemetry with the physics of a meter and labelled anomalies.
struct DataGenerateCommand: Command {
  static let specification = CommandSpecification(
    path: ["data", "generate"],
    summary: "Generate telemetry with labelled anomalies.",
    discussion: """
      Power follows the day, the week and the temperature; voltage sags with load, and current \
      follows from P = V * I * pf. Power spikes, sudden drops, drifts and noise bursts are injected \
      and labelled; NAME.meta.json beside the file lists each of them. A rolling z-score of power \
      reaches a ROC-AUC of 0.95, 0.75 and 0.60 on the presets easy, medium and hard.
      """,
    options: [
      .out("FILE.csv", "The file to write; .gz and .zst are packed, - is standard output."),
      .value("days", "DAYS", "How many days.", default: "30"),
      .value("meters", "N", "How many meters.", default: "1"),
      .value("interval", "SECONDS", "The time between two rows of a meter.", default: "60"),
      .value("start", "TIME", "The first moment.", default: "2024-01-01T00:00:00Z"),
      .value("preset", "PRESET", "easy, medium or hard.", default: "medium"),
      .value("rate", "SHARE", "The share of rows that are anomalies, 0 to 0.3.", default: "0.04"),
      .value("mean-power", "KW", "The mean power of a meter.", default: "60"),
      .value(
        "anomaly", "KIND:SHARE:MINUTES:SIZE",
        "One kind instead of the preset's: its share of events, how long (5-20), how strong relative "
          + "to power (0.1-0.3). Repeat for more kinds.", isRepeating: true),
      .value(
        "signature", "FACTOR", "How strongly power quality shows an anomaly.",
        default: "the preset's"),
      .report("Make a page about the recording, too."),
      .seed, .threads,
    ],
    examples: [
      Example(
        "kilowatch data generate --days 30 --preset medium --seed 7 --out june.csv",
        "a month of one meter"),
      Example(
        "kilowatch data generate --anomaly drift:1:60-120:0.05-0.2 --rate 0.02 --out drift.csv.gz",
        "drifts only"),
    ])

  private let out: String
  private let configuration: SignalConfiguration
  private let preset: SignalConfiguration.Preset?
  private let report: PageOutput?
  private let seed: UInt64
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    out = try arguments.required("out")
    report = try PageOutput.report(arguments)
    seed = try arguments.seed()
    execution = try arguments.execution()
    let chosen = try arguments.choice("preset", of: SignalConfiguration.Preset.self)
    guard let start = Timestamp(rfc3339: arguments.string("start") ?? "2024-01-01T00:00:00Z") else {
      throw arguments.usage("--start takes a time such as 2024-01-01T00:00:00Z")
    }
    let kinds = try Self.kinds(arguments)
    let rate = try arguments.double("rate", in: 0...0.3) ?? 0.04
    let signature = try arguments.double("signature", in: 0...100)
    let days = try arguments.double("days", in: 1e-6...100_000) ?? 30
    let meters = try arguments.integer("meters", in: 1...100_000) ?? 1
    let interval = try arguments.integer("interval", in: 1...86_400) ?? 60
    let power = try arguments.double("mean-power", in: 1e-3...1e6) ?? 60
    preset = kinds.isEmpty && signature == nil ? chosen ?? .medium : chosen
    do throws(SignalError) {
      let base = try AnomalyConfiguration(preset: chosen ?? .medium, rate: rate)
      let anomalies = try AnomalyConfiguration(
        rate: rate, kinds: kinds.isEmpty ? base.kinds : kinds,
        signature: signature ?? base.signature)
      configuration = try SignalConfiguration(
        start: start, days: days, meterCount: meters, intervalS: interval, meanPowerKW: power,
        anomalies: anomalies)
    } catch {
      throw arguments.usage(error.description)
    }
  }

  private static func kinds(
    _ arguments: ParsedArguments
  ) throws(CommandFailure) -> [AnomalyKind: AnomalyConfiguration.Kind] {
    var kinds: [AnomalyKind: AnomalyConfiguration.Kind] = [:]
    for text in arguments.strings("anomaly") {
      let parts = text.split(separator: ":").map(String.init)
      guard parts.count == 4, let kind = AnomalyKind(rawValue: parts[0]), kind != .normal,
        let share = Double(parts[1]), let minutes = range(parts[2]), let size = range(parts[3])
      else {
        throw arguments.usage(
          "--anomaly takes KIND:SHARE:MINUTES:SIZE, such as drift:1:60-120:0.05-0.2, not '\(text)'")
      }
      kinds[kind] = AnomalyConfiguration.Kind(share: share, minutes: minutes, size: size)
    }
    return kinds
  }

  private static func range(_ text: String) -> ClosedRange<Double>? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Double($0) }
    guard let first = ends.first, let low = first, let last = ends.last, let high = last,
      low <= high, high.isFinite, ends.count <= 2
    else { return nil }
    return low...high
  }

  func run(_ console: Console) throws(CommandFailure) {
    let (recording, events) = SignalGenerator(configuration).generate(
      seed: seed, execution: execution)
    try withFiles { () throws(FileFailure) in
      try recording.write(to: out, execution: execution)
    }
    if let report {
      let content = DatasetContent(
        name: fileName(of: out), recording: recording,
        events: events.map {
          GridEvent(
            start: $0.start, end: $0.end, meterID: $0.meterID, kind: $0.kind.rawValue,
            peakScore: .nan)
        }, execution: execution)
      try report.write(.dataset(content), console)
    }
    guard out != "-" else { return }
    let sidecar = SignalSidecar(
      configuration: configuration, seed: seed, preset: preset, rowCount: recording.count,
      events: events)
    let digest = try withFiles { () throws(FileFailure) in try SHA256.hexDigest(ofFile: out) }
    let path = SignalSidecar.path(beside: out)
    try completing(out) { () throws(CommandFailure) in
      try writeJSON(sidecar.document(sha256: digest), to: path)
    }
    console.note(
      "\(out): \(counted(recording.count, "row")), "
        + "\(counted(events.count, "anomaly", plural: "anomalies")); listed in \(path)")
  }
}
