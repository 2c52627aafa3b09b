import GridModel

/// Which moments of one meter there are, in whatever order they come: from the first to the last,
/// but for the gaps between.
struct TimeCoverage {
  /// Two neighbouring moments with others missing between them.
  struct Gap {
    let before: Timestamp
    let after: Timestamp
    let missingRows: Int
  }

  /// The typical time between two moments; nil if nobody knows.
  private let intervalS: Double?
  private var span: ClosedRange<Timestamp>?
  /// The gaps that moments in order leave, in order of time.
  private var gaps: [Gap] = []
  /// The moments that came after a later one.
  private var late: [Timestamp] = []

  init(intervalS: Double?) {
    self.intervalS = intervalS
  }

  /// Adds a moment; whether it is the latest so far once more.
  mutating func insert(_ time: Timestamp) -> Bool {
    guard let known = span else {
      span = time...time
      return false
    }
    if time > known.upperBound {
      gaps += gap(known.upperBound, time)
      span = known.lowerBound...time
    } else if time < known.upperBound {
      late.append(time)
    }
    return time == known.upperBound
  }

  /// The gaps that are left, and the late moments that were there before, both in order of time.
  ///
  /// - Complexity: O(n log n) for n late moments.
  func settled() -> (gaps: [Gap], repeated: [Timestamp]) {
    guard let span, !late.isEmpty else { return (gaps, []) }
    var left: [Gap] = []
    var repeated: [Timestamp] = []
    var others = gaps[...]
    // What is still missing from here on, of the gap that late moments are filling.
    var open: (before: Timestamp, after: Timestamp)?
    var previous: Timestamp?
    for time in late.sorted() {
      defer { previous = time }
      if time == previous {
        repeated.append(time)
        continue
      }
      if let filled = open, filled.after <= time {
        left += gap(filled.before, filled.after)
        open = nil
      }
      if time < span.lowerBound {
        if let filled = open { left += gap(filled.before, time) }
        open = (time, span.lowerBound)
        continue
      }
      while let next = others.first, next.after <= time { left.append(others.removeFirst()) }
      if open == nil, let next = others.first, next.before < time {
        open = (next.before, next.after)
        others.removeFirst()
      }
      if let filled = open, filled.before < time {
        left += gap(filled.before, time)
        open = (time, filled.after)
      } else if isOnGrid(time, before: span.upperBound) {
        // Outside the gaps, every moment of the grid has been there.
        repeated.append(time)
      }
    }
    if let filled = open { left += gap(filled.before, filled.after) }
    return (left + others, repeated)
  }

  private func isOnGrid(_ time: Timestamp, before end: Timestamp) -> Bool {
    guard let intervalS else { return false }
    return end.seconds(since: time).remainder(dividingBy: intervalS) == 0
  }

  /// The gap between two neighbours, if they are further apart than they should be.
  private func gap(_ before: Timestamp, _ after: Timestamp) -> [Gap] {
    guard let intervalS else { return [] }
    let steps = after.seconds(since: before) / intervalS
    guard steps > 1.5 else { return [] }
    return [Gap(before: before, after: after, missingRows: Int(steps.rounded()) - 1)]
  }
}
