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
  private var windows: [RollingWindow]
  private var history: SampleHistory
  private var previous: [Double]
  private var previousTime: Int64?
  /// Room for a run of one.
  var ownRun: [Lanes]

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
    windows = plan.windows.indices.flatMap { window in
      (0..<plan.groupCount).map { group in
        RollingWindow(plan.windows[window], plan.vectors(window, group), kernels: kernels)
      }
    }
    history = SampleHistory(groups: plan.groupCount)
    previous = [Double](repeating: .nan, count: plan.changes.count)
    ownRun = [Lanes](repeating: .zero, count: plan.vectorCount)
  }

  /// Takes the next samples of a run and makes their intermediate values.
  mutating func take(_ run: SampleRun) {
    guard run.count > 0 else { return }
    addMismatch(run)
    if !history.hasRoom(for: run.count) {
      history.makeRoom(for: run.count, keepingFrom: firstPlace(before: run.times[0]))
    }
    history.append(run)
    takeWindows(run)
    takeChanges(run)
    if !plan.laggedValues.isEmpty { takeLaggedValues(run) }
    if let vector = plan.calendarVector {
      let features = run.vector(vector)
      for row in 0..<run.count { features[row] = CalendarFeatures.features(of: run.times[row]) }
    }
  }

  /// The first sample that is still looked at when samples from `time` on are taken.
  private func firstPlace(before time: Int64) -> Int {
    let reach = plan.maximalLag + plan.maximalTolerance
    let lagged = plan.laggedValues.isEmpty ? history.end : history.place(notBefore: time - reach)
    return windows.reduce(min(lagged, history.end)) { min($0, $1.firstPlace) }
  }

  /// Works out how far power is from V · I · power factor.
  private func addMismatch(_ run: SampleRun) {
    guard let mismatch = plan.mismatch else { return }
    for row in 0..<run.count {
      let apparent =
        run[row, mismatch.voltage] * run[row, mismatch.current] * run[row, mismatch.factor]
      let expectedKW = apparent / 1_000
      run[row, mismatch.lane] =
        expectedKW == 0 ? 0 : (run[row, mismatch.power] - expectedKW) / abs(expectedKW) * 100
    }
  }

  /// The statistics of all windows.
  private mutating func takeWindows(_ run: SampleRun) {
    windows.withUnsafeMutableBufferPointer { windows in
      history.withPointers { history in
        for index in windows.indices { windows[index].take(run, history) }
      }
    }
  }

  /// The changes since the sample before.
  private mutating func takeChanges(_ run: SampleRun) {
    for row in 0..<run.count {
      let time = run.times[row]
      for (index, change) in plan.changes.enumerated() {
        let value = run[row, change.lane]
        let before = previous[index]
        previous[index] = value
        let isFresh = previousTime.map { time - $0 <= change.maximalAge } ?? false
        let difference = value - before
        run[row, change.slot] =
          if !isFresh || before.isNaN {
            value.isNaN ? .nan : 0
          } else if change.isRelative {
            before == 0 ? 0 : difference / abs(before) * 100
          } else {
            difference
          }
      }
      previousTime = time
    }
  }

  /// The values of some time ago.
  private func takeLaggedValues(_ run: SampleRun) {
    for lagged in plan.laggedValues {
      for row in 0..<run.count {
        run[row, lagged.slot] = history.value(
          ofLane: lagged.lane, at: run.times[row] - lagged.lag, tolerance: lagged.tolerance)
      }
    }
  }
}
