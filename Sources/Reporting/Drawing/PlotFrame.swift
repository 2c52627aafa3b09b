/// The rectangle that values are drawn in, with an axis below and one at the left.
struct PlotFrame {
  let size: ChartSize
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double
  let horizontal: AxisScale
  let vertical: AxisScale
  private let horizontalAxis: ChartAxis
  private let verticalAxis: ChartAxis
  private let verticalTicks: [(value: Double, label: String)]

  /// A frame of `size` for values of two domains, with `lanes` pixels kept free between the title
  /// of the vertical axis and the frame.
  init(
    size: ChartSize, horizontalAxis: ChartAxis, horizontalDomain: ClosedRange<Double>,
    verticalAxis: ChartAxis, verticalDomain: ClosedRange<Double>, lanes: Double = 0
  ) {
    self.size = size
    self.horizontalAxis = horizontalAxis
    self.verticalAxis = verticalAxis
    top = (verticalAxis.title.isEmpty ? 10 : 22) + lanes
    bottom =
      size.height - (horizontalAxis.kind == .time ? 36 : 22)
      - (horizontalAxis.title.isEmpty ? 0 : 16)
    verticalTicks = verticalAxis.ticks(verticalDomain, target: max(2, Int((bottom - top) / 44)))
    let widest = verticalTicks.map { textWidth($0.label) }.max() ?? 0
    left = max(40, widest + 12)
    right = size.width - 14
    horizontal = AxisScale(
      domain: horizontalDomain, pixels: (left, right),
      isLogarithmic: horizontalAxis.kind == .logarithmic)
    vertical = AxisScale(
      domain: verticalDomain, pixels: (bottom, top),
      isLogarithmic: verticalAxis.kind == .logarithmic)
  }

  /// Draws grid, ticks and titles; lines of data come after.
  func drawAxes(on canvas: inout SVGCanvas, lanes: Double = 0) {
    for (value, label) in verticalTicks {
      let y = vertical.pixel(value).rounded() + 0.5
      canvas.line(from: (left, y), to: (right, y), "gl")
      canvas.text(label, x: left - 8, y: y + 4, anchor: .end)
    }
    if !verticalAxis.title.isEmpty {
      canvas.text(verticalAxis.title, x: 2, y: top - lanes - 9)
    }
    if horizontalAxis.kind == .time {
      TimeAxis(scale: horizontal, top: top, bottom: bottom, width: size.width, hasGrid: false)
        .draw(on: &canvas)
    } else {
      canvas.line(from: (left, bottom + 0.5), to: (right, bottom + 0.5), "ax")
      drawNumbers(on: &canvas)
    }
    if !horizontalAxis.title.isEmpty {
      canvas.text(
        horizontalAxis.title, x: (left + right) / 2, y: size.height - 4, anchor: .middle)
    }
  }

  private func drawNumbers(on canvas: inout SVGCanvas) {
    let ticks = horizontalAxis.ticks(horizontal.domain, target: Int((right - left) / 64))
    var end = -Double.infinity
    for (value, label) in ticks {
      let x = horizontal.pixel(value)
      canvas.line(from: (x.rounded() + 0.5, bottom), to: (x.rounded() + 0.5, bottom + 5), "ax")
      let half = textWidth(label) / 2
      let labelX = min(max(x, half), size.width - half - 1)
      if labelX - half > end {
        canvas.text(label, x: labelX, y: bottom + 17, anchor: .middle)
        end = labelX + half + 6
      }
    }
  }
}

/// What is written along an axis.
public struct ChartAxis: Equatable, Sendable {
  /// What the values are.
  public enum Kind: Equatable, Sendable {
    /// Numbers, evenly.
    case number
    /// Positive numbers, by their logarithm.
    case logarithmic
    /// Milliseconds since 1970, UTC.
    case time
  }

  /// What is measured, with its unit; empty if the chart's heading says it.
  public let title: String
  /// What the values are.
  public let kind: Kind
  /// The ends of the axis; nil: as the data needs it.
  public let domain: ClosedRange<Double>?
  /// Whether the axis starts at zero at the latest.
  public let includesZero: Bool
  /// How ticks are written; nil: as their distance needs it.
  public let style: NumberStyle?

  /// An axis called `title`.
  public init(
    _ title: String = "", kind: Kind = .number, domain: ClosedRange<Double>? = nil,
    includesZero: Bool = false, style: NumberStyle? = nil
  ) {
    self.title = title
    self.kind = kind
    self.domain = domain
    self.includesZero = includesZero
    self.style = style
  }

  /// An axis of time in UTC.
  public static let time = ChartAxis(kind: .time)

  /// The domain for values between `low` and `high`.
  func domain(low: Double, high: Double, target: Int = 5) -> ClosedRange<Double> {
    if let domain { return domain }
    guard low <= high else { return kind == .logarithmic ? 0.1...1 : 0...1 }
    switch kind {
    case .time: return low < high ? low...high : low - 1_800_000...high + 1_800_000
    case .logarithmic:
      let low = max(low, 1e-12)
      return signedPowerOfTen(
        orderOfMagnitude(low))...signedPowerOfTen(orderOfMagnitude(max(high, low)) + 1)
    case .number:
      let low = includesZero ? min(0, low) : low
      let high = includesZero ? max(0, high) : high
      return NumberTicks.niceDomain(low...high, target: target)
    }
  }

  func ticks(_ domain: ClosedRange<Double>, target: Int) -> [(value: Double, label: String)] {
    if kind == .logarithmic {
      let first = orderOfMagnitude(domain.lowerBound)
      let last = orderOfMagnitude(domain.upperBound)
      return (first...last).map {
        (signedPowerOfTen($0), NumberStyle.significant(1).text(signedPowerOfTen($0)))
      }
    }
    let ticks = NumberTicks(domain: domain, target: target, isWhole: style == .integer)
    return ticks.values.map { ($0, (style ?? ticks.style).text($0)) }
  }
}
