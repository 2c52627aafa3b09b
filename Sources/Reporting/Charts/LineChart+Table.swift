import GridModel

extension LineChart {
  /// The most rows that a table behind a chart has.
  private static let rowLimit = 31

  /// The data behind the drawing, at a length that people read.
  public var table: DataTable {
    let longest = lines.map(\.xs.count).max() ?? 0
    let isShared = lines.dropFirst().allSatisfy { $0.xs == lines.first?.xs }
    if horizontal.kind == .time, longest > Self.rowLimit { return bucketTable }
    return isShared ? pointTable : longTable
  }

  private func cell(at x: Double) -> DataTable.Cell {
    horizontal.kind == .time
      ? .time(Timestamp(millisecondsSinceEpoch: Int64(x))) : .rounded(x)
  }

  private var horizontalTitle: String {
    horizontal.kind == .time
      ? "Time (UTC)" : horizontal.title.isEmpty ? "Position" : horizontal.title
  }

  /// Every point, or evenly chosen ones; the lines share their positions.
  private var pointTable: DataTable {
    let xs = lines.first?.xs ?? []
    let edges = bands.filter { $0.xs == xs }
    let chosen = Self.evenly(xs.count)
    return DataTable(
      title: title,
      columns: [DataTable.Column(horizontalTitle)] + lines.map { DataTable.Column($0.name) }
        + edges.flatMap {
          [DataTable.Column("\($0.name), low"), DataTable.Column("\($0.name), high")]
        },
      rows: chosen.map { index in
        [cell(at: xs[index])] + lines.map { .rounded($0.ys[index]) }
          + edges.flatMap { [.rounded($0.lower[index]), .rounded($0.upper[index])] }
      })
  }

  /// The points of each line under one another, evenly chosen.
  private var longTable: DataTable {
    DataTable(
      title: title,
      columns: [
        DataTable.Column("Series"), DataTable.Column(horizontalTitle),
        DataTable.Column(vertical.title.isEmpty ? "Value" : vertical.title),
      ],
      rows: lines.flatMap { line in
        Self.evenly(line.xs.count, limit: max(2, Self.rowLimit / lines.count)).map { index in
          [.text(line.name), cell(at: line.xs[index]), .rounded(line.ys[index])]
        }
      })
  }

  private static func evenly(_ count: Int, limit: Int = rowLimit) -> [Int] {
    guard count > limit else { return Array(0..<count) }
    return (0..<limit).map { $0 * (count - 1) / (limit - 1) }
  }

  /// Lowest, mean and highest value over equal stretches of time.
  private var bucketTable: DataTable {
    let domain = horizontalDomain
    let step = Self.bucket(for: domain)
    let first = (domain.lowerBound / step).rounded(.down) * step
    let count = max(1, Int(((domain.upperBound - first) / step).rounded(.down)) + 1)
    let summaries = lines.map { line in Self.summaries(of: line, from: first, step, count) }
    let isDetailed = lines.count <= 2
    return DataTable(
      title: title,
      columns: [DataTable.Column("From (UTC), for \(durationText(seconds: step / 1_000))")]
        + lines.flatMap { line in
          isDetailed
            ? ["lowest", "mean", "highest"].map { DataTable.Column("\(line.name), \($0)") }
            : [DataTable.Column("\(line.name), mean")]
        },
      rows: (0..<count).map { bucket in
        let values = summaries.flatMap { summary -> [DataTable.Cell] in
          let (low, mean, high) = summary[bucket]
          return (isDetailed ? [low, mean, high] : [mean]).map { .rounded($0) }
        }
        let start = Timestamp(millisecondsSinceEpoch: Int64(first + Double(bucket) * step))
        return [.time(start)] + values
      })
  }

  private static func bucket(for domain: ClosedRange<Double>) -> Double {
    let minutes: [Double] = [
      1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080, 20_160, 43_200, 129_600,
    ]
    let span = domain.upperBound - domain.lowerBound
    let fitting = minutes.first { span / ($0 * 60_000) < Double(rowLimit) }
    return fitting.map { $0 * 60_000 } ?? span / Double(rowLimit - 1)
  }

  private static func summaries(
    of line: Line, from first: Double, _ step: Double, _ count: Int
  ) -> [(low: Double, mean: Double, high: Double)] {
    var lows = [Double](repeating: .infinity, count: count)
    var highs = [Double](repeating: -.infinity, count: count)
    var sums = [Double](repeating: 0, count: count)
    var counts = [Int](repeating: 0, count: count)
    for (x, y) in zip(line.xs, line.ys) where y.isFinite {
      let bucket = min(count - 1, max(0, Int((x - first) / step)))
      lows[bucket] = min(lows[bucket], y)
      highs[bucket] = max(highs[bucket], y)
      sums[bucket] += y
      counts[bucket] += 1
    }
    return (0..<count).map { bucket in
      counts[bucket] == 0
        ? (.nan, .nan, .nan) : (lows[bucket], sums[bucket] / Double(counts[bucket]), highs[bucket])
    }
  }
}
