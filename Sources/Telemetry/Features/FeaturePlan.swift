// A feature set, compiled once: which window makes what, and where in a row of intermediate values
// each feature is found.
//
// Intermediate values are columns, and rows of eight lanes. The columns are those of the values, of
// which eight at a time are the lanes of a group; then those of the calendar; then one for each
// other feature. Then for every window and group come the rows of the means, of the variances or
// deviations, and of the standard scores. Column c is slot c; lane l of the vectors numbered v is
// slot columnCount + 8 v + l.

/// How the features of a set are computed.
struct FeaturePlan: Sendable {
  /// A rolling window and the time by which it lags.
  struct Window: Hashable, Sendable {
    let width: Int64
    let lag: Int64
  }

  /// The vectors of a group's statistics over a window.
  struct Statistics: Sendable {
    let window: Window
    let group: Int
    let means: Int
    let deviations: Int
    let scores: Int?
    /// The number of the window among those that may be merged: those that do not lag.
    let mergedWindow: Int
  }

  /// Where the mismatch of power goes, and the channels that it follows from.
  typealias Mismatch = (lane: Int, voltage: Int, current: Int, power: Int, factor: Int)

  /// A value of some time ago.
  struct LaggedValue: Sendable {
    let lane: Int
    let lag: Int64
    let tolerance: Int64
    let slot: Int
  }

  /// A change since the sample before.
  struct Change: Sendable {
    let lane: Int
    let maximalAge: Int64
    let isRelative: Bool
    let slot: Int
  }

  static let laneCount = 8

  let channelCount: Int
  let groupCount: Int
  /// The mismatch of power, if it is needed.
  let mismatch: Mismatch?
  /// The statistics of each window and group.
  let statistics: [Statistics]
  /// The widths of the windows that do not lag, in milliseconds.
  let mergedWidths: [Int64]
  let laggedValues: [LaggedValue]
  let changes: [Change]
  /// The first column of the calendar features, if one is asked for.
  let calendarColumn: Int?
  /// For each feature its slot.
  let slots: [Int]
  /// The number of columns, a multiple of eight.
  let columnCount: Int
  let vectorCount: Int
  /// The longest lag, in milliseconds.
  let maximalLag: Int64
  /// The longest time by which a lagged value may be older than asked, in milliseconds.
  let maximalTolerance: Int64

  /// Whether features of regular rows can be made column by column: there are windows, and nothing
  /// looks back further.
  var canMergeColumns: Bool { maximalLag == 0 && !mergedWidths.isEmpty }

  var slotCount: Int { columnCount + vectorCount * Self.laneCount }

  init(_ set: FeatureSet) {
    var lanes = set.channels
    let derived = DerivedChannel.powerMismatchPercent
    if set.specifications.contains(where: { $0.source == derived.rawValue }) {
      lanes.append(derived.rawValue)
      let sources = derived.sources.compactMap { lanes.firstIndex(of: $0.rawValue) }
      mismatch = (lanes.count - 1, sources[0], sources[1], sources[2], sources[3])
    } else {
      mismatch = nil
    }
    channelCount = set.channels.count
    groupCount = max(1, (lanes.count + Self.laneCount - 1) / Self.laneCount)
    let stride = groupCount * Self.laneCount
    let hasCalendar = set.specifications.contains { $0.statistic == .calendar }

    var windows: [Window] = []
    for specification in set.specifications where specification.isRolling {
      let window = Window(specification)
      if !windows.contains(window) { windows.append(window) }
    }
    let calendarColumn = stride
    var next = stride + (hasCalendar ? CalendarFeature.allCases.count : 0)
    var laggedValues: [LaggedValue] = []
    var changes: [Change] = []
    var needsScores = [Bool](repeating: false, count: windows.count)
    /// Slots of vectors are counted from the first vector until the number of columns is known.
    let places = set.specifications.map { specification -> (isColumn: Bool, slot: Int) in
      let lane = lanes.firstIndex(of: specification.source) ?? 0
      switch specification.statistic {
      case .value where specification.lagS == 0:
        return (true, lane)
      case .value:
        laggedValues.append(
          LaggedValue(
            lane: lane, lag: Int64(specification.lagS) * 1_000,
            tolerance: Int64(specification.windowS) * 1_000, slot: next))
      case .percentChange, .difference:
        changes.append(
          Change(
            lane: lane, maximalAge: Int64(specification.windowS) * 1_000,
            isRelative: specification.statistic == .percentChange, slot: next))
      case .mean, .deviation, .standardScore:
        let window = windows.firstIndex(of: Window(specification)) ?? 0
        let part = [.mean: 0, .deviation: 1][specification.statistic] ?? 2
        if part == 2 { needsScores[window] = true }
        return (false, stride * (3 * window + part) + lane)
      case .calendar:
        let feature = CalendarFeature.allCases.firstIndex { $0.rawValue == specification.name }
        return (true, calendarColumn + (feature ?? 0))
      }
      next += 1
      return (true, next - 1)
    }
    let columnCount = (next + Self.laneCount - 1) / Self.laneCount * Self.laneCount
    slots = places.map { $0.isColumn ? $0.slot : columnCount + $0.slot }
    self.columnCount = columnCount
    let mergedWidths = windows.filter { $0.lag == 0 }.map(\.width)
    self.mergedWidths = mergedWidths
    statistics = windows.indices.flatMap { [groupCount] window in
      (0..<groupCount).map { group in
        let means = 3 * window * groupCount + group
        return Statistics(
          window: windows[window], group: group, means: means, deviations: means + groupCount,
          scores: needsScores[window] ? means + 2 * groupCount : nil,
          mergedWindow: mergedWidths.firstIndex(of: windows[window].width) ?? -1)
      }
    }
    self.laggedValues = laggedValues
    self.changes = changes
    self.calendarColumn = hasCalendar ? calendarColumn : nil
    vectorCount = 3 * windows.count * groupCount
    maximalTolerance = laggedValues.map(\.tolerance).max() ?? 0
    maximalLag = Int64(set.specifications.map(\.lagS).max() ?? 0) * 1_000
  }
}

extension FeaturePlan.Window {
  fileprivate init(_ specification: FeatureSpecification) {
    width = max(1, Int64(specification.windowS)) * 1_000
    lag = Int64(specification.lagS) * 1_000
  }
}

extension FeatureSpecification {
  fileprivate var isRolling: Bool {
    switch statistic {
    case .mean, .deviation, .standardScore: true
    default: false
    }
  }
}
