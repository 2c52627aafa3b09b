/// An axis of time along the lower edge of a drawing.
struct TimeAxis {
  let scale: AxisScale
  let top: Double
  let bottom: Double
  /// The width of the whole drawing, which labels must not leave.
  let width: Double
  let hasGrid: Bool

  func draw(on canvas: inout SVGCanvas) {
    let (left, right) = scale.pixels
    canvas.line(from: (left, bottom + 0.5), to: (right, bottom + 0.5), "ax")
    var contextEnd = -Double.infinity
    for tick in TimeTicks(domain: scale.domain, target: Int((right - left) / 52)).ticks {
      let exact = scale.pixel(tick.value)
      let x = exact.rounded() + 0.5
      if hasGrid { canvas.line(from: (x, top), to: (x, bottom), "gl") }
      canvas.line(from: (x, bottom), to: (x, bottom + 5), "ax")
      let half = textWidth(tick.label) / 2
      let labelX = min(max(exact, half), width - half - 1)
      canvas.text(tick.label, x: labelX, y: bottom + 17, anchor: .middle)
      guard let context = tick.context else { continue }
      let contextWidth = textWidth(context) * 1.1
      let start = min(max(exact - half, 0), width - contextWidth - 2)
      if start > contextEnd {
        canvas.text(context, x: start, y: bottom + 32, style: .ink)
        contextEnd = start + contextWidth + 8
      }
    }
  }
}
