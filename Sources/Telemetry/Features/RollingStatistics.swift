/// The statistics of all windows over the rows of one meter.
///
/// Where rows are regular, windows are merged of shorter ones; elsewhere they are sums. Which it is
/// depends on the rows alone; whichever takes over begins with the rows that are in the windows.
struct RollingStatistics: Sendable {
  typealias Lanes = SIMD8<Double>

  /// What never changes, in one place, so that these statistics are small when they are moved.
  private final class Program: Sendable {
    let plan: FeaturePlan
    let kernels: FeatureKernelSet

    init(_ plan: FeaturePlan, _ kernels: FeatureKernelSet) {
      self.plan = plan
      self.kernels = kernels
    }
  }

  private let program: Program
  private var windows: [RollingWindow]
  /// The numbers of those that lag, and of the others.
  private let lagging: [Int]
  private let present: [Int]
  private var regularRows: RegularRows
  /// The merged windows of each group.
  private var merged: [MergedRows] = []
  /// Whether the last row was regular.
  private var isMerging = false

  /// Statistics that have seen no row.
  init(_ plan: FeaturePlan, _ kernels: FeatureKernelSet) {
    program = Program(plan, kernels)
    windows = plan.statistics.map { RollingWindow($0, kernels: kernels) }
    lagging = plan.statistics.indices.filter { plan.statistics[$0].window.lag > 0 }
    present = plan.statistics.indices.filter { plan.statistics[$0].window.lag == 0 }
    regularRows = RegularRows(width: plan.mergedWidths.max() ?? 0)
  }

  /// The first place that is still looked at when rows from `time` on are taken.
  func firstPlace(before time: Int64, in history: SampleHistory) -> Int {
    var first = history.end
    for (window, statistics) in zip(windows, program.plan.statistics)
    where !isMerging || statistics.window.lag > 0 {
      first = min(first, window.firstPlace)
    }
    return isMerging ? min(first, history.place(notBefore: time - 2 * regularRows.width)) : first
  }

  /// Takes the samples of a run, which are the last ones of the history.
  mutating func take(_ run: SampleRun, _ history: SampleHistory.Pointers) {
    takeLagged(run, history)
    let place = history.end - run.count
    var first = 0
    while first < run.count {
      let isRegular = regularRows.append(
        run.times[first], isComplete: isComplete(place + first, history))
      var end = first + 1
      // The rows that follow are taken together with the first as long as they are of its kind.
      while end < run.count {
        var next = regularRows
        guard
          next.append(run.times[end], isComplete: isComplete(place + end, history)) == isRegular
        else { break }
        regularRows = next
        end += 1
      }
      if isRegular {
        merge(run, first..<end, history)
      } else {
        sum(run, first..<end, history)
      }
      first = end
    }
  }

  private mutating func takeLagged(_ run: SampleRun, _ history: SampleHistory.Pointers) {
    for index in lagging {
      windows[index].take(run, 0..<run.count, history)
    }
  }

  private func isComplete(_ place: Int, _ history: SampleHistory.Pointers) -> Bool {
    for group in 0..<program.plan.groupCount {
      let values = history.lanes[group * history.groupStride + place]
      if any(values .!= values) { return false }
    }
    return true
  }

  /// Takes regular rows.
  private mutating func merge(
    _ run: SampleRun, _ rows: Range<Int>, _ history: SampleHistory.Pointers
  ) {
    let place = history.end - run.count + rows.lowerBound
    if !isMerging { beginMerging(at: place, history) }
    let (merge, vectors) = (program.kernels.mergeRows, run.vector(0) + rows.lowerBound)
    for group in 0..<program.plan.groupCount {
      merged[group].append(
        history.lanes + (group * history.groupStride + place), rows.count, to: vectors,
        stride: run.stride, merge)
    }
  }

  /// Merges the rows of the longest window before the one at `place`.
  private mutating func beginMerging(at place: Int, _ history: SampleHistory.Pointers) {
    isMerging = true
    if merged.first?.chain.interval != regularRows.interval {
      let chain = MergeChain(program.plan.mergedWidths, interval: regularRows.interval)
      merged = (0..<program.plan.groupCount).map { group in
        MergedRows(
          chain, program.plan.statistics.filter { $0.window.lag == 0 && $0.group == group })
      }
    }
    for group in 0..<program.plan.groupCount {
      let before = merged[group].chain.longest - 1
      merged[group].append(
        history.lanes + (group * history.groupStride + place - before), before, to: nil, stride: 0,
        program.kernels.mergeRows)
    }
  }

  /// Takes rows that are not regular.
  private mutating func sum(
    _ run: SampleRun, _ rows: Range<Int>, _ history: SampleHistory.Pointers
  ) {
    for index in present {
      if isMerging { windows[index].restart(run, at: rows.lowerBound, history) }
      windows[index].take(run, rows, history)
    }
    isMerging = false
  }
}
