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
  /// In order of time.
  private(set) var gaps: [Gap] = []

  init(intervalS: Double?) {
    self.intervalS = intervalS
  }

  /// Adds a moment; whether it was there before.
  mutating func insert(_ time: Timestamp) -> Bool {
    guard let known = span else {
      span = time...time
      return false
    }
    if time > known.upperBound {
      gaps += gap(known.upperBound, time)
      span = known.lowerBound...time
      return false
    }
    if time < known.lowerBound {
      gaps.insert(contentsOf: gap(time, known.lowerBound), at: 0)
      span = time...known.upperBound
      return false
    }
    let place = firstGap(endingAfter: time)
    if place < gaps.count, gaps[place].before < time {
      let parts = gap(gaps[place].before, time) + gap(time, gaps[place].after)
      gaps.replaceSubrange(place...place, with: parts)
      return false
    }
    // Outside the gaps, every moment of the grid has been there.
    let behind = known.upperBound.seconds(since: time)
    return behind == 0 || intervalS.map { behind.remainder(dividingBy: $0) == 0 } ?? false
  }

  /// The gap between two neighbours, if they are further apart than they should be.
  private func gap(_ before: Timestamp, _ after: Timestamp) -> [Gap] {
    guard let intervalS else { return [] }
    let steps = after.seconds(since: before) / intervalS
    guard steps > 1.5 else { return [] }
    return [Gap(before: before, after: after, missingRows: Int(steps.rounded()) - 1)]
  }

  /// The place of the first gap that ends after `time`.
  private func firstGap(endingAfter time: Timestamp) -> Int {
    var low = 0
    var high = gaps.count
    while low < high {
      let middle = (low + high) / 2
      if gaps[middle].after > time { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
