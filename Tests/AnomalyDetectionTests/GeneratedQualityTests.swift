import AnomalyDetection
import GridModel
import Learning
import Numerics
import Telemetry
import Testing

@Suite("On a later, unseen month of generated telemetry of medium difficulty")
struct GeneratedQualityTests {
  @Test("a random forest reaches F1 0.90 and finds 95 % of the events", arguments: [UInt64(1), 2])
  func randomForest(seed: UInt64) throws {
    let report = try report(
      .randomForest(RandomForestClassifier.Configuration()), .automatic, seed: seed)
    #expect(report.rows.f1 >= 0.90)
    #expect(report.events?.counts.recall ?? 0 >= 0.95)
    #expect(report.events?.kinds.count == 4)
  }

  @Test("an isolation forest that knows no labels reaches ROC-AUC 0.90", arguments: 1...5)
  func isolationForest(seed: UInt64) throws {
    let report = try report(
      .isolationForest(IsolationForest.Configuration()), .contamination(0.04), seed: seed)
    #expect(report.rocAUC ?? 0 >= 0.90)
  }

  private func report(
    _ algorithm: DetectorConfiguration.Algorithm, _ rule: ThresholdRule, seed: UInt64
  ) throws -> DetectionReport {
    let detector = try DetectorConfiguration(
      algorithm: algorithm, thresholdRule: rule, eventRule: EventRule()
    ).fit(month(0, seed: seed), sha256: nil, seed: seed, execution: .concurrent)
    let recording = try month(1, seed: seed + 100)
    let scores = try detector.model.scores(
      of: detector.features(of: recording, execution: .concurrent), execution: .concurrent)
    let timeline = Timeline(recording)
    return DetectionReport(
      LabelledScores(
        scores: scores, decisions: detector.decisions(scores),
        labels: (recording.labels ?? []).map { $0 != 0 }, kinds: recording.anomalyKinds),
      threshold: detector.threshold, timeline: timeline,
      alarms: detector.alarms(scores, timeline: timeline))
  }

  private func month(_ number: Int, seed: UInt64) throws -> Recording {
    let start = Timestamp(millisecondsSinceEpoch: 1_735_689_600_000)
    let configuration = try SignalConfiguration(
      start: start.advanced(bySeconds: Double(number) * 31 * 86_400), days: 30,
      anomalies: AnomalyConfiguration(preset: .medium))
    return SignalGenerator(configuration).generate(seed: seed, execution: .concurrent).recording
  }
}
