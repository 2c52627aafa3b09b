import Foundation

extension CostCurve {
  /// The power within `ranges` where cost less `price` times power is least, and that value.
  ///
  /// On the arc from one valve point to the next the slope is α + β θ + e f cos θ, θ = 0 … π: it
  /// rises, falls, and rises again, so that a minimum inside can only be on one of the two rising
  /// parts, where it is found by bisection; all others are ends of arcs.
  func minimum(over ranges: [ClosedRange<Double>], price: Double) -> (power: Double, value: Double)
  {
    var best = (power: 0.0, value: Double.infinity)
    func consider(_ power: Double) {
      let value = cost(power) - price * power
      if value < best.value { best = (power, value) }
    }
    let slope = linear - price
    for range in ranges {
      consider(range.lowerBound)
      consider(range.upperBound)
      if valveHeight == 0 {
        if quadratic > 0 {
          consider(min(max(-slope / (2 * quadratic), range.lowerBound), range.upperBound))
        }
        continue
      }
      let points = valvePoints.filter { $0 > range.lowerBound && $0 < range.upperBound }
      points.forEach(consider)
      guard quadratic > 0 else { continue }
      let width = Double.pi / abs(valveFrequency)
      let steepness = abs(valveHeight * valveFrequency)
      // Where the quadratic is steeper than the ripple is curved: |sin θ| below this ratio.
      let ratio = min(1, 2 * quadratic / (steepness * abs(valveFrequency)))
      let near = asin(ratio) / Double.pi * width
      // Minima near valve points exist only where the quadratic outweighs the ripple's slope.
      for start in valvePoints {
        let smooth = slope + 2 * quadratic * start
        guard abs(smooth) > steepness - 2 * quadratic * width else { continue }
        for (from, to) in [(start, start + near), (start + width - near, start + width)] {
          var low = max(from, range.lowerBound)
          var high = min(to, range.upperBound)
          guard low < high else { continue }
          for _ in 0..<40 {
            let middle = (low + high) / 2
            let angle = (middle - start) / width * Double.pi
            let rise = slope + 2 * quadratic * middle + steepness * cos(angle)
            if rise < 0 { low = middle } else { high = middle }
          }
          consider((low + high) / 2)
        }
      }
    }
    return best
  }
}
