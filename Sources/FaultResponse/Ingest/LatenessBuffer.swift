import EventEngine
import GridModel

/// Puts samples and actions that arrive late or twice back into order.
///
/// What arrives is held until a sample more than `lateness` younger has arrived; then it comes out,
/// by time and the name of its meter, once. As long as nothing is later than that, the order of
/// arrival makes no difference.
///
/// Without lateness nothing is held, and only repetitions and samples out of order are left out.
///
/// A sample that is dated more than a day after all others is held until others follow it there, and
/// set aside if one from before does.
///
/// - Complexity: O(log held) a sample.
public struct LatenessBuffer: Sendable {
  private enum Arrival: Sendable {
    case sample(Measurement)
    case action(OperatorAction)
  }

  /// How late a sample may be, in seconds.
  public let latenessS: Double
  /// How many samples are held at most; beyond that, the oldest comes out early.
  public let capacity: Int
  /// Samples that came too late, and were left out.
  public private(set) var tooLate = 0
  /// Samples that came again with the time and meter of one before, and were left out.
  public private(set) var repeated = 0

  /// Samples that a wrong clock dated far ahead, and that were left out.
  public var setAside: Int { leaps.setAside }
  /// The last one of those.
  public var lastSetAside: Measurement? { leaps.lastSetAside }

  private var leaps = LeapGuard()
  private var held = TimerQueue<Arrival>()
  private var newest = Int64.min
  /// What is older than this has come out already.
  private var horizon = Int64.min
  /// The time of the last sample of each meter that came out, in milliseconds.
  private var lastTimes: [Int64] = []

  /// A buffer that holds nothing.
  public init(latenessS: Double, capacity: Int = 1 << 20) {
    precondition(latenessS >= 0, "lateness cannot be negative: \(latenessS) s")
    precondition(capacity > 0, "a buffer holds at least 1 sample, not \(capacity)")
    self.latenessS = latenessS
    self.capacity = capacity
  }

  /// Takes what has arrived out of `batch`, and leaves in it what no later sample can precede.
  ///
  /// `meterIDs` are the names of the meters by number.
  public mutating func order(_ batch: inout StreamBatch, meterIDs: [String]) {
    if lastTimes.count < meterIDs.count {
      lastTimes += repeatElement(.min, count: meterIDs.count - lastTimes.count)
    }
    leaps.order(&batch, meterCount: meterIDs.count)
    hold(&batch, meterIDs)
  }

  /// Takes what is believed out of `batch`, and leaves in it what no later sample can precede.
  private mutating func hold(_ batch: inout StreamBatch, _ meterIDs: [String]) {
    if latenessS == 0 { return leaveOutOfOrder(&batch) }
    let arrived = batch
    batch.removeAll()
    arrived.forEach { index in
      let sample = arrived.samples[index]
      guard sample.time.millisecondsSinceEpoch >= horizon else {
        tooLate += 1
        return
      }
      hold(.sample(sample), at: sample.time)
      newest = max(newest, sample.time.millisecondsSinceEpoch)
      horizon = max(horizon, newest - Int64((latenessS * 1_000).rounded(.up)))
      release(before: horizon, to: &batch, meterIDs)
      while held.count > capacity, let next = held.nextDeadlineNanoseconds() {
        horizon = max(horizon, Int64(bitPattern: next ^ 1 << 63) + 1)
        release(before: horizon, to: &batch, meterIDs)
      }
    } action: { action in
      // An operator's action is never left out: one that comes too late happens now.
      var action = action
      if action.time.millisecondsSinceEpoch < horizon {
        action.time = Timestamp(millisecondsSinceEpoch: horizon)
      }
      hold(.action(action), at: action.time)
    }
  }

  /// Leaves in `batch` all that was held, in order.
  public mutating func flush(_ batch: inout StreamBatch, meterIDs: [String]) {
    leaps.flush(&batch)
    hold(&batch, meterIDs)
    release(before: .max, to: &batch, meterIDs)
  }

  private mutating func leaveOutOfOrder(_ batch: inout StreamBatch) {
    var kept = 0
    var action = 0
    for index in 0...batch.samples.count {
      while action < batch.actions.count, batch.actions[action].samplesBefore == index {
        let time = max(batch.actions[action].action.time.millisecondsSinceEpoch, newest)
        batch.actions[action].samplesBefore = kept
        batch.actions[action].action.time = Timestamp(millisecondsSinceEpoch: time)
        action += 1
      }
      guard index < batch.samples.count else { break }
      let meter = batch.samples[index].meter
      let time = batch.samples[index].time.millisecondsSinceEpoch
      if time == lastTimes[meter] {
        repeated += 1
      } else if time < newest {
        tooLate += 1
      } else {
        newest = time
        lastTimes[meter] = time
        if kept < index { batch.samples[kept] = batch.samples[index] }
        kept += 1
      }
    }
    batch.samples.removeLast(batch.samples.count - kept)
  }

  private mutating func hold(_ arrival: Arrival, at time: Timestamp) {
    // Flipping the sign bit keeps the order of moments before 1970 in unsigned numbers.
    _ = held.set(
      arrival, deadlineNanoseconds: UInt64(bitPattern: time.millisecondsSinceEpoch) ^ 1 << 63)
  }

  private mutating func release(
    before horizon: Int64, to batch: inout StreamBatch, _ meterIDs: [String]
  ) {
    let limit = UInt64(bitPattern: horizon) ^ 1 << 63
    while let moment = held.nextDeadlineNanoseconds(), moment < limit {
      var samples: [Measurement] = []
      var actions: [OperatorAction] = []
      while let (arrival, _) = held.takeDue(nowNanoseconds: moment) {
        switch arrival {
        case .sample(let sample): samples.append(sample)
        case .action(let action): if !actions.contains(action) { actions.append(action) }
        }
      }
      if samples.count > 1 { samples.sort { precedes($0, $1, meterIDs) } }
      var last: Int?
      for sample in samples {
        if sample.meter == last { repeated += 1 } else { batch.append(sample) }
        last = sample.meter
      }
      actions.sort { ($0.meterID, $0.alarm, "\($0.kind)") < ($1.meterID, $1.alarm, "\($1.kind)") }
      for action in actions { batch.append(action) }
    }
  }

  /// By name; of two samples of one meter, which counts must not depend on which came first.
  private func precedes(_ left: Measurement, _ right: Measurement, _ meterIDs: [String]) -> Bool {
    if left.meter != right.meter { return meterIDs[left.meter] < meterIDs[right.meter] }
    for lane in left.values.indices
    where left.values[lane].bitPattern != right.values[lane].bitPattern {
      return left.values[lane].bitPattern < right.values[lane].bitPattern
    }
    return false
  }
}
