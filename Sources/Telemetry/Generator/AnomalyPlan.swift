import GridModel
import Numerics

/// Where the anomalies of one meter lie and how strong they are.
struct AnomalyPlan {
  struct Event {
    let rows: Range<Int>
    let kind: AnomalyKind
    /// Relative to power; negative for what lowers it.
    let size: Double
    /// Whether the meter errs, so that power no longer is V · I · power factor.
    let breaksPhysics: Bool
  }

  let events: [Event]

  /// Draws events one after another, each in a slot of its own, so that none overlap.
  ///
  /// Kinds come in their exact shares in random order; within a kind, durations and sizes are
  /// stratified over their ranges (McKay et al. 1979), so that one seed is as hard as another.
  init(
    _ configuration: AnomalyConfiguration, rows: Int, intervalS: Int,
    using random: inout RandomSource
  ) {
    let kinds = AnomalyKind.allCases.compactMap { kind in
      configuration.kinds[kind].map { (kind: kind, settings: $0) }
    }.filter { $0.settings.share > 0 }
    let minute = 60 / Double(intervalS)
    let shares = kinds.map(\.settings.share).reduce(0, +)
    let meanRows =
      kinds.map { kind in
        let (low, high) = (kind.settings.minutes.lowerBound, kind.settings.minutes.upperBound)
        return kind.settings.share / shares * max(1, (low + high) / 2 * minute)
      }.reduce(0, +)
    let count = kinds.isEmpty ? 0 : Int((Double(rows) * configuration.rate / meanRows).rounded())

    var drafts: [Draft] = []
    var owed = 0.0
    for (kind, settings) in kinds {
      owed += settings.share / shares * Double(count)
      let number = Int(owed.rounded()) - drafts.count
      let lengths = Self.stratified(number, settings.minutes, using: &random)
      let sizes = Self.stratified(number, settings.size, using: &random)
      for index in 0..<number {
        let lowers = kind == .suddenDrop || (kind == .drift && index % 2 == 1)
        drafts.append(
          Draft(
            kind: kind, rowCount: max(1, Int((lengths[index] * minute).rounded())),
            size: lowers ? -sizes[index] : sizes[index]))
      }
    }
    random.shuffle(&drafts)
    events = Self.placed(drafts, amongRows: rows, using: &random)
  }

  /// Gives each draft a place at random in a slot of its own, with a normal row behind it.
  ///
  /// Slots are equal while every event fits one; where events are dense, each is as long as its
  /// event and an equal share of the normal rows.
  private static func placed(
    _ drafts: [Draft], amongRows rows: Int, using random: inout RandomSource
  ) -> [Event] {
    guard !drafts.isEmpty else { return [] }
    let equal = rows / drafts.count
    let fits = drafts.allSatisfy { $0.rowCount < equal }
    let normal = max(1, (rows - drafts.map(\.rowCount).reduce(0, +)) / drafts.count)
    var start = 0
    var events: [Event] = []
    for draft in drafts {
      let slot = fits ? equal : draft.rowCount + normal
      guard start + slot <= rows else { break }
      let first = start + random.index(below: slot - draft.rowCount)
      start += slot
      events.append(
        Event(
          rows: first..<first + draft.rowCount, kind: draft.kind, size: draft.size,
          breaksPhysics: draft.kind == .drift || draft.kind == .noiseBurst))
    }
    return events
  }

  /// An event that has no place yet.
  private struct Draft {
    let kind: AnomalyKind
    let rowCount: Int
    let size: Double
  }

  /// One uniform draw from each of `count` equal parts of `range`, in random order.
  private static func stratified(
    _ count: Int, _ range: ClosedRange<Double>, using random: inout RandomSource
  ) -> [Double] {
    let width = range.upperBound - range.lowerBound
    var draws = (0..<count).map {
      range.lowerBound + width * (Double($0) + random.uniform()) / Double(count)
    }
    random.shuffle(&draws)
    return draws
  }
}
