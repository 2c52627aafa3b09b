// What becomes of means and variances: deviations and standard scores, one row after another for
// streams, as columns for tables. Rows are turned into columns first and roots are drawn after, so
// that none is drawn of a lane that no column has.

/// Writes deviations over the variances of one row, and standard scores if asked.
public func finishRow(
  _ values: UnsafePointer<Lanes>, means: UnsafePointer<Lanes>,
  deviations: UnsafeMutablePointer<Lanes>, scores: UnsafeMutablePointer<Lanes>?
) {
  let deviation = roots(deviations.pointee)
  deviations.pointee = deviation
  if let scores { scores.pointee = standardScores(values.pointee - means.pointee, deviation) }
}

/// Writes the means, deviations and standard scores of `count` rows as columns.
///
/// The mean of lane l goes to `columns + places[l]`, its deviation to `columns + places[8 + l]` and
/// its score to `columns + places[16 + l]`; what has a negative place is left out. The values of
/// lane l are the column at `values + l * stride`. Rows come in eights: up to seven more are read
/// and written.
public func writeStatistics(
  _ means: UnsafePointer<Lanes>, _ variances: UnsafePointer<Lanes>, _ count: Int,
  values: UnsafePointer<Double>, stride: Int, places: UnsafePointer<Int>,
  to columns: UnsafeMutablePointer<Double>
) {
  forEachTile(means, variances, count, values, stride, places) { lanes, place in
    UnsafeMutableRawPointer(columns + place).storeBytes(of: lanes, as: Lanes.self)
  }
}

/// The same, rounded to single precision.
public func writeStatistics(
  _ means: UnsafePointer<Lanes>, _ variances: UnsafePointer<Lanes>, _ count: Int,
  values: UnsafePointer<Double>, stride: Int, places: UnsafePointer<Int>,
  to columns: UnsafeMutablePointer<Float>
) {
  forEachTile(means, variances, count, values, stride, places) { lanes, place in
    UnsafeMutableRawPointer(columns + place).storeBytes(
      of: rounded(lanes), as: SIMD8<Float>.self)
  }
}

/// Calls `store` with eight rows of a column and their place.
@inline(__always)
private func forEachTile(
  _ means: UnsafePointer<Lanes>, _ variances: UnsafePointer<Lanes>, _ count: Int,
  _ values: UnsafePointer<Double>, _ stride: Int, _ places: UnsafePointer<Int>,
  _ store: (_ lanes: Lanes, _ place: Int) -> Void
) {
  var row = 0
  while row < count {
    let means = transposed(means + row)
    let variances = transposed(variances + row)
    for lane in 0..<8 {
      if places[lane] >= 0 { store(means[lane], places[lane] &+ row) }
      let (place, scorePlace) = (places[8 + lane], places[16 + lane])
      guard place >= 0 || scorePlace >= 0 else { continue }
      let deviation = roots(variances[lane])
      if place >= 0 { store(deviation, place &+ row) }
      if scorePlace >= 0 {
        let value = eight(values + (lane &* stride &+ row))
        store(standardScores(value - means[lane], deviation), scorePlace &+ row)
      }
    }
    row &+= 8
  }
}

/// The roots of variances.
@inline(__always)
func roots(_ variances: Lanes) -> Lanes {
  var roots = Lanes()
  for lane in 0..<8 { roots[lane] = root(variances[lane]) }
  return roots
}

/// The root of a variance, which rounding may leave below zero.
@inline(__always)
func root(_ variance: Double) -> Double { (variance > 0 ? variance : 0).squareRoot() }

/// Differences from the mean in deviations, 0 where there is no deviation.
@inline(__always)
func standardScores(_ differences: Lanes, _ deviations: Lanes) -> Lanes {
  differences / deviations.replacing(with: .infinity, where: deviations .== 0)
}

/// The same of a single row.
@inline(__always)
func standardScore(_ difference: Double, _ deviation: Double) -> Double {
  difference / (deviation == 0 ? .infinity : deviation)
}
