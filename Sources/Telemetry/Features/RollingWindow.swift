// Mean and deviation over a sliding window of time, eight quantities at once, where rows are missing,
// lack values or come irregularly; MergeChain makes those of regular rows.
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
// Rows come in runs, a row of a stream being a run of one. Kernels take the rows of a run as long as
// nothing is missing; the rest, which is rare, is here.

/// The sums of one window over eight columns, fed in order of time.
struct RollingWindow: Sendable {
  typealias Lanes = SIMD8<Double>

  /// Where the statistics of a run go, a row each.
  struct Output {
    let means: UnsafeMutablePointer<Lanes>
    let variances: UnsafeMutablePointer<Lanes>

    @inline(__always)
    func moved(by rows: Int) -> Output { Output(means: means + rows, variances: variances + rows) }

    @inline(__always)
    func store(_ statistics: (mean: Lanes, variance: Lanes)) {
      (means.pointee, variances.pointee) = statistics
    }
  }

  /// The center, the two sums over the present block and its number of values by column, which is
  /// maintained only if some are missing; then for each row of the last block the two sums to its
  /// end, and a pair of zeros.
  private var memory = [Lanes](repeating: .zero, count: Self.suffixes + 2)
  /// The number of values from each row of the last block to its end, if some are missing.
  private var suffixCounts: [Lanes] = []
  private let window: FeaturePlan.Window
  private let vectors: FeaturePlan.Statistics
  private var blockEnd = Int64.min
  /// The places of the first row of the last block, of the first row in the window, of the first
  /// row of the present block, and of the next row.
  private var lastStart = 0
  private var head = 0
  private var presentStart = 0
  private var next = 0
  private var lastIsComplete = true
  private var presentIsComplete = true
  /// Columns whose center is a value of the last block.
  private var isForeign = SIMDMask<SIMD8<Int64>>(repeating: false)
  private var centerMayMove = false
  private let kernels: FeatureKernelSet

  private static let suffixes = 4

  /// The first place that the window looks at.
  var firstPlace: Int { lastStart }
  private var width: Int64 { window.width }

  /// A window that has seen no row and makes `statistics`.
  init(_ statistics: FeaturePlan.Statistics, kernels: FeatureKernelSet) {
    window = statistics.window
    vectors = statistics
    self.kernels = kernels
  }

  /// Takes the rows `range` of a run whose samples are the last ones of the history.
  ///
  /// The mean of nothing is not a number. The variance of fewer than two values is 0.
  mutating func take(_ run: SampleRun, _ range: Range<Int>, _ history: SampleHistory.Pointers) {
    let rows = history.lanes + vectors.group * history.groupStride
    let output = output(run, at: range.lowerBound)
    guard window.lag > 0 else {
      let end = history.end - run.count + range.upperBound
      append(upTo: end, rows, at: history.times, to: output)
      return
    }
    for row in range {
      let place = output.moved(by: row - range.lowerBound)
      let time = run.times[row] - window.lag
      let end = history.end(after: time, from: next)
      // What the statistics of the rows before are is of no interest.
      while next < end { append(upTo: next + 1, rows, at: history.times, to: place) }
      place.store(statistics(at: time, rows, history.times))
    }
  }

  /// Begins anew before row number `row` of a run, with the samples of two windows before it.
  mutating func restart(_ run: SampleRun, at row: Int, _ history: SampleHistory.Pointers) {
    let place = history.end - run.count + row
    var start = place
    while start > history.first, history.times[start - 1] >= history.times[place] - 2 * width {
      start -= 1
    }
    (lastStart, head, presentStart, next) = (start, start, start, start)
    (lastIsComplete, presentIsComplete, centerMayMove) = (true, true, false)
    blockEnd = .min
    let rows = history.lanes + vectors.group * history.groupStride
    let output = output(run, at: row)
    while next < place { append(upTo: next + 1, rows, at: history.times, to: output) }
  }

  private func output(_ run: SampleRun, at row: Int) -> Output {
    Output(means: run.vector(vectors.means), variances: run.vector(vectors.deviations))
      .moved(by: row)
  }

