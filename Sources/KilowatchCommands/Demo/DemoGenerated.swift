import AnomalyDetection
import Documents
import GridModel
import Learning
import Numerics
import Reporting
import Telemetry

/// The job on generated data: learn from one month, judge on a later one of another seed.
struct DemoGenerated {
  let folder: DemoFolder
  let days: Double
  let seed: UInt64
  let execution: Execution

  /// The first moment of the month that is learned from.
  private static let start = Timestamp(millisecondsSinceEpoch: 1_735_689_600_000)

  func run(_ console: Console) throws(CommandFailure) -> [DemoFinding] {
    console.print("Generating \(Int(days)) days to learn from and \(Int(days)) days to judge on")
    let learning = try generate("learning", start: Self.start, seed: seed)
    let later = Self.start.advanced(bySeconds: (days + 1) * 86_400)
    let judging = try generate("judging", start: later, seed: seed &+ 100)
    let recording = try check(learning, console)
    let unseen = try check(judging, console)

    let zScore = zScoreROCAUC(of: unseen)
    console.print("A rolling z-score of power reaches ROC-AUC \(text(zScore)) on the later days")
    var findings: [DemoFinding] = []
    for (kind, configuration) in try configurations() {
      let detector = try withDetection(learning) { () throws(DetectorFailure) in
        try configuration.fit(
          recording, sha256: nil, seed: seed, execution: execution)
      }
      try writeJSON(
        detector.document(producerVersion: Kilowatch.version).json,
        to: folder.model("\(kind).json"))
      let scored = try ScoredTelemetry(unseen, by: detector, path: judging, execution)
      try scored.write(to: folder.report("detection/\(kind)-scores.csv"), execution)
      try EventsFile.write(scored.events, to: folder.report("detection/\(kind)-events.json"))
      guard let report = scored.report(detector.threshold) else { continue }
      try writeJSON(
        report.json.adding("rolling_z_score_roc_auc", JSONValue(zScore)),
        to: folder.report("detection/\(kind)-metrics.json"))
      console.print(
        "\(kind): threshold \(text(detector.threshold.value)) (\(detector.threshold.method)), "
          + "\(scored.events.count) alarms")
      let page = folder.report("detection-\(kind).html")
      try PageOutput(path: page).write(
        .detection(
          content(of: scored, detector, name: "Days not seen before, by \(kind)")),
        console.quiet)
      findings.append(DemoFinding(sentence: sentence(kind, report), page: page))
    }
    return findings
  }

  /// Writes a recording with its list of anomalies; the path of its file.
  private func generate(
    _ name: String, start: Timestamp, seed: UInt64
  ) throws(CommandFailure) -> String {
    let path = folder.dataset("generated/\(name).csv")
    let configuration: SignalConfiguration
    do throws(SignalError) {
      configuration = try SignalConfiguration(
        start: start, days: days, anomalies: AnomalyConfiguration(preset: .medium))
    } catch {
      throw .usage("demo: \(error)")
    }
    let (recording, events) = SignalGenerator(configuration).generate(
      seed: seed, execution: execution)
    try withFiles { () throws(FileFailure) in
      try recording.write(to: path, execution: execution)
    }
    let sidecar = SignalSidecar(
      configuration: configuration, seed: seed, preset: .medium, rowCount: recording.count,
      events: events)
    let digest = try withFiles { () throws(FileFailure) in try SHA256.hexDigest(ofFile: path) }
    try writeJSON(sidecar.document(sha256: digest), to: SignalSidecar.path(beside: path))
    return path
  }

  /// Reads a file back and says what is wrong with it.
  private func check(_ path: String, _ console: Console) throws(CommandFailure) -> Recording {
    let recording = try readRecording(path, .contract, execution)
    console.print("\(path): \(validation(of: recording))")
    return recording
  }

  private func configurations() throws(CommandFailure) -> [(String, DetectorConfiguration)] {
    do {
      let events = try EventRule(mergeGapS: 120)
      return [
        (
          "isolation-forest",
          try DetectorConfiguration(
            algorithm: .isolationForest(IsolationForest.Configuration()),
            thresholdRule: .contamination(0.03), eventRule: events)
        ),
        (
          "random-forest",
          try DetectorConfiguration(
            algorithm: .randomForest(RandomForestClassifier.Configuration()),
            thresholdRule: .automatic, eventRule: events)
        ),
      ]
    } catch {
      throw .failed("demo: \(error)")
    }
  }

  /// What the plainest detector reaches: the absolute z-score of power in its trailing hour.
  private func zScoreROCAUC(of recording: Recording) -> Double {
    let feature = FeatureSpecification(
      .standardScore, of: Channel.activePowerKW.rawValue, windowS: 3_600)
    guard let labels = recording.labels,
      let set = try? FeatureSet([feature]),
      let table = try? Telemetry.FeatureTable<Double>(set, of: recording, execution: execution)
    else { return .nan }
    let ranking = ScoreRanking(
      scores: table.values.map { $0.isFinite ? abs($0) : 0 }, labels: labels.map { $0 != 0 })
    return ranking.rocAUC ?? .nan
  }

  private func sentence(_ kind: String, _ report: DetectionReport) -> String {
    let events = report.events
    return "\(kind): ROC-AUC \(text(report.rocAUC ?? .nan)), F1 \(text(report.rows.f1)); found "
      + "\(events?.counts.foundCount ?? 0) of \(events?.counts.eventCount ?? 0) events with "
      + "\(text(events?.falseAlarmsPerDay ?? .nan)) false alarms a day"
  }

  private func text(_ value: Double) -> String { "\(value.rounded(toPlaces: 3))" }
}

extension JSONValue {
  /// The object with one more member.
  fileprivate func adding(_ name: String, _ value: JSONValue) -> JSONValue {
    var members = object ?? [:]
    members[name] = value
    return .object(members)
  }
}
