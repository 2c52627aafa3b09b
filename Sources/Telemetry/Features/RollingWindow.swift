// Mean and deviation over a sliding window of time, eight quantities at once.
//
// Goals, in order: (1) the same rows give the same bits, wherever a reader starts; (2) nothing
// cancels, so that rounding errors never accumulate; (3) speed.
//
// Time is cut into blocks as long as the window, at multiples of its length (van Herk 1992; Gil and
// Werman 1993). The window (T - w, T] is then the end of the last block and the beginning of the
// present one. Sums over every end of the last block are made once, when it closes; sums over the
// beginning of the present one grow row by row. Nothing is ever subtracted from a sum, no sum is
// older than two blocks, and a reader that starts two windows early has the same state as one that
// started years ago.
//
// S = Σ(x - c) and Q = Σ(x - c)² are taken about a center c that is itself a value of the window,
// the last one of the last block:
//
//     mean = c + S / n        variance = (Q - S² / n) / (n - 1)
//
// Then (c - mean)² ≤ (n - 1) · variance, and the difference loses at most a factor n of precision,
// however large the values are. Once the last block has left the window, c has left with it; it may
// stay as long as S² / n ≤ 100 (Q - S² / n), and else the present block is summed anew about its own
// first value.
//
// Rows come in runs, a row of a stream being a run of one, so that the state of a long run stays in
// registers. A window in which nothing is missing needs no counts by column.

/// The sums of one window over eight columns, fed in order of time.
struct RollingWindow: Sendable {
  typealias Lanes = SIMD8<Double>

  private let width: Int64
  private var blockEnd = Int64.min
  private var state = State()
  /// The present block's values, and the last block's sums from each of its rows to its end: of
  /// x - c, of its square, and the number of values.
  private var lanes: [Lanes] = []
  /// The times of the present block's rows and of the last block's.
  private var times: [Int64] = []
  private var capacity = 0

  /// Everything but the rows.
  private struct State: Sendable {
    var center = Lanes.zero
    var sum = Lanes.zero
    var square = Lanes.zero
    /// The values of the present block, by column; maintained only if some are missing.
    var count = Lanes.zero
    var presentRows = 0
    var presentIsComplete = true
    /// The last block's rows from `head` on are still in the window.
    var head = 0
    var lastRows = 0
    var lastIsComplete = true
    /// Columns whose center is a value of the last block.
    var isForeign = SIMDMask<SIMD8<Int64>>(repeating: false)
  }

  /// Where the parts of the storage lie.
  private struct Storage {
    let present: UnsafeMutablePointer<Lanes>
    let sums: UnsafeMutablePointer<Lanes>
    let squares: UnsafeMutablePointer<Lanes>
    let counts: UnsafeMutablePointer<Lanes>
    let presentTimes: UnsafeMutablePointer<Int64>
    let lastTimes: UnsafeMutablePointer<Int64>
  }

  /// A window `width` milliseconds long.
  init(width: Int64) {
    self.width = width
  }

  /// Adds rows one after another, and after each gives the mean and the variance of every column.
  ///
  /// The mean of nothing is not a number. A variance may be negative by rounding, and is of no use
  /// where there are fewer than two values: ``deviation(_:)`` is 0 for both.
  @inline(__always)
  mutating func append(
    _ count: Int, rows: UnsafePointer<Lanes>, at rowTimes: UnsafePointer<Int64>,
    _ result: (_ row: Int, _ mean: Lanes, _ variance: Lanes) -> Void
  ) {
    let width = width
    var state = state
    var blockEnd = blockEnd
    withStorage(for: state.presentRows + count) { storage in
      for row in 0..<count {
        let time = rowTimes[row]
        if time >= blockEnd { Self.closeBlock(time, width, &blockEnd, &state, storage) }
        Self.drop(until: time - width, &state, storage)
        Self.add(rows[row], time, &state, storage)
        let (mean, variance) = Self.statistics(state, storage)
        result(row, mean, variance)
      }
    }
    self.state = state
    self.blockEnd = blockEnd
  }

  /// The deviation that belongs to a variance.
  @inline(__always)
  static func deviation(_ variance: Double) -> Double {
    (variance > 0 ? variance : 0).squareRoot()
  }

