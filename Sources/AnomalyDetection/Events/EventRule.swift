import GridModel

/// How point scores become events.
///
/// An event starts with a score at or above the threshold and lasts until scores fall below the
/// threshold less `hysteresis`. Events of one meter that are no further apart than `mergeGapS` are
/// one; what is then shorter than `minimumDurationS` is no event.
public struct EventRule: Equatable, Sendable {
  /// The shortest event, in seconds.
  public let minimumDurationS: Double
  /// The longest pause within an event, in seconds.
  public let mergeGapS: Double
  /// How far below the threshold an event ends, in units of the score.
  public let hysteresis: Double

  /// A rule; unless told otherwise, events are what the threshold alone makes of the rows.
  ///
  /// - Throws: `DetectionError.eventRule` for a negative or infinite number.
  public init(
    minimumDurationS: Double = 0, mergeGapS: Double = 0, hysteresis: Double = 0
  ) throws(DetectionError) {
    for (name, value) in [
      ("minimum duration", minimumDurationS), ("merge gap", mergeGapS), ("hysteresis", hysteresis),
    ] where !(value >= 0 && value.isFinite) {
      throw .eventRule(parameter: name, value: value)
    }
    self.minimumDurationS = minimumDurationS
    self.mergeGapS = mergeGapS
    self.hysteresis = hysteresis
  }

  /// Turns point scores into events.
  ///
  /// - Parameters:
  ///   - scores: One score for each row.
  ///   - threshold: The lowest score that starts an event.
  ///   - timeline: The order of the rows.
  /// - Returns: The events, as places of `timeline`, disjoint and in order.
  /// - Complexity: O(n).
  public func events(
    scores: [Double], threshold: Double, timeline: Timeline
  ) -> [Range<Int>] {
    precondition(
      scores.count == timeline.rows.count, "\(scores.count) scores for \(timeline.rows.count) rows")
    var events: [Range<Int>] = []
    for places in timeline.meters {
      let first = events.count
      var isOpen = false
      for place in places {
        let score = scores[timeline.rows[place]]
        isOpen = self.isOpen(score, wasOpen: isOpen, threshold: threshold)
        guard isOpen else { continue }
        if events.count > first, let last = events.last,
          joins(
            stepS: timeline.times[place].seconds(since: timeline.times[last.upperBound - 1]),
            areNeighbours: place == last.upperBound, intervalS: timeline.intervalS)
        {
          events[events.count - 1] = last.lowerBound..<place + 1
        } else {
          events.append(place..<place + 1)
        }
      }
    }
    return minimumDurationS == 0
      ? events : events.filter { timeline.durationS(of: $0) >= minimumDurationS }
  }

  /// Whether a score belongs to an event, given whether the one before it did.
  func isOpen(_ score: Double, wasOpen: Bool, threshold: Double) -> Bool {
    score >= (wasOpen ? threshold - hysteresis : threshold)
  }

  /// Whether two rows of an event's height belong to one event: the pause between them is short
  /// enough, or there is none.
  func joins(stepS: Double, areNeighbours: Bool, intervalS: Double) -> Bool {
    stepS - intervalS <= (areNeighbours ? max(mergeGapS, 2 * intervalS) : mergeGapS)
  }
}
