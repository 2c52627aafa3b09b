import Glibc
public import GridModel

/// Makes the features of one meter, sample by sample.
///
/// Files and streams both come through here: the same samples give the same bits. A sample's
/// features depend only on the samples of the last two windows and lags, so that a reader may start
/// anywhere and be right after a short while.
public struct FeatureExtractor: Sendable {
  /// The features.
  public let set: FeatureSet
  let plan: FeaturePlan
  private var windows: [RollingWindow]
  private var cursors: [Int]
  private var history: SampleHistory
  private var previous: [Double]
  private var previousTime: Int64?
  private var lanes: [SIMD8<Double>]
  private var calendar = CalendarFeatures()

  /// An extractor that has seen no sample.
  public init(_ set: FeatureSet) {
    self.set = set
    let plan = FeaturePlan(set)
    self.plan = plan
    windows = plan.windows.flatMap {
      [RollingWindow](repeating: RollingWindow(width: $0.width), count: plan.groupCount)
    }
    cursors = [Int](repeating: 0, count: plan.windows.count)
    history = SampleHistory(groups: plan.groupCount)
    lanes = [SIMD8<Double>](repeating: .zero, count: plan.groupCount)
    previous = [Double](repeating: .nan, count: plan.groupCount * FeaturePlan.laneCount)
  }

  /// Takes the next sample and gives its features, in the order of the set.
  ///
  /// - Parameters:
  ///   - time: When the sample was taken; not before the last one.
  ///   - values: The channels of the set in its order, not a number where one is missing.
  /// - Returns: The features.
  /// - Complexity: O(channels · windows), amortised, whatever the windows' lengths.
  public mutating func append(_ time: Timestamp, _ values: [Double]) -> [Double] {
    precondition(
      values.count == set.channels.count,
      "a sample of \(values.count) values for \(set.channels.count) channels")
    for (lane, value) in values.enumerated() { setLane(lane, value) }
    var row = [Double](repeating: 0, count: plan.rowLength)
    row.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { take(time.millisecondsSinceEpoch, into: base) }
    }
    return plan.slots.map { row[$0] }
  }

  /// Sets the value of one channel of the sample that `take` will take.
  @inline(__always)
  mutating func setLane(_ lane: Int, _ value: Double) {
    lanes[lane / FeaturePlan.laneCount][lane % FeaturePlan.laneCount] = value
  }

  /// Takes the sample that the lanes hold and writes its row of intermediate values.
  @inline(__always)
  mutating func take(_ time: Int64, into row: UnsafeMutablePointer<Double>) {
    if let mismatch = plan.mismatch {
      let lanes = self.lanes
      func value(_ lane: Int) -> Double {
        lanes[lane / FeaturePlan.laneCount][lane % FeaturePlan.laneCount]
      }
      let apparent = value(mismatch.voltage) * value(mismatch.current) * value(mismatch.factor)
      let expectedKW = apparent / 1_000
      setLane(
        mismatch.lane,
        expectedKW == 0 ? 0 : (value(mismatch.power) - expectedKW) / abs(expectedKW) * 100)
    }
    let groups = plan.groupCount
    for group in 0..<groups { store(lanes[group], at: group, of: row) }
    if plan.maximalLag > 0 { history.append(time, lanes) }

    for window in 0..<plan.windows.count {
      let end = time - plan.windows[window].lag
      let isLagged = plan.windows[window].lag > 0
      for group in 0..<groups {
        let index = window * groups + group
        if isLagged {
          for place in cursors[window]..<history.end(after: end, from: cursors[window]) {
            windows[index].add(history.lanes(at: place, group: group), at: history.time(at: place))
          }
          windows[index].advance(to: end)
        } else {
          windows[index].add(lanes[group], at: time)
        }
        let (mean, deviation) = windows[index].statistics()
        let place = (1 + 3 * window) * groups + group
        store(mean, at: place, of: row)
        store(deviation, at: place + groups, of: row)
        if plan.needsScores[window] {
          let scores = (lanes[group] - mean) / deviation
          store(
            scores.replacing(with: 0, where: deviation .== 0), at: place + 2 * groups, of: row)
        }
      }
      if isLagged { cursors[window] = history.end(after: end, from: cursors[window]) }
    }
    takeOthers(time, into: row)
  }

  @inline(__always)
  private func store(_ values: SIMD8<Double>, at place: Int, of row: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(row + place * FeaturePlan.laneCount)
      .storeBytes(of: values, as: SIMD8<Double>.self)
  }

  /// The features that are no statistics of a window.
  @inline(__always)
  private mutating func takeOthers(_ time: Int64, into row: UnsafeMutablePointer<Double>) {
    for change in plan.changes {
      let before = previous[change.lane]
      let isFresh = previousTime.map { time - $0 <= change.maximalAge } ?? false
      let difference = row[change.lane] - before
      if !isFresh || before.isNaN {
        row[change.slot] = row[change.lane].isNaN ? .nan : 0
      } else if change.isRelative {
        row[change.slot] = before == 0 ? 0 : difference / abs(before) * 100
      } else {
        row[change.slot] = difference
      }
      previous[change.lane] = row[change.lane]
    }
    previousTime = time
    for lagged in plan.laggedValues {
      row[lagged.slot] = history.value(
        ofLane: lagged.lane, at: time - lagged.lag, tolerance: lagged.tolerance)
    }
    if let slot = plan.calendarSlot { calendar.write(time, to: row + slot) }
    if plan.maximalLag > 0 { history.drop(before: time - plan.maximalLag - plan.maximalTolerance) }
  }
}
