/// What is known of a load before a moment: every question names the first step that is unknown,
/// and nothing from there on can reach an answer.
struct PastLoad {
  private let values: [Double]
  /// Sums, sums of squares and numbers of the known values before each step.
  private let sums: [Double]
  private let squares: [Double]
  private let known: [Int32]

  init(_ values: [Double]) {
    self.values = values
    var (sums, squares, known) = ([0.0], [0.0], [Int32(0)])
    var (sum, square, count) = (0.0, 0.0, Int32(0))
    for value in values {
      if value.isFinite {
        sum += value
        square += value * value
        count += 1
      }
      sums.append(sum)
      squares.append(square)
      known.append(count)
    }
    (self.sums, self.squares, self.known) = (sums, squares, known)
  }

  /// The value of `step`; NaN if it is unknown, before the series, or not before `origin`.
  @inline(__always)
  func value(_ step: Int, before origin: Int) -> Double {
    step >= 0 && step < origin && step < values.count ? values[step] : .nan
  }

  /// The mean of the known values in the `length` steps before `origin`; NaN if fewer than half are
  /// known.
  func mean(last length: Int, before origin: Int) -> Double {
    let (from, to) = window(length, origin)
    let count = Int(known[to] - known[from])
    return count > 0 && 2 * count >= length ? (sums[to] - sums[from]) / Double(count) : .nan
  }

  /// The mean of everything known before `origin`.
  func meanOfAll(before origin: Int) -> Double {
    let (from, to) = window(origin, origin)
    return (sums[to] - sums[from]) / Double(known[to] - known[from])
  }

  /// The standard deviation of the known values in the `length` steps before `origin`.
  func deviation(last length: Int, before origin: Int) -> Double {
    let (from, to) = window(length, origin)
    let count = Double(known[to] - known[from])
    guard count > 1 && 2 * count >= Double(length) else { return .nan }
    let mean = (sums[to] - sums[from]) / count
    return max(0, (squares[to] - squares[from]) / count - mean * mean).squareRoot()
  }

  private func window(_ length: Int, _ origin: Int) -> (from: Int, to: Int) {
    let to = min(max(origin, 0), values.count)
    return (max(0, min(origin - length, to)), to)
  }
}
