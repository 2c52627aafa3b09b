/// How well whole events were found: an event counts as found if any alarm touches it.
public struct EventMetrics: Equatable, Sendable {
  /// The number of true events.
  public let eventCount: Int
  /// The number of true events that an alarm touches.
  public let foundCount: Int
  /// The number of alarms, a run of called rows being one.
  public let alarmCount: Int
  /// The number of alarms that touch no true event.
  public let falseAlarmCount: Int
  /// For each true event, in order, its first called row; nil if it was missed.
  public let foundAt: [Int?]

  /// Compares the true events with the alarms.
  ///
  /// - Parameters:
  ///   - events: The rows of each true event, disjoint and in order.
  ///   - alarms: The rows of each alarm, disjoint and in order.
  /// - Complexity: O(events + alarms).
  public init(events: [Range<Int>], alarms: [Range<Int>]) {
    let overlaps = Overlaps(of: events, with: alarms)
    eventCount = events.count
    alarmCount = alarms.count
    foundCount = overlaps.others.count { !$0.isEmpty }
    falseAlarmCount = Overlaps(of: alarms, with: events).others.count { $0.isEmpty }
    foundAt = zip(events, overlaps.others).map { event, touching in
      touching.first.map { max(alarms[$0].lowerBound, event.lowerBound) }
    }
  }

  /// The share of the true events that were found; 0 if there are none.
  public var recall: Double { share(foundCount, of: eventCount) }

  /// The share of the alarms that touch a true event; 0 if there are none.
  public var precision: Double { share(alarmCount - falseAlarmCount, of: alarmCount) }

  /// The harmonic mean of precision and recall.
  public var f1: Double { harmonicMean(precision, recall) }
}

/// Which of some ranges touch which of others.
struct Overlaps {
  /// For each range, the indices of the other ranges that share a row with it.
  let others: [Range<Int>]

  /// - Complexity: O(ranges + others).
  init(of ranges: [Range<Int>], with others: [Range<Int>]) {
    var first = 0
    self.others = ranges.map { range in
      while first < others.count && others[first].upperBound <= range.lowerBound { first += 1 }
      var last = first
      while last < others.count && others[last].lowerBound < range.upperBound { last += 1 }
      return first..<last
    }
  }
}

func harmonicMean(_ first: Double, _ second: Double) -> Double {
  first + second == 0 ? 0 : 2 * first * second / (first + second)
}
