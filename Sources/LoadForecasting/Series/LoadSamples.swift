public import GridModel

// How rows become a steady series, in this order:
//
// 1. Rows whose value is missing, infinite, beyond 1e30 or masked say nothing.
// 2. Rows are put in order of time; rows of the same moment are averaged.
// 3. The rows' own step is the median distance between moments. A row holds from its moment on, for
//    that step, or until the next row if it comes sooner.
// 4. An interval of the cadence is the mean over time of the rows that hold in it, if they hold for
//    at least half of it, and unknown otherwise. Nothing is interpolated.

/// Rows of telemetry as they come: at any moments, in any order.
public struct LoadSamples: Sendable, Equatable {
  /// The meter or node.
  public let name: String
  /// The moment from which each value holds.
  public let timestamps: [Timestamp]
  /// The load of each row, NaN where missing.
  public let values: [Double]
  /// Columns beside the load that are known ahead of time.
  public let weather: [LoadSeries.Weather]

  /// Rows of `values` that hold from `timestamps` on.
  ///
  /// - Throws: `ForecastError.lengthsDiffer`.
  public init(
    name: String, timestamps: [Timestamp], values: [Double], weather: [LoadSeries.Weather] = []
  ) throws(ForecastError) {
    for column in [values] + weather.map(\.values) where column.count != timestamps.count {
      throw .lengthsDiffer(timestamps: timestamps.count, other: column.count)
    }
    self.name = name
    self.timestamps = timestamps
    self.values = values
    self.weather = weather
  }

  /// The cadences that rows finer than an hour are brought to, in seconds.
  public static let cadences = [300, 900, 1_800, 3_600]

  /// The most steps that a series may span: 40 years of 5 minutes.
  static let stepLimit = 4_300_000

  /// The steady series of these rows.
  ///
  /// - Parameters:
  ///   - cadenceS: The length of an interval in seconds; nil for the shortest of 15, 30 and 60
  ///     minutes that is not below the rows' own step, or that step itself if it is longer.
  ///   - isMasked: Whether the row at a moment is kept out.
  /// - Returns: The series from the first to the last row.
  /// - Throws: `ForecastError` if there are too few rows or the cadence does not suit them.
  public func series(
    cadenceS: Int? = nil, isMasked: (Timestamp) -> Bool = { _ in false }
  ) throws(ForecastError) -> LoadSeries {
    let order = timestamps.indices.sorted { timestamps[$0] < timestamps[$1] }
    let moments = order.map { timestamps[$0].millisecondsSinceEpoch }
    let distances = zip(moments.dropFirst(), moments).map { $0 - $1 }.filter { $0 > 0 }.sorted()
    guard distances.count >= 3, let first = moments.first, let last = moments.last else {
      throw .tooFewRows(
        found: distances.isEmpty ? min(1, order.count) : distances.count + 1, needed: 4)
    }
    let ownStep = distances[distances.count / 2]
    let stepS = try LoadSamples.cadence(asked: cadenceS, ownStepMilliseconds: ownStep)
    let step = Int64(stepS) * 1_000
    // Rows that have the cadence already keep their phase; others are laid on whole steps of UTC.
    let phase = ownStep == step ? first - first.floorDivided(by: step) * step : 0
    let start = (first - phase).floorDivided(by: step) * step + phase
    let count = Int((last - start).floorDivided(by: step)) + 1
    guard count <= LoadSamples.stepLimit else {
      throw .spanTooLong(steps: count, limit: LoadSamples.stepLimit)
    }
    let grid = SampleGrid(start: start, step: step, count: count, ownStep: ownStep)
    let load = order.map { isMasked(timestamps[$0]) ? .nan : values[$0] }
    let means = grid.mean(moments, load)
    let series = weather.map { column in
      LoadSeries.Weather(
        name: column.name, values: grid.mean(moments, order.map { column.values[$0] }))
    }
    return try LoadSeries(
      name: name, start: Timestamp(millisecondsSinceEpoch: start), stepS: stepS,
      values: series.isEmpty ? means : means.droppingUnknownTail(), weather: series)
  }

  private static func cadence(
    asked: Int?, ownStepMilliseconds ownStep: Int64
  ) throws(ForecastError) -> Int {
    let ownStepS = Int((ownStep + 999) / 1_000)
    if let asked {
      guard asked > 0 && 86_400 % asked == 0 && (cadences.contains(asked) || asked % 3_600 == 0)
      else { throw .cadenceNotSupported(seconds: asked) }
      guard asked >= ownStepS else {
        throw .cadenceTooFine(seconds: asked, rowsApartSeconds: ownStepS)
      }
      return asked
    }
    if let chosen = cadences.dropFirst().first(where: { $0 >= ownStepS }) { return chosen }
    guard ownStepS % 3_600 == 0 && 86_400 % ownStepS == 0 else {
      throw .cadenceNotSupported(seconds: ownStepS)
    }
    return ownStepS
  }
}

/// The intervals that rows are averaged over; all times in milliseconds.
private struct SampleGrid {
  let start: Int64
  let step: Int64
  let count: Int
  let ownStep: Int64

  /// What is larger is a mistake of the file, and would not survive single precision.
  static let largest = 1e30

  /// The mean over time of `values` that hold from `moments` on, in order of time.
  func mean(_ moments: [Int64], _ values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    var held = [Double](repeating: 0, count: count)
    var row = 0
    while row < moments.count {
      var (sum, known, next) = (0.0, 0, row)
      while next < moments.count && moments[next] == moments[row] {
        if abs(values[next]) < SampleGrid.largest {
          sum += values[next]
          known += 1
        }
        next += 1
      }
      if known > 0 {
        let end = min(
          moments[row] + ownStep, next < moments.count ? moments[next] : .max)
        hold(sum / Double(known), from: moments[row], to: end, &sums, &held)
      }
      row = next
    }
    return zip(sums, held).map { $1 * 2 >= Double(step) ? $0 / $1 : .nan }
  }

  private func hold(
    _ value: Double, from: Int64, to end: Int64, _ sums: inout [Double], _ held: inout [Double]
  ) {
    var moment = from
    while moment < end {
      let index = Int((moment - start) / step)
      guard index < count else { return }
      let edge = min(end, start + (Int64(index) + 1) * step)
      sums[index] += value * Double(edge - moment)
      held[index] += Double(edge - moment)
      moment = edge
    }
  }
}

extension [Double] {
  /// These numbers up to the last that is known.
  fileprivate func droppingUnknownTail() -> [Double] {
    Array(prefix((lastIndex { !$0.isNaN } ?? -1) + 1))
  }
}
