/// The last samples of one meter, for features that lag.
///
/// Places are counted from the first sample ever, so that they stay right when old samples are
/// dropped.
struct SampleHistory: Sendable {
  private let groups: Int
  private var times: [Int64] = []
  private var lanes: [SIMD8<Double>] = []
  private var firstPlace = 0

  init(groups: Int) {
    self.groups = groups
  }

  /// Takes `count` samples, whose lanes come group by group.
  mutating func append(
    _ count: Int, _ newTimes: UnsafePointer<Int64>, _ values: UnsafePointer<SIMD8<Double>>
  ) {
    for row in 0..<count {
      times.append(newTimes[row])
      for group in 0..<groups { lanes.append(values[group * count + row]) }
    }
  }

  func time(at place: Int) -> Int64 { times[place - firstPlace] }

  func lanes(at place: Int, group: Int) -> SIMD8<Double> {
    lanes[(place - firstPlace) * groups + group]
  }

  /// The first place from `place` on whose sample is later than `time`.
  func end(after time: Int64, from place: Int) -> Int {
    var place = place
    while place - firstPlace < times.count, times[place - firstPlace] <= time { place += 1 }
    return place
  }

  /// The newest value at `time` or at most `tolerance` earlier; not a number if there is none.
  func value(ofLane lane: Int, at time: Int64, tolerance: Int64) -> Double {
    var low = 0
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    guard low > 0, times[low - 1] >= time - tolerance else { return .nan }
    let width = FeaturePlan.laneCount
    return lanes[(low - 1) * groups + lane / width][lane % width]
  }

  /// Forgets the samples before `time`, once they are half of all.
  mutating func drop(before time: Int64) {
    let half = times.count / 2
    guard half >= 64, times[half] < time else { return }
    times.removeFirst(half)
    lanes.removeFirst(half * groups)
    firstPlace += half
  }
}
