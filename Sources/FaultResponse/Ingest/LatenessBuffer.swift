import GridModel

/// Puts samples that arrive late or twice back into order.
///
/// A sample is held until one `lateness` younger has arrived; then it comes out, by time and meter,
/// once. As long as no sample is later than that, the order of arrival does not matter.
///
/// - Complexity: O(log held) a sample.
public struct LatenessBuffer: Sendable {
  /// How late a sample may be, in seconds.
  public let latenessS: Double
  /// Samples that came too late, and were left out.
  public private(set) var tooLate = 0
  /// Samples that came again with the time and meter of one before, and were left out.
  public private(set) var repeated = 0

  private var held: [Measurement] = []
  /// The moment before which no sample is waited for any more.
  private var horizon: Timestamp?
  private var released: Timestamp?
  private var releasedMeters: Set<Int> = []

  /// A buffer that holds nothing.
  public init(latenessS: Double) {
    precondition(latenessS >= 0, "lateness cannot be negative: \(latenessS) s")
    self.latenessS = latenessS
  }

  /// Takes a sample, and calls `body` with those that no later one can precede, in order.
  public mutating func push(_ measurement: Measurement, _ body: (Measurement) -> Void) {
    if let horizon, measurement.time < horizon {
      tooLate += 1
      return
    }
    if measurement.time == released, releasedMeters.contains(measurement.meter) {
      repeated += 1
      return
    }
    insert(measurement)
    let waited = measurement.time.advanced(bySeconds: -latenessS)
    let horizon = max(waited, self.horizon ?? waited)
    self.horizon = horizon
    release(upTo: horizon, body)
  }

  /// Calls `body` with all that is held, in order.
  public mutating func flush(_ body: (Measurement) -> Void) {
    guard let last = held.last?.time else { return }
    release(upTo: last, body)
  }

  private mutating func insert(_ measurement: Measurement) {
    var low = 0
    var high = held.count
    while low < high {
      let middle = (low + high) / 2
      if precedes(held[middle], measurement) { low = middle + 1 } else { high = middle }
    }
    if low < held.count, held[low].time == measurement.time, held[low].meter == measurement.meter {
      repeated += 1
      // Two samples of one moment: which counts must not depend on which came first.
      if bitsPrecede(measurement, held[low]) { held[low] = measurement }
      return
    }
    held.insert(measurement, at: low)
  }

  private mutating func release(upTo time: Timestamp, _ body: (Measurement) -> Void) {
    var count = 0
    while count < held.count, held[count].time <= time {
      let measurement = held[count]
      if released != measurement.time {
        released = measurement.time
        releasedMeters.removeAll(keepingCapacity: true)
      }
      releasedMeters.insert(measurement.meter)
      body(measurement)
      count += 1
    }
    held.removeFirst(count)
  }

  private func precedes(_ left: Measurement, _ right: Measurement) -> Bool {
    left.time != right.time ? left.time < right.time : left.meter < right.meter
  }

  private func bitsPrecede(_ left: Measurement, _ right: Measurement) -> Bool {
    for lane in left.values.indices
    where left.values[lane].bitPattern != right.values[lane].bitPattern {
      return left.values[lane].bitPattern < right.values[lane].bitPattern
    }
    return false
  }
}
