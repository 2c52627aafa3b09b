import GridModel

/// Sets aside samples that are dated absurdly far ahead, which would make all that follow too late.
///
/// A sample more than a day after the newest one is doubted. If samples from that time on follow, as
/// many as there are meters but 2 to 16, the leap is believed, as after an outage, and all of them
/// come out; if a sample from before follows, a clock was wrong, and the doubted ones are set aside.
/// The first samples of a stream are doubted likewise. What is still doubted when the stream ends is
/// believed.
struct LeapGuard: Sendable {
  private static let longestStepMilliseconds: Int64 = 86_400_000
  /// So many samples at so few moments are no stream that leapt.
  private static let capacity = 1_000

  private var newest: Int64?
  /// Samples after a leap, in the order of arrival.
  private var doubted: [Measurement] = []
  /// How many of them are not repetitions.
  private var witnesses = 0
  /// The samples that were set aside.
  private(set) var setAside = 0
  /// The last sample that was set aside.
  private(set) var lastSetAside: Measurement?

  /// Takes out of `batch` what is doubted and puts into it what has become believed.
  mutating func order(_ batch: inout StreamBatch, meterCount: Int) {
    guard !doubted.isEmpty || hasLeap(batch) else { return }
    let arrived = batch
    batch.removeAll()
    arrived.forEach { index in
      let sample = arrived.samples[index]
      guard isLeap(sample.time.millisecondsSinceEpoch, after: newest) else {
        setDoubtedAside()
        believe(sample, &batch)
        return
      }
      if let first = doubted.first?.time.millisecondsSinceEpoch {
        let time = sample.time.millisecondsSinceEpoch
        if isLeap(first, after: time) {
          setDoubtedAside()
        } else if newest == nil, isLeap(time, after: first) {
          // The stream began at its first sample; it is this one that leaps.
          flush(&batch)
        }
      }
      if doubted.count == Self.capacity { setDoubtedAside() }
      let isRepeated = doubted.contains { $0.meter == sample.meter && $0.time == sample.time }
      if !isRepeated { witnesses += 1 }
      doubted.append(sample)
      if witnesses >= min(max(2, meterCount), 16) { flush(&batch) }
    } action: {
      // An operator who acts has seen where the stream begins.
      if newest == nil { flush(&batch) }
      batch.append($0)
    }
  }

  /// Leaves in `batch` what is doubted: nothing will contradict it.
  mutating func flush(_ batch: inout StreamBatch) {
    for sample in doubted { believe(sample, &batch) }
    forget()
  }

  private mutating func setDoubtedAside() {
    setAside += doubted.count
    lastSetAside = doubted.last ?? lastSetAside
    forget()
  }

  private mutating func forget() {
    doubted.removeAll()
    witnesses = 0
  }

  private mutating func believe(_ sample: Measurement, _ batch: inout StreamBatch) {
    newest = max(newest ?? .min, sample.time.millisecondsSinceEpoch)
    batch.append(sample)
  }

  /// Whether `batch` has a leap; learns its newest time if not.
  private mutating func hasLeap(_ batch: StreamBatch) -> Bool {
    var latest = newest
    for sample in batch.samples {
      let time = sample.time.millisecondsSinceEpoch
      if isLeap(time, after: latest) { return true }
      latest = max(latest ?? .min, time)
    }
    newest = latest
    return false
  }

  private func isLeap(_ time: Int64, after earlier: Int64?) -> Bool {
    guard let earlier else { return true }
    return time > earlier && time &- earlier > Self.longestStepMilliseconds
  }
}
