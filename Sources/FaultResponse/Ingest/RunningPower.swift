import Glibc
import GridModel

/// The running mean and deviation of one meter's power, and what a new sample is against them.
///
/// Exponentially weighted moments (Finch 2009, "Incremental calculation of weighted mean and
/// variance"), the weight of a sample following from the time since the one before, so that gaps
/// count. A sample beyond three deviations moves the moments only as far as one at three: a fault
/// does not become the norm before it is noticed.
struct RunningPower: Sendable {
  /// The time over which the past fades to 1/e, in seconds.
  let memoryS: Double
  private var mean = Double.nan
  private var variance = 0.0
  private var samples = 0
  private var lastPower = Double.nan
  private var lastMilliseconds: Int64 = 0
  private var weightedGapMilliseconds: Int64 = -1
  private var weight = 0.0

  init(memoryS: Double) {
    self.memoryS = memoryS
  }

  /// Samples before which a deviation is not stated.
  private static let warmUp = 15

  /// Fills in the deviation and the change of `measurement`, and learns from it; O(1).
  mutating func assess(_ measurement: inout Measurement) {
    let power = measurement[.activePowerKW]
    let milliseconds = measurement.time.millisecondsSinceEpoch
    guard power.isFinite else { return }
    guard samples > 0 else {
      mean = power
      samples = 1
      remember(power, milliseconds)
      return
    }
    let gap = max(1, milliseconds - lastMilliseconds)
    if lastPower != 0 {
      measurement[.powerChangePercentPerMinute] =
        (power - lastPower) / abs(lastPower) * 100 * 60_000 / Double(gap)
    }
    let deviation = max(variance.squareRoot(), 1e-3 * abs(mean), 1e-9)
    let score = (power - mean) / deviation
    if samples >= RunningPower.warmUp { measurement[.powerDeviation] = score }
    learn(min(max(score, -3), 3) * deviation, gap)
    remember(power, milliseconds)
  }

  private mutating func learn(_ difference: Double, _ gap: Int64) {
    if gap != weightedGapMilliseconds {
      weightedGapMilliseconds = gap
      weight = 1 - exp(-Double(gap) / (1_000 * memoryS))
    }
    // Until the memory is filled, samples weigh as in a plain mean.
    let share = max(weight, 1 / Double(samples + 1))
    mean += share * difference
    variance = (1 - share) * (variance + share * difference * difference)
    samples += 1
  }

  private mutating func remember(_ power: Double, _ milliseconds: Int64) {
    lastPower = power
    lastMilliseconds = milliseconds
  }
}
