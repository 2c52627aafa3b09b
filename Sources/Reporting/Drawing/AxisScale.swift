import Foundation

/// From values to pixels, linearly or by the logarithm.
struct AxisScale {
  let domain: ClosedRange<Double>
  /// Where the ends of the domain fall; the lower end may lie at the larger pixel.
  let pixels: (low: Double, high: Double)
  let isLogarithmic: Bool
  private let origin: Double
  private let factor: Double

  init(
    domain: ClosedRange<Double>, pixels: (low: Double, high: Double), isLogarithmic: Bool = false
  ) {
    self.domain = domain
    self.pixels = pixels
    self.isLogarithmic = isLogarithmic
    let low = isLogarithmic ? log10(domain.lowerBound) : domain.lowerBound
    let high = isLogarithmic ? log10(domain.upperBound) : domain.upperBound
    origin = low
    factor = high > low ? (pixels.high - pixels.low) / (high - low) : 0
  }

  /// The pixel of `value`, not beyond the ends of the axis.
  func pixel(_ value: Double) -> Double {
    let position =
      isLogarithmic ? log10(max(value, domain.lowerBound)) : value
    let pixel = pixels.low + (position - origin) * factor
    return min(max(pixel, min(pixels.low, pixels.high)), max(pixels.low, pixels.high))
  }
}
