import AnomalyDetection
import GridModel
import Learning
import Numerics
import Telemetry
import Testing

@Suite("Scores of a stream")
struct ScoreStreamTests {
  @Test(
    "Rows that come block by block have the scores and events of the whole recording",
    arguments: [1, 97, 3_000, 100_000])
  func blocksMakeNoDifference(blockLength: Int) throws {
    let recording = try Self.recording(days: 4, meters: 3, seed: 5)
    for detector in try Self.detectors {
      let features = try detector.features(of: recording, execution: .serial)
      let scores = try detector.model.scores(of: features, execution: .serial)
      let events = try detector.events(
        scores: scores, features: features, timeline: Timeline(recording), execution: .serial)
      var stream = try ScoreStream(detector)
      var found: [Double] = []
      for start in stride(from: 0, to: recording.count, by: blockLength) {
        let rows = start..<min(start + blockLength, recording.count)
        found += try stream.append(recording.rows(rows), execution: .concurrent(workers: 2))
      }
      #expect(found == scores)
      #expect(stream.eventCount() == events.count)
      #expect(try stream.events(execution: .serial) == events)
      #expect(events.count > 3)
      #expect(
        events.map(\.places) == detector.alarms(scores, timeline: Timeline(recording)))
    }
  }

  @Test("Rows out of order are refused with their meter")
  func orderIsNeeded() throws {
    let recording = try Self.recording(days: 1, meters: 1, seed: 5)
    var stream = try ScoreStream(try #require(try Self.detectors.first))
    _ = try stream.append(recording.rows(100..<200), execution: .serial)
    #expect(throws: DetectorFailure.self) {
      _ = try stream.append(recording.rows(0..<100), execution: .serial)
    }
  }

  /// One detector of each algorithm, the second with kinds, pauses within events and hysteresis.
  static var detectors: [AnomalyDetector] {
    get throws {
      let learned = try recording(days: 4, meters: 1, seed: 4)
      return try [
        DetectorConfiguration(
          algorithm: .isolationForest(.init(trees: 20)), thresholdRule: .contamination(0.03),
          eventRule: EventRule(minimumDurationS: 120)),
        DetectorConfiguration(
          algorithm: .randomForest(.init(trees: 8)), thresholdRule: .value(0.6),
          eventRule: EventRule(mergeGapS: 600, hysteresis: 0.3)),
      ].map { try $0.fit(learned, sha256: nil, seed: 3, execution: .serial) }
    }
  }

  static func recording(days: Double, meters: Int, seed: UInt64) throws -> Recording {
    let configuration = try SignalConfiguration(
      start: Timestamp(millisecondsSinceEpoch: 1_735_689_600_000), days: days, meterCount: meters,
      anomalies: AnomalyConfiguration(preset: .easy))
    return SignalGenerator(configuration).generate(seed: seed, execution: .serial).recording
  }
}
