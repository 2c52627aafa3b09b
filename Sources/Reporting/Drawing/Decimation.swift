// Drawing 500,000 points on 900 pixels: in each column of pixels only the lowest and the highest
// value matter, in the order in which they came (after Jugel and others, "M4", 2014). No spike is
// lost: the extremes of every column are drawn. A line breaks where values are missing or time jumps.

/// The points of a series that a drawing of limited width needs.
struct Decimation {
  /// The indices of the points to keep, in order; all of them have finite values.
  private(set) var indices: [Int] = []
  /// The column of pixels of each index; empty if every finite value was kept.
  private(set) var columns: [Int] = []
  /// How many columns the domain has.
  private let count: Int

  /// Keeps what `count` columns over `domain` show of `ys` at `xs`, which rise.
  init(xs: [Double], ys: [Double], domain: ClosedRange<Double>, count: Int) {
    precondition(xs.count == ys.count, "\(xs.count) positions for \(ys.count) values")
    self.count = count
    let visible =
      Self.firstIndex(of: xs) {
        $0 >= domain.lowerBound
      }..<Self.firstIndex(of: xs) { $0 > domain.upperBound }
    let span = domain.upperBound - domain.lowerBound
    if visible.count <= 2 * count || span <= 0 {
      indices = visible.filter { ys[$0].isFinite }
    } else {
      keepExtremes(xs, ys, visible, domain.lowerBound, Double(count) / span, count - 1)
    }
  }

  private mutating func keepExtremes(
    _ xs: [Double], _ ys: [Double], _ visible: Range<Int>, _ origin: Double, _ scale: Double,
    _ lastColumn: Int
  ) {
    indices.reserveCapacity(2 * (lastColumn + 1))
    columns.reserveCapacity(2 * (lastColumn + 1))
    var column = -1
    var lowest = (value: Double.infinity, index: 0)
    var highest = (value: -Double.infinity, index: 0)
    func flush() {
      guard lowest.value <= highest.value else { return }
      indices.append(min(lowest.index, highest.index))
      columns.append(column)
      if lowest.index != highest.index {
        indices.append(max(lowest.index, highest.index))
        columns.append(column)
      }
      lowest = (.infinity, 0)
      highest = (-.infinity, 0)
    }
    for index in visible {
      let y = ys[index]
      guard y.isFinite else { continue }
      let newColumn = min(lastColumn, Int((xs[index] - origin) * scale))
      if newColumn != column {
        flush()
        column = newColumn
      }
      if y < lowest.value { lowest = (y, index) }
      if y > highest.value { highest = (y, index) }
    }
    flush()
  }

  /// Whether a line breaks between two kept points that follow one another.
  func breaks(
    from previous: Int, to index: Int, xs: [Double], _ domain: ClosedRange<Double>, gap: Double
  ) -> Bool {
    let step = xs[index] - xs[previous]
    if columns.isEmpty { return step > gap || index != previous + 1 }
    let columnWidth = (domain.upperBound - domain.lowerBound) / Double(max(1, count))
    return step > max(gap, 1.5 * columnWidth)
  }

  private static func firstIndex(
    of xs: [Double], where isPast: (Double) -> Bool
  ) -> Int {
    var (low, high) = (0, xs.count)
    while low < high {
      let middle = (low + high) / 2
      if isPast(xs[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The points in pixels, as unbroken runs.
  ///
  /// A step of `xs` longer than `gap` breaks the line; a missing value does, too, where it is wide
  /// enough to be seen.
  func runs(
    xs: [Double], ys: [Double], horizontal: AxisScale, vertical: AxisScale, gap: Double
  ) -> [[(x: Double, y: Double)]] {
    let isWhole = columns.isEmpty
    var runs: [[(x: Double, y: Double)]] = []
    var previous: Int?
    for (position, index) in indices.enumerated() {
      let isBroken =
        previous.map { breaks(from: $0, to: index, xs: xs, horizontal.domain, gap: gap) } ?? true
      if isBroken { runs.append([]) }
      let x =
        isWhole
        ? horizontal.pixel(xs[index]) : horizontal.pixels.low + Double(columns[position]) + 0.5
      runs[runs.count - 1].append((x, vertical.pixel(ys[index])))
      previous = index
    }
    return runs
  }
}
