import AnomalyDetection
import GridModel
import Testing

@Suite("A timeline")
struct TimelineTests {
  @Test("puts the rows of each meter in order of time, whatever their order in the file")
  func order() {
    let timeline = Timeline(
      timestamps: [3, 1, 2, 0, 1].map(minute), meterIDs: ["a", "b"], meterIndices: [0, 1, 0, 0, 1])
    #expect(timeline.rows == [3, 2, 0, 1, 4])
    #expect(timeline.meters == [0..<3, 3..<5])
    #expect(timeline.meterID(at: 2) == "a" && timeline.meterID(at: 3) == "b")
  }

  @Test("ends runs where the value changes, at gaps and where a meter ends")
  func runs() {
    let minutes = [0, 1, 2, 3, 20, 21, 0, 1]
    let timeline = Timeline(
      timestamps: minutes.map(minute), meterIDs: ["a", "b"],
      meterIndices: [0, 0, 0, 0, 0, 0, 1, 1])
    let values: [Int?] = [1, 1, 2, nil, 1, 1, 1, nil]
    #expect(timeline.runs { values[$0] } == [0..<2, 2..<3, 4..<6, 6..<7])
    #expect(timeline.runs { _ in true } == [0..<4, 4..<6, 6..<8])
  }

  @Test("counts days and durations to the end of the last interval")
  func durations() {
    let timeline = Timeline.minutes(Array(0..<1_440))
    #expect(timeline.days == 1)
    #expect(timeline.durationS(of: 5..<7) == 120)
  }

  @Test("of no rows has no days and no runs")
  func empty() {
    let timeline = Timeline(timestamps: [], meterIDs: [], meterIndices: [])
    #expect(timeline.days == 0)
    #expect(timeline.runs { _ in true }.isEmpty)
  }
}

func minute(_ number: Int) -> Timestamp {
  Timestamp(millisecondsSinceEpoch: Int64(number) * 60_000)
}

extension Timeline {
  /// One meter, one row at each of the given minutes.
  static func minutes(_ minutes: [Int]) -> Timeline {
    Timeline(
      timestamps: minutes.map(minute), meterIDs: ["m"],
      meterIndices: minutes.map { _ in 0 })
  }
}
