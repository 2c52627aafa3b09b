/// Makes the features of one meter, sample by sample.
///
/// Files and streams both come through here: the same samples give the same bits. A sample's
/// features depend only on the samples of the last two windows and lags, so that a reader may start
/// anywhere and be right after a short while.
public struct FeatureExtractor: Sendable {
  typealias Lanes = SIMD8<Double>

  /// The features.
  public let set: FeatureSet
  let plan: FeaturePlan
  let kernels: FeatureKernelSet
  private var statistics: RollingStatistics
  private var history: SampleHistory
  private var previous: [Double]
  private var previousTime: Int64?
  /// The slots of a run of one.
  var ownSlots: [Lanes]

  /// An extractor that has seen no sample.
  ///
  /// - Parameters:
  ///   - set: The features.
  ///   - kernels: What they are computed with; the features are the same to the bit for all.
  public init(_ set: FeatureSet, kernels: FeatureKernelSet = .fastest) {
    self.init(set, FeaturePlan(set), kernels)
  }

  init(_ set: FeatureSet, _ plan: FeaturePlan, _ kernels: FeatureKernelSet) {
    self.set = set
    self.plan = plan
    self.kernels = kernels
    statistics = RollingStatistics(plan, kernels)
    history = SampleHistory(groups: plan.groupCount)
    previous = [Double](repeating: .nan, count: plan.changes.count)
    ownSlots = [Lanes](repeating: .zero, count: plan.slotCount / FeaturePlan.laneCount)
  }

  /// Takes the next samples of a run and makes their intermediate values, variances for deviations
  /// and no scores.
  mutating func take(_ run: SampleRun) {
    guard run.count > 0 else { return }
    if let mismatch = plan.mismatch { Self.addMismatch(run, mismatch) }
    let room = max(run.count, run.stride)
    if !history.hasRoom(for: room) {
      history.makeRoom(for: room, keepingFrom: firstPlace(before: run.times[0]))
    }
    history.append(run, kernels.gatherRows)
    history.withPointers { statistics.take(run, $0) }
    if let column = plan.calendarColumn { addCalendar(run, run.column(column)) }
    takeChanges(run)
    if !plan.laggedValues.isEmpty { Self.takeLaggedValues(run, plan.laggedValues, history) }
  }

  /// The first sample that is still looked at when samples from `time` on are taken.
  private func firstPlace(before time: Int64) -> Int {
    let reach = plan.maximalLag + plan.maximalTolerance
    let lagged = plan.laggedValues.isEmpty ? history.end : history.place(notBefore: time - reach)
    return min(lagged, statistics.firstPlace(before: time, in: history))
  }

  /// Works out how far power is from V · I · power factor.
  ///
  /// Static, like `takeLaggedValues`: to call a method of a value that is being changed copies it.
  private static func addMismatch(_ run: SampleRun, _ mismatch: FeaturePlan.Mismatch) {
    let (voltage, current) = (run.column(mismatch.voltage), run.column(mismatch.current))
    let (power, factor) = (run.column(mismatch.power), run.column(mismatch.factor))
    let percent = run.column(mismatch.lane)
    for row in 0..<run.count {
      percent[row] = mismatchPercent(
        voltage: voltage[row], current: current[row], power: power[row], factor: factor[row])
    }
  }

  @inline(__always)
  static func mismatchPercent(
    voltage: Double, current: Double, power: Double, factor: Double
  ) -> Double {
    let expectedKW = voltage * current * factor / 1_000
    let difference = (power - expectedKW) / abs(expectedKW) * 100
    return expectedKW == 0 ? 0 : difference
  }

  private func addCalendar(_ run: SampleRun, _ columns: UnsafeMutablePointer<Double>) {
    if run.stride > 1 {
      kernels.writeCalendar(run.times, run.count, run.stride, columns)
    } else {
      kernels.writeMoment(
        run.times[0], UnsafeMutableRawPointer(columns).assumingMemoryBound(to: Lanes.self))
    }
  }

  /// The changes since the sample before.
  private mutating func takeChanges(_ run: SampleRun) {
    for (index, change) in plan.changes.enumerated() {
      let (values, changes) = (run.column(change.lane), run.column(change.slot))
      var before = previous[index]
      var timeBefore = previousTime
      for row in 0..<run.count {
        let (time, value) = (run.times[row], values[row])
        let isFresh = timeBefore.map { time - $0 <= change.maximalAge } ?? false
        let difference = value - before
        changes[row] =
          if !isFresh || before.isNaN {
            value.isNaN ? .nan : 0
          } else if change.isRelative {
            before == 0 ? 0 : difference / abs(before) * 100
          } else {
            difference
          }
        (before, timeBefore) = (value, time)
      }
      previous[index] = before
    }
    previousTime = run.times[run.count - 1]
  }

  /// The values of some time ago.
  private static func takeLaggedValues(
    _ run: SampleRun, _ laggedValues: [FeaturePlan.LaggedValue], _ history: SampleHistory
  ) {
    for lagged in laggedValues {
      let values = run.column(lagged.slot)
      for row in 0..<run.count {
        values[row] = history.value(
          ofLane: lagged.lane, at: run.times[row] - lagged.lag, tolerance: lagged.tolerance)
      }
    }
  }
}