  /// Moves the end of the window to `time` and gives the mean and the variance of every column.
  mutating func statistics(at time: Int64) -> (mean: Lanes, variance: Lanes) {
    let width = width
    var state = state
    var blockEnd = blockEnd
    let statistics = withStorage(for: state.presentRows) { storage in
      if time >= blockEnd { Self.closeBlock(time, width, &blockEnd, &state, storage) }
      Self.drop(until: time - width, &state, storage)
      Self.recenter(&state, storage)
      return Self.statistics(state, storage)
    }
    self.state = state
    self.blockEnd = blockEnd
    return statistics
  }

  /// Lends the storage, which has room for `rows` rows in the present block.
  @inline(__always)
  private mutating func withStorage<Value>(
    for rows: Int, _ body: (Storage) -> Value
  ) -> Value {
    if rows > capacity { grow(to: rows) }
    let capacity = capacity
    return lanes.withUnsafeMutableBufferPointer { lanes in
      times.withUnsafeMutableBufferPointer { times in
        guard let lane = lanes.baseAddress, let time = times.baseAddress else {
          preconditionFailure("a window of capacity \(capacity) has no storage")
        }
        return body(
          Storage(
            present: lane, sums: lane + capacity, squares: lane + 2 * capacity,
            counts: lane + 3 * capacity, presentTimes: time, lastTimes: time + capacity))
      }
    }
  }

  private mutating func grow(to rows: Int) {
    let larger = max(rows, 2 * capacity, 64)
    var newLanes = [Lanes](repeating: .zero, count: 4 * larger)
    var newTimes = [Int64](repeating: 0, count: 2 * larger)
    for part in 0..<4 {
      for row in 0..<capacity { newLanes[part * larger + row] = lanes[part * capacity + row] }
    }
    for part in 0..<2 {
      for row in 0..<capacity { newTimes[part * larger + row] = times[part * capacity + row] }
    }
    lanes = newLanes
    times = newTimes
    capacity = larger
  }

  /// Drops the rows of the last block that are not later than `oldest`.
  @inline(__always)
  private static func drop(until oldest: Int64, _ state: inout State, _ storage: Storage) {
    while state.head < state.lastRows, storage.lastTimes[state.head] <= oldest { state.head += 1 }
  }

  @inline(__always)
  private static func add(
    _ values: Lanes, _ time: Int64, _ state: inout State, _ storage: Storage
  ) {
    storage.present[state.presentRows] = values
    storage.presentTimes[state.presentRows] = time
    state.presentRows += 1
    if state.presentIsComplete && state.lastIsComplete && all(values .== values) {
      if state.presentRows == 1 && state.head == state.lastRows {
        state.center = values
        state.isForeign = SIMDMask(repeating: false)
      }
      let fromCenter = values - state.center
      state.sum += fromCenter
      state.square += fromCenter * fromCenter
    } else {
      if state.presentIsComplete {
        state.presentIsComplete = false
        state.count = Lanes(repeating: Double(state.presentRows - 1))
      }
      accumulate(values, &state, storage)
    }
    if state.head == state.lastRows || !state.lastIsComplete { recenter(&state, storage) }
  }

  /// Adds values of which some may be missing.
  private static func accumulate(_ values: Lanes, _ state: inout State, _ storage: Storage) {
    let isThere = values .== values
    let hasNone = (state.count + countsLeft(state, storage)) .== 0
    state.center.replace(with: values, where: hasNone .& isThere)
    state.isForeign .&= .!(hasNone .& isThere)
    let fromCenter = (values - state.center).replacing(with: 0, where: .!isThere)
    state.sum += fromCenter
    state.square += fromCenter * fromCenter
    state.count += Lanes.zero.replacing(with: 1, where: isThere)
  }

  /// The values of the last block that are still in the window, by column.
  @inline(__always)
  private static func countsLeft(_ state: State, _ storage: Storage) -> Lanes {
    guard state.head < state.lastRows else { return .zero }
    return state.lastIsComplete
      ? Lanes(repeating: Double(state.lastRows - state.head)) : storage.counts[state.head]
  }

  @inline(__always)
  private static func countsPresent(_ state: State) -> Lanes {
    state.presentIsComplete ? Lanes(repeating: Double(state.presentRows)) : state.count
  }

