/// The last samples of one meter.
///
/// Places are counted from the first sample ever, so that they stay right when old samples are
/// dropped.
struct SampleHistory: Sendable {
  typealias Lanes = SIMD8<Double>

  /// The samples, each where its place says.
  struct Pointers {
    let times: UnsafePointer<Int64>
    /// The lanes of the first group; those of the next ones follow `groupStride` samples later.
    let lanes: UnsafePointer<Lanes>
    let groupStride: Int
    /// The place of the first sample that is still there.
    let first: Int
    /// The place of the next sample.
    let end: Int

    /// The first place from `place` on whose sample is later than `time`.
    func end(after time: Int64, from place: Int) -> Int {
      var place = place
      while place < end, times[place] <= time { place += 1 }
      return place
    }
  }

  private let groups: Int
  private var capacity = 0
  private var times: [Int64] = []
  private var lanes: [Lanes] = []
  private var firstPlace = 0
  /// The place of the next sample.
  private(set) var end = 0

  init(groups: Int) {
    self.groups = groups
  }

  /// Whether `count` more samples can be taken as it is.
  func hasRoom(for count: Int) -> Bool { end - firstPlace + count <= capacity }

  /// Takes the samples of a run, for the whole of which there is room.
  mutating func append(_ run: SampleRun, _ gatherRows: FeatureKernelSet.GatherRows) {
    let place = end - firstPlace
    for row in 0..<run.count { times[place + row] = run.times[row] }
    lanes.withUnsafeMutableBufferPointer { lanes in
      guard let base = lanes.baseAddress else { return }
      for group in 0..<groups {
        let (values, rows) = (
          run.column(group * FeaturePlan.laneCount), base + group * capacity + place
        )
        if run.stride > 1 {
          gatherRows(values, run.stride, run.count, rows)
        } else {
          rows.pointee = UnsafeRawPointer(values).load(as: Lanes.self)
        }
      }
    }
    end += run.count
  }

  /// Forgets the samples before the place `needed` and takes more storage if the rest fills half.
  mutating func makeRoom(for count: Int, keepingFrom needed: Int) {
    let skipped = needed - firstPlace
    let kept = end - needed
    let before = capacity
    if kept + count > capacity / 2 {
      capacity = max(64, 2 * (kept + count))
      times += [Int64](repeating: 0, count: capacity - before)
      lanes += [Lanes](repeating: .zero, count: (capacity - before) * groups)
    }
    // Groups spread out from the last one, so that none is written over before it has moved.
    for group in (0..<groups).reversed() {
      let (from, to) = (group * before + skipped, group * capacity)
      if to <= from {
        for row in 0..<kept { lanes[to + row] = lanes[from + row] }
      } else {
        for row in (0..<kept).reversed() { lanes[to + row] = lanes[from + row] }
      }
    }
    for row in 0..<kept { times[row] = times[skipped + row] }
    firstPlace = needed
  }

  /// Lends the samples.
  @inline(__always)
  mutating func withPointers(_ body: (Pointers) -> Void) {
    let (first, end, stride) = (firstPlace, end, capacity)
    times.withUnsafeMutableBufferPointer { times in
      lanes.withUnsafeMutableBufferPointer { lanes in
        guard let time = times.baseAddress, let lane = lanes.baseAddress else { return }
        body(
          Pointers(
            times: time - first, lanes: lane - first, groupStride: stride, first: first, end: end))
      }
    }
  }

  /// The first place whose sample is not earlier than `time`.
  func place(notBefore time: Int64) -> Int {
    firstPlace + number(where: { $0 < time })
  }

  /// The newest value at `time` or at most `tolerance` earlier; not a number if there is none.
  func value(ofLane lane: Int, at time: Int64, tolerance: Int64) -> Double {
    let later = number(where: { $0 <= time })
    guard later > 0, times[later - 1] >= time - tolerance else { return .nan }
    let width = FeaturePlan.laneCount
    return lanes[lane / width * capacity + later - 1][lane % width]
  }

  /// How many samples' times are `early`, which those of the first ones are.
  private func number(where early: (Int64) -> Bool) -> Int {
    var (low, high) = (0, end - firstPlace)
    while low < high {
      let middle = (low + high) / 2
      if early(times[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
