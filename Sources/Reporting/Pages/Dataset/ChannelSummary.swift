/// The figures that describe the values of a channel.
struct ChannelSummary {
  /// Values that are finite.
  let count: Int
  /// Values that are missing.
  let missing: Int
  let lowest: Double
  let p05: Double
  let median: Double
  let mean: Double
  let p95: Double
  let highest: Double
  let deviation: Double

  init(_ values: [Double]) {
    let finite = values.filter(\.isFinite).sorted()
    count = finite.count
    missing = values.count - finite.count
    guard let first = finite.first, let last = finite.last else {
      (lowest, p05, median, mean, p95, highest, deviation) = (
        .nan, .nan, .nan, .nan, .nan, .nan, .nan
      )
      return
    }
    func quantile(_ share: Double) -> Double {
      let position = share * Double(finite.count - 1)
      let index = min(finite.count - 2, Int(position))
      guard index >= 0 else { return first }
      return finite[index] + (finite[index + 1] - finite[index]) * (position - Double(index))
    }
    let mean = finite.reduce(0) { $0 + ($1 - first) } / Double(finite.count) + first
    let squares = finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    (lowest, highest) = (first, last)
    (p05, median, p95) = (quantile(0.05), quantile(0.5), quantile(0.95))
    self.mean = mean
    deviation = finite.count > 1 ? (squares / Double(finite.count - 1)).squareRoot() : 0
  }

  /// Pearson's correlation of the rows in which both channels have a value.
  static func correlation(_ left: [Double], _ right: [Double]) -> Double {
    var (count, meanX, meanY, xx, yy, xy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for (x, y) in zip(left, right) where x.isFinite && y.isFinite {
      count += 1
      let stepX = x - meanX
      meanX += stepX / count
      let stepY = y - meanY
      meanY += stepY / count
      xx += stepX * (x - meanX)
      yy += stepY * (y - meanY)
      xy += stepX * (y - meanY)
    }
    return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : .nan
  }
}
