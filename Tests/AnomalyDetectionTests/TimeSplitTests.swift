import AnomalyDetection
import GridModel
import Telemetry
import Testing

@Suite("A split by time")
struct TimeSplitTests {
  @Test("leaves a gap as long as the longest window between the rows of its parts")
  func gap() throws {
    let recording = recording(minutes: Array(0..<1_000) + Array(1_300..<2_000))
    let split = try TimeSplit(recording, validationShare: 0.3, gapS: 3_600)
    let learning = split.learningRows.map { recording.timestamps[$0] }
    let validation = split.validationRows.map { recording.timestamps[$0] }
    let lastLearned = try #require(learning.max())
    let firstJudged = try #require(validation.min())
    #expect(firstJudged.seconds(since: lastLearned) > 3_600)
    #expect(firstJudged >= split.validationStart)
    // Of both meters, and nothing but the gap is left out.
    #expect(Set(split.learningRows.map { recording.meterIndices[$0] }) == [0, 1])
    let between = recording.timestamps.filter { $0 > lastLearned && $0 < firstJudged }
    #expect(learning.count + validation.count + between.count == recording.count)
  }

  @Test("is refused where a part would be empty, with the rows that it takes")
  func tooShort() {
    #expect(throws: DetectionError.tooShort(rows: 40, needed: 424)) {
      try TimeSplit(self.recording(minutes: Array(0..<20)), validationShare: 0.3, gapS: 3_600)
    }
  }

  /// A row of each of two meters in each of `minutes`.
  private func recording(minutes: [Int]) -> Recording {
    Recording(
      timestamps: minutes.flatMap { minute in
        [0, 1].map { _ in Timestamp(millisecondsSinceEpoch: Int64(minute) * 60_000) }
      }, meterIDs: ["a", "b"], meterIndices: minutes.flatMap { _ in [0, 1] },
      channels: [.init(name: "voltage_v", values: minutes.flatMap { _ in [230, 231] })])
  }
}