  /// Takes new centers for columns whose center has left the window and is too far from its mean.
  private static func recenter(_ state: inout State, _ storage: Storage) {
    guard any(state.isForeign) else { return }
    let present = countsPresent(state)
    let moment = state.sum * state.sum / present
    let moves =
      state.isForeign .& (countsLeft(state, storage) .== 0) .& (present .> 0)
      .& (moment .> 100 * (state.square - moment))
    guard any(moves) else { return }
    // Only these columns are summed anew: the others keep their center and their sums.
    let kept = state
    state.presentIsComplete = false
    state.isForeign .&= .!moves
    state.count = .zero
    state.sum = .zero
    state.square = .zero
    for row in 0..<kept.presentRows {
      let values = storage.present[row]
      let isThere = values .== values
      state.center.replace(with: values, where: moves .& isThere .& (state.count .== 0))
      let fromCenter = (values - state.center).replacing(with: 0, where: .!isThere)
      state.sum += fromCenter
      state.square += fromCenter * fromCenter
      state.count += Lanes.zero.replacing(with: 1, where: isThere)
    }
    state.sum.replace(with: kept.sum, where: .!moves)
    state.square.replace(with: kept.square, where: .!moves)
    state.presentIsComplete = kept.presentIsComplete
  }

  @inline(__always)
  private static func statistics(
    _ state: State, _ storage: Storage
  ) -> (mean: Lanes, variance: Lanes) {
    var sum = state.sum
    var square = state.square
    if state.head < state.lastRows {
      sum += storage.sums[state.head]
      square += storage.squares[state.head]
    }
    let rows = state.presentRows + state.lastRows - state.head
    if state.lastIsComplete && state.presentIsComplete && rows > 0 {
      let inverse = 1 / Double(rows)
      let mean = state.center + sum * inverse
      let variance = (square - sum * (sum * inverse)) * (1 / Double(max(rows - 1, 1)))
      return (mean, variance)
    }
    return statisticsOfSome(state, storage, sum, square)
  }

  /// The statistics where values are missing.
  private static func statisticsOfSome(
    _ state: State, _ storage: Storage, _ sum: Lanes, _ square: Lanes
  ) -> (mean: Lanes, variance: Lanes) {
    let count = countsPresent(state) + countsLeft(state, storage)
    let inverse = 1 / count
    let mean = state.center + sum * inverse
    let others = (count - 1).replacing(with: 1, where: count .< 2)
    let variance = (square - sum * (sum * inverse)) * (1 / others)
    return (mean.replacing(with: .nan, where: count .== 0), variance)
  }

  /// Begins the block of `time`; the present one becomes the last one, if it still reaches into the
  /// window.
  private static func closeBlock(
    _ time: Int64, _ width: Int64, _ blockEnd: inout Int64, _ state: inout State,
    _ storage: Storage
  ) {
    let rows = time - width < blockEnd ? state.presentRows : 0
    state.lastRows = rows
    state.head = 0
    state.lastIsComplete = state.presentIsComplete || rows == 0
    if rows > 0 {
      state.center = newestValues(rows, state, storage)
      sumSuffixes(rows, state, storage)
    }
    state.isForeign = SIMDMask(repeating: rows > 0)
    state.presentRows = 0
    state.sum = .zero
    state.square = .zero
    state.count = .zero
    state.presentIsComplete = true
    let block = time.quotientAndRemainder(dividingBy: width)
    blockEnd = (block.remainder < 0 ? block.quotient : block.quotient + 1) * width
  }

  /// Sums over the end of the present block from each of its rows.
  private static func sumSuffixes(_ rows: Int, _ state: State, _ storage: Storage) {
    var sum = Lanes.zero
    var square = Lanes.zero
    var count = Lanes.zero
    let center = state.center
    for row in (0..<rows).reversed() {
      let values = storage.present[row]
      var fromCenter = values - center
      if !state.presentIsComplete {
        let isThere = values .== values
        fromCenter.replace(with: 0, where: .!isThere)
        count += Lanes.zero.replacing(with: 1, where: isThere)
        storage.counts[row] = count
      }
      sum += fromCenter
      square += fromCenter * fromCenter
      storage.sums[row] = sum
      storage.squares[row] = square
      storage.lastTimes[row] = storage.presentTimes[row]
    }
  }

  /// The newest value of each column in the present block.
  private static func newestValues(_ rows: Int, _ state: State, _ storage: Storage) -> Lanes {
    var newest = state.center
    var isOpen = SIMDMask<SIMD8<Int64>>(repeating: true)
    for row in (0..<rows).reversed() {
      let values = storage.present[row]
      let isThere = values .== values
      newest.replace(with: values, where: isOpen .& isThere)
      isOpen .&= .!isThere
      if !any(isOpen) { break }
    }
    return newest
  }
}
