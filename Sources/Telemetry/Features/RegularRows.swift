/// Tells which rows are regular: the longest window before such a row is full, its rows follow one
/// another at one interval, and no value is missing.
///
/// Whether a row is regular depends on the rows of two windows alone.
struct RegularRows: Sendable {
  /// The length of the longest window, in milliseconds.
  let width: Int64
  /// The time between the newest rows, 0 if there is none.
  private(set) var interval: Int64 = 0
  /// The number of rows of the longest window.
  private var windowLength = Int.max
  private var lastTime: Int64?
  /// How often the interval has come, one time after another.
  private var steps = 0

  /// Longer windows are not made by merging, which would take more memory than the caches have.
  private static let maximalLength: Int64 = 512

  /// The rows of windows of which the longest is `width` milliseconds long.
  init(width: Int64) {
    self.width = width
  }

  /// Takes the next row and tells whether it is regular.
  mutating func append(_ time: Int64, isComplete: Bool) -> Bool {
    guard isComplete else {
      (lastTime, interval, steps, windowLength) = (nil, 0, 0, .max)
      return false
    }
    guard let before = lastTime else {
      lastTime = time
      return false
    }
    lastTime = time
    if time - before == interval {
      steps += 1
    } else {
      interval = time - before
      steps = 1
      // An interval of a window or more is left to the sums, and so is one of none.
      let isShort = interval > 0 && interval < width
      let length = isShort ? (width + interval - 1) / interval : .max
      windowLength = length <= Self.maximalLength ? Int(length) : .max
    }
    return steps >= windowLength
  }

  /// Takes `count` more regular rows, the last of them at `time`.
  mutating func append(_ count: Int, upTo time: Int64) {
    steps += count
    lastTime = time
  }
}