  /// Takes the rows up to `end` and writes the statistics of each.
  private mutating func append(
    upTo end: Int, _ rows: UnsafePointer<Lanes>, at times: UnsafePointer<Int64>, to output: Output
  ) {
    let first = next
    while next < end {
      if times[next] >= blockEnd { closeBlock(rows, times, at: times[next]) }
      if presentIsComplete && lastIsComplete {
        roll(upTo: end, rows, times, to: output.moved(by: next - first))
        if next == end || times[next] >= blockEnd { continue }
      }
      let place = output.moved(by: next - first)
      place.store(appendOne(rows, times))
    }
  }

  /// Lets a kernel take as many rows as it can.
  private mutating func roll(
    upTo end: Int, _ rows: UnsafePointer<Lanes>, _ times: UnsafePointer<Int64>, to output: Output
  ) {
    let (place, width, blockEnd, roll) = (next, width, blockEnd, kernels.roll)
    let (lastStart, presentStart, centerMayMove) = (lastStart, presentStart, centerMayMove)
    var head = head
    next = memory.withUnsafeMutableBufferPointer { memory in
      guard let sums = memory.baseAddress else { return place }
      return roll(
        place, end, rows, times, width, blockEnd, lastStart, presentStart, centerMayMove, &head,
        sums, sums + Self.suffixes, output.means, output.variances)
    }
    self.head = head
  }

  /// Moves the end of the window to `time` and gives the mean and the variance of every column.
  private mutating func statistics(
    at time: Int64, _ rows: UnsafePointer<Lanes>, _ times: UnsafePointer<Int64>
  ) -> (mean: Lanes, variance: Lanes) {
    if time >= blockEnd {
      guard reaches(time, times) else { return (Lanes(repeating: .nan), .zero) }
      closeBlock(rows, times, at: time)
    }
    drop(until: time - width, times)
    recenter(rows)
    return statistics
  }

  /// Takes one row, of which some values may be missing, or after which the center has to move.
  private mutating func appendOne(
    _ rows: UnsafePointer<Lanes>, _ times: UnsafePointer<Int64>
  ) -> (mean: Lanes, variance: Lanes) {
    let values = rows[next]
    let isThere = values .== values
    next += 1
    drop(until: times[next - 1] - width, times)
    if presentIsComplete, !all(isThere) {
      presentIsComplete = false
      memory[3] = Lanes(repeating: Double(next - 1 - presentStart))
    }
    if !(presentIsComplete && lastIsComplete) {
      let hasNone = (countsPresent(to: next - 1) + countsLeft) .== 0
      memory[0].replace(with: values, where: hasNone .& isThere)
      isForeign .&= .!(hasNone .& isThere)
    }
    let fromCenter = (values - memory[0]).replacing(with: 0, where: .!isThere)
    memory[1] += fromCenter
    memory[2] += fromCenter * fromCenter
    if !presentIsComplete { memory[3] += Lanes.zero.replacing(with: 1, where: isThere) }
    recenter(rows)
    return statistics
  }

  /// Drops the rows of the last block that are not later than `oldest`.
  private mutating func drop(until oldest: Int64, _ times: UnsafePointer<Int64>) {
    while head < presentStart, times[head] <= oldest { head += 1 }
  }

  /// The values of the last block that are still in the window, by column.
  private var countsLeft: Lanes {
    guard head < presentStart else { return .zero }
    return lastIsComplete
      ? Lanes(repeating: Double(presentStart - head)) : suffixCounts[head - lastStart]
  }

  /// The values of the present block up to the row at `place`, by column.
  private func countsPresent(to place: Int) -> Lanes {
    presentIsComplete ? Lanes(repeating: Double(place - presentStart)) : memory[3]
  }

  /// Takes new centers for columns whose center has left the window and is too far from its mean.
  private mutating func recenter(_ rows: UnsafePointer<Lanes>) {
    guard centerMayMove else { return }
    let present = countsPresent(to: next)
    let (sum, square) = (memory[1], memory[2])
    let moves =
      isForeign .& (countsLeft .== 0) .& (present .> 0)
      .& (sum * sum * 101 .> square * (present * 100))
    guard any(moves) else { return }
    // Only these columns are summed anew: the others keep their center and their sums.
    var (newSum, newSquare, isOpen) = (Lanes.zero, Lanes.zero, moves)
    for place in presentStart..<next {
      let values = rows[place]
      let isThere = values .== values
      memory[0].replace(with: values, where: isOpen .& isThere)
      isOpen .&= .!isThere
      let fromCenter = (values - memory[0]).replacing(with: 0, where: .!isThere)
      newSum += fromCenter
      newSquare += fromCenter * fromCenter
    }
    memory[1].replace(with: newSum, where: moves)
    memory[2].replace(with: newSquare, where: moves)
    isForeign .&= .!moves
    centerMayMove = any(isForeign)
  }

