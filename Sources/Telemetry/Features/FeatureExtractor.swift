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
  /// For each window, the place in the history up to which it has been fed, if it lags.
  private var cursors: [Int]
  private var history: SampleHistory
  private var previous: [Double]
  private var previousTime: Int64?
  private let calendar = CalendarFeatures()

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
    var run = SampleRun(capacity: 1, plan: plan)
    run.count = 1
    run.times[0] = time.millisecondsSinceEpoch
    for (lane, value) in values.enumerated() { run.setColumn(lane) { _ in value } }
    take(run)
    return plan.slots.map { run.results[$0] }
  }

  /// Takes the next samples of a run and writes their rows of intermediate values.
  mutating func take(_ run: borrowing SampleRun) {
    let (count, times, lanes, results) = (run.count, run.times, run.lanes, run.results)
    addMismatch(count, lanes)
    let groups = plan.groupCount
    for group in 0..<groups {
      for row in 0..<count { store(lanes[group * count + row], at: group, row, results) }
    }
    if plan.maximalLag > 0 { history.append(count, times, lanes) }
    for window in 0..<plan.windows.count {
      if plan.windows[window].lag > 0 {
        takeLagged(window, count, times, lanes, results)
      } else {
        for group in 0..<groups {
          takePresent(window, group, count, times, lanes + group * count, results)
        }
      }
    }
    for row in 0..<count { takeOthers(times[row], into: results + row * plan.rowLength) }
    if plan.maximalLag > 0, count > 0 {
      history.drop(before: times[count - 1] - plan.maximalLag - plan.maximalTolerance)
    }
  }

  @inline(__always)
  private func store(
    _ values: SIMD8<Double>, at place: Int, _ row: Int, _ results: UnsafeMutablePointer<Double>
  ) {
    UnsafeMutableRawPointer(results + row * plan.rowLength + place * FeaturePlan.laneCount)
      .storeBytes(of: values, as: SIMD8<Double>.self)
  }

  /// Works out how far power is from V · I · power factor.
  private func addMismatch(_ count: Int, _ lanes: UnsafeMutablePointer<SIMD8<Double>>) {
    guard let mismatch = plan.mismatch else { return }
    let width = FeaturePlan.laneCount
    for row in 0..<count {
      func value(_ lane: Int) -> Double { lanes[lane / width * count + row][lane % width] }
      let apparent = value(mismatch.voltage) * value(mismatch.current) * value(mismatch.factor)
      let expectedKW = apparent / 1_000
      lanes[mismatch.lane / width * count + row][mismatch.lane % width] =
        expectedKW == 0 ? 0 : (value(mismatch.power) - expectedKW) / abs(expectedKW) * 100
    }
  }

  /// A window that ends at the sample itself.
  private mutating func takePresent(
    _ window: Int, _ group: Int, _ count: Int, _ times: UnsafePointer<Int64>,
    _ lanes: UnsafePointer<SIMD8<Double>>, _ results: UnsafeMutablePointer<Double>
  ) {
    let groups = plan.groupCount
    let place = ((1 + 3 * window) * groups + group) * FeaturePlan.laneCount
    let next = groups * FeaturePlan.laneCount
    let rowLength = plan.rowLength
    windows[window * groups + group].append(count, rows: lanes, at: times) {
      row, mean, variance in
      let output = UnsafeMutableRawPointer(results + row * rowLength + place)
      output.storeBytes(of: mean, as: SIMD8<Double>.self)
      output.storeBytes(
        of: variance, toByteOffset: next * MemoryLayout<Double>.stride, as: SIMD8<Double>.self)
    }
    // Roots are taken in a loop of their own, which is wide.
    for row in 0..<count {
      let deviations = results + row * rowLength + place + next
      for lane in 0..<FeaturePlan.laneCount {
        deviations[lane] = RollingWindow.deviation(deviations[lane])
      }
    }
    guard plan.needsScores[window] else { return }
    for row in 0..<count {
      let means = results + row * rowLength + place
      Self.writeScores(lanes[row], means, means + next, to: means + 2 * next)
    }
  }

  /// A window that ended some time before the sample.
  private mutating func takeLagged(
    _ window: Int, _ count: Int, _ times: UnsafePointer<Int64>,
    _ lanes: UnsafePointer<SIMD8<Double>>, _ results: UnsafeMutablePointer<Double>
  ) {
    let groups = plan.groupCount
    for row in 0..<count {
      let end = times[row] - plan.windows[window].lag
      let first = cursors[window]
      cursors[window] = history.end(after: end, from: first)
      for group in 0..<groups {
        let index = window * groups + group
        for place in first..<cursors[window] {
          var time = history.time(at: place)
          var values = history.lanes(at: place, group: group)
          windows[index].append(1, rows: &values, at: &time) { _, _, _ in }
        }
        let (mean, variance) = windows[index].statistics(at: end)
        let place = ((1 + 3 * window) * groups + group) * FeaturePlan.laneCount
        let means = results + row * plan.rowLength + place
        let deviations = means + groups * FeaturePlan.laneCount
        for lane in 0..<FeaturePlan.laneCount {
          means[lane] = mean[lane]
          deviations[lane] = RollingWindow.deviation(variance[lane])
        }
        Self.writeScores(
          lanes[group * count + row], means, deviations,
          to: deviations + groups * FeaturePlan.laneCount)
      }
    }
  }

  /// Writes how many deviations each value is from the mean, 0 where there is no deviation.
  @inline(__always)
  private static func writeScores(
    _ values: SIMD8<Double>, _ means: UnsafePointer<Double>, _ deviations: UnsafePointer<Double>,
    to scores: UnsafeMutablePointer<Double>
  ) {
    for lane in 0..<FeaturePlan.laneCount {
      let score = (values[lane] - means[lane]) / deviations[lane]
      scores[lane] = deviations[lane] == 0 ? 0 : score
    }
  }

  /// The features that are no statistics of a window.
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
    }
    for change in plan.changes { previous[change.lane] = row[change.lane] }
    previousTime = time
    for lagged in plan.laggedValues {
      row[lagged.slot] = history.value(
        ofLane: lagged.lane, at: time - lagged.lag, tolerance: lagged.tolerance)
    }
    if let slot = plan.calendarSlot { calendar.write(time, to: row + slot) }
  }
}
