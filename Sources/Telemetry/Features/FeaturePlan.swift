// A feature set, compiled once: which window makes what, and where in a row of intermediate values
// each feature is found.
//
// A row is made of vectors of eight lanes: the values of every column; then for every window the
// means, the deviations and the standard scores of every column; then the calendar; then one lane
// for each other feature. Lane l of vector v is slot 8 v + l.

/// How the features of a set are computed.
struct FeaturePlan: Sendable {
  /// A rolling window and the time by which it lags.
  struct Window: Hashable, Sendable {
    let width: Int64
    let lag: Int64
  }

  /// The vectors of a group's values and of their statistics over a window.
  struct Vectors: Sendable {
    let group: Int
    let means: Int
    let deviations: Int
    let scores: Int?
  }

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
  /// Where the mismatch of power goes, and the channels it follows from, if it is needed.
  let mismatch: (lane: Int, voltage: Int, current: Int, power: Int, factor: Int)?
  let windows: [Window]
  /// For each window, whether a feature asks for standard scores.
  let needsScores: [Bool]
  let laggedValues: [LaggedValue]
  let changes: [Change]
  /// The vector of the calendar features, if one is asked for.
  let calendarVector: Int?
  /// For each feature its slot in the row.
  let slots: [Int]
  let vectorCount: Int
  /// The longest lag, in milliseconds.
  let maximalLag: Int64
  /// The longest time by which a lagged value may be older than asked, in milliseconds.
  let maximalTolerance: Int64

  /// For each slot the start of its feature's column in a table of `rowCount` rows; -1 if no feature
  /// is there.
  func columnStarts(rowCount: Int) -> [Int] {
    var starts = [Int](repeating: -1, count: vectorCount * Self.laneCount)
    for (feature, slot) in slots.enumerated() { starts[slot] = feature * rowCount }
    return starts
  }

  /// Where the statistics of a window go.
  func vectors(_ window: Int, _ group: Int) -> Vectors {
    let means = (1 + 3 * window) * groupCount + group
    return Vectors(
      group: group, means: means, deviations: means + groupCount,
      scores: needsScores[window] ? means + 2 * groupCount : nil)
  }

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
    let calendarSlot = stride * (1 + 3 * windows.count)
    var next = calendarSlot + (hasCalendar ? Self.laneCount : 0)
    var laggedValues: [LaggedValue] = []
    var changes: [Change] = []
    var needsScores = [Bool](repeating: false, count: windows.count)
    slots = set.specifications.map { specification in
      let lane = lanes.firstIndex(of: specification.source) ?? 0
      switch specification.statistic {
      case .value where specification.lagS == 0:
        return lane
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
        return stride * (1 + 3 * window + part) + lane
      case .calendar:
        let feature = CalendarFeature.allCases.firstIndex { $0.rawValue == specification.name }
        return calendarSlot + (feature ?? 0)
      }
      next += 1
      return next - 1
    }
    self.windows = windows
    self.needsScores = needsScores
    self.laggedValues = laggedValues
    self.changes = changes
    calendarVector = hasCalendar ? calendarSlot / Self.laneCount : nil
    vectorCount = (next + Self.laneCount - 1) / Self.laneCount
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