  private var statistics: (mean: Lanes, variance: Lanes) {
    let suffix = Self.suffixes + 2 * (head - lastStart)
    let sum = memory[1] + memory[suffix]
    let square = memory[2] + memory[suffix + 1]
    let count = countsPresent(to: next) + countsLeft
    let others = (count - 1).replacing(with: 1, where: count .< 2)
    let share = sum * (1 / count)
    let variance = (square - sum * share) * (1 / others)
    return (
      (memory[0] + share).replacing(with: .nan, where: count .== 0),
      variance.replacing(with: 0, where: count .== 0)
    )
  }

  /// Whether the present block's rows are partly in the window that ends at `time`.
  private func reaches(_ time: Int64, _ times: UnsafePointer<Int64>) -> Bool {
    next > presentStart && times[next - 1] > time - width
  }

  /// Begins the block of `time`; the present one becomes the last one, if it
  /// still reaches into the window.
  private mutating func closeBlock(
    _ rows: UnsafePointer<Lanes>, _ times: UnsafePointer<Int64>, at time: Int64
  ) {
    let reaches = reaches(time, times)
    lastStart = reaches ? presentStart : next
    lastIsComplete = presentIsComplete || !reaches
    head = lastStart
    // The newest values are a center for both blocks; without any, the row that begins is.
    takeCenter(from: reaches ? next - 1 : next, to: reaches ? lastStart : next, rows)
    sumSuffixes(rows, next - lastStart)
    presentStart = next
    for index in 1...3 { memory[index] = .zero }
    presentIsComplete = true
    isForeign = SIMDMask(repeating: reaches)
    centerMayMove = reaches
    blockEnd = Self.end(ofBlock: time, width, after: blockEnd)
  }

  /// Makes the newest value of each column at the places from `newest` back to `oldest` its center.
  private mutating func takeCenter(from newest: Int, to oldest: Int, _ rows: UnsafePointer<Lanes>) {
    if presentIsComplete, newest < next {
      memory[0] = rows[newest]
      return
    }
    var isOpen = SIMDMask<SIMD8<Int64>>(repeating: true)
    for place in (oldest...newest).reversed() where any(isOpen) {
      let isThere = rows[place] .== rows[place]
      memory[0].replace(with: rows[place], where: isOpen .& isThere)
      isOpen .&= .!isThere
    }
  }

  /// When the block of `time` ends, which is often the one after `previous`.
  private static func end(ofBlock time: Int64, _ width: Int64, after previous: Int64) -> Int64 {
    if previous != .min, time < previous + width { return previous + width }
    let block = time.quotientAndRemainder(dividingBy: width)
    return (block.remainder < 0 ? block.quotient : block.quotient + 1) * width
  }

  /// Sums over the end of the last block, `count` rows long, from each of its rows.
  private mutating func sumSuffixes(_ rows: UnsafePointer<Lanes>, _ count: Int) {
    let needed = Self.suffixes + 2 * (count + 1)
    if memory.count < needed {
      memory += [Lanes](repeating: .zero, count: 2 * needed - memory.count)
    }
    if lastIsComplete {
      memory.withUnsafeMutableBufferPointer { memory in
        guard let sums = memory.baseAddress else { return }
        kernels.sumSuffixes(rows + lastStart, count, sums, sums + Self.suffixes)
      }
      return
    }
    if suffixCounts.count < count { suffixCounts = [Lanes](repeating: .zero, count: 2 * count) }
    var (sum, square, counts) = (Lanes.zero, Lanes.zero, Lanes.zero)
    memory[needed - 2] = sum
    memory[needed - 1] = square
    for row in (0..<count).reversed() {
      let values = rows[lastStart + row]
      let isThere = values .== values
      let fromCenter = (values - memory[0]).replacing(with: 0, where: .!isThere)
      sum += fromCenter
      square += fromCenter * fromCenter
      counts += Lanes.zero.replacing(with: 1, where: isThere)
      memory[Self.suffixes + 2 * row] = sum
      memory[Self.suffixes + 2 * row + 1] = square
      suffixCounts[row] = counts
    }
  }
}
